import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashToUnit } from "../base/base.ts";
import { editDistance, sequenceDistance } from "./sequences.ts";

/** The textbook table. */
function tableDistance(a: readonly string[], b: readonly string[]): number {
  let above = b.map((_token, at) => at + 1);
  for (const [i, token] of a.entries()) {
    const row: number[] = [];
    for (const [j, other] of b.entries()) {
      const corner = j === 0 ? i : (above[j - 1] ?? 0);
      const left = j === 0 ? i + 1 : (row[j - 1] ?? 0);
      row.push(Math.min((above[j] ?? 0) + 1, left + 1, corner + Number(token !== other)));
    }
    above = row;
  }
  return b.length === 0 ? a.length : (above.at(-1) ?? 0);
}

const some = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 9 });

test("law: the edit distance, equal ends taken off, is that of the textbook table", () => {
  fc.assert(
    fc.property(some, some, (a, b) => {
      expect(editDistance(a, b)).toBe(tableDistance(a, b));
    }),
    { numRuns: 500 },
  );
});

const lines = (length: number, seed: string, distinct: number): string[] =>
  Array.from({ length }, (_none, at) => String(Math.floor(hashToUnit(seed, at) * distinct)));

describe("long sequences", () => {
  test("of 20,000 tokens are compared exactly", () => {
    const a = lines(20_000, "a", 50);
    const b = a.with(10, "new").toSpliced(9_000, 3).toSpliced(15_000, 0, "x", "y");
    expect(editDistance(a, b)).toBe(6);
  });

  test("of more distinct tokens than there are characters are compared by what one side has more of", () => {
    const a = Array.from({ length: 70_000 }, (_none, at) => `line ${at}`);
    const swapped = a.with(0, a.at(-1) ?? "").with(-1, a[0] ?? "");
    expect(editDistance(a, swapped)).toBe(1);
    const other = a.map((line, at) => (at % 2 === 0 ? line : `other ${at}`)).with(0, "first");
    expect(editDistance(a, other)).toBe(35_001);
    expect(editDistance(other, a)).toBe(35_001);
  });

  test("of 200,000 tokens stay in [0, 1], symmetric and quick", () => {
    const [a, b] = [lines(200_000, "a", 90), lines(150_000, "b", 90)];
    const startedAt = performance.now();
    const distance = sequenceDistance(a, b);
    expect(distance).toBeGreaterThanOrEqual(0.25);
    expect(distance).toBeLessThanOrEqual(1);
    expect(sequenceDistance(b, a)).toBe(distance);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });
});
