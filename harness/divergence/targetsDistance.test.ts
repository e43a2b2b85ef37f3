import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashToUnit } from "../base/base.ts";
import type { Target } from "../structure/structure.ts";
import { targetsDistance } from "./targetsDistance.ts";

const target = (call: string, on: string): Target => ({ call, target: on });

describe("the distance of targets", () => {
  test("is the share of corresponding calls that go elsewhere", () => {
    const a = [target("Read", "a"), target("Edit", "a"), target("Bash", "#1"), target("Edit", "b")];
    const b = [target("Read", "a"), target("Edit", "c"), target("Bash", "#1"), target("Edit", "b")];
    expect(targetsDistance(a, b)).toBe(0.25);
  });

  test("pairs a repeated call with the one that agrees", () => {
    const a = [target("Read", "a"), target("Read", "b")];
    expect(targetsDistance(a, [target("Read", "b")])).toBe(0);
  });

  test("is 1 when no call corresponds", () => {
    expect(targetsDistance([target("Read", "a")], [target("Edit", "a")])).toBe(1);
    expect(targetsDistance([target("Read", "a")], [])).toBe(1);
  });
});

const some = fc.array(
  fc.record({ call: fc.constantFrom("Read", "Edit"), target: fc.constantFrom("a", "b") }),
  { maxLength: 7 },
);

/** Every alignment, exponential but plainly right: as many pairs as possible, then as many that agree. */
function bestOf(
  a: readonly Target[],
  b: readonly Target[],
): readonly [pairs: number, agreeing: number] {
  const [first, ...rest] = a;
  if (first === undefined || b.length === 0) return [0, 0];
  const candidates = b.flatMap((other, at) => {
    if (other.call !== first.call) return [];
    const [pairs, agreeing] = bestOf(rest, b.slice(at + 1));
    return [[pairs + 1, agreeing + Number(other.target === first.target)] as const];
  });
  return [bestOf(rest, b), ...candidates].reduce((best, one) =>
    one[0] > best[0] || (one[0] === best[0] && one[1] > best[1]) ? one : best,
  );
}

test("law: equal ends taken off, the alignment is still the best of all", () => {
  fc.assert(
    fc.property(some, some, (a, b) => {
      const [pairs, agreeing] = bestOf(a, b);
      const expected = a.length + b.length === 0 ? 0 : pairs === 0 ? 1 : 1 - agreeing / pairs;
      expect(targetsDistance(a, b)).toBeCloseTo(expected, 12);
    }),
    { numRuns: 300 },
  );
});

const tools = ["Read", "Edit", "Bash(npm test)", "Grep"];
const many = (length: number, seed: string): Target[] =>
  Array.from({ length }, (_none, at) => {
    const draw = hashToUnit(seed, at);
    return target(
      tools[Math.floor(draw * 4)] ?? "",
      `f${Math.floor(hashToUnit(seed, at, "on") * 300)}`,
    );
  });

describe("transcripts of 50,000 calls", () => {
  const a = many(50_000, "a");
  // One call in a hundred goes elsewhere, some are new and some are missing, from the first to the last.
  const near = a.flatMap((call, at) => {
    if (at % 100 === 0 || at === a.length - 1) return [{ ...call, target: "elsewhere" }];
    if (at % 500 === 50) return [call, target("New", "x")];
    return at % 333 === 7 ? [] : [call];
  });

  test("that are near are aligned as if exactly, in linear time", () => {
    const startedAt = performance.now();
    const distance = targetsDistance(a, near);
    expect(distance).toBeGreaterThan(0.0095);
    expect(distance).toBeLessThan(0.0105);
    expect(targetsDistance(near, a)).toBe(distance);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  test("against a shorter or unrelated one stay symmetric and in [0, 1]", () => {
    for (const other of [many(30_000, "b"), many(200, "c"), a.slice(20_000)]) {
      const distance = targetsDistance(a, other);
      expect(distance).toBeGreaterThanOrEqual(0);
      expect(distance).toBeLessThanOrEqual(1);
      expect(targetsDistance(other, a)).toBe(distance);
    }
  });
});
