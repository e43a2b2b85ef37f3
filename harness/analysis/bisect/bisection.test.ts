import { assert, integer, property, record, uniqueArray } from "fast-check";
import { expect, test } from "vitest";
import { borderOf, nextVersion, startBisection, withStanding, type Border } from "./bisection.ts";

type Search = {
  readonly versions: readonly string[];
  /** index of the first bad version */
  readonly firstBad: number;
  readonly unusable?: ReadonlySet<string>;
};

/** Searches to the end and counts the versions that were looked at. */
function search({ versions, firstBad, unusable = new Set() }: Search): {
  readonly border: Border;
  readonly asked: readonly string[];
} {
  let bisection = startBisection(versions);
  const asked: string[] = [];
  for (;;) {
    const version = nextVersion(bisection);
    if (version === null) return { border: borderOf(bisection), asked };
    asked.push(version);
    const isBad = versions.indexOf(version) >= firstBad;
    const standing = unusable.has(version) ? "skipped" : isBad ? "bad" : "good";
    bisection = withStanding(bisection, version, standing);
  }
}

function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `2.1.${100 + index}`);
}

const sequences = record({
  count: integer({ min: 2, max: 400 }),
  at: integer({ min: 0, max: 399 }),
});

test("law: the first bad version of every monotone sequence is found with at most ceil(log2 n) versions", () => {
  assert(
    property(sequences, ({ count, at }) => {
      const versions = numbered(count);
      const firstBad = 1 + (at % (count - 1));
      const { border, asked } = search({ versions, firstBad });
      expect(border).toEqual({
        lastGood: versions[firstBad - 1],
        candidates: [versions[firstBad]],
      });
      expect(asked.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count - 1)));
    }),
  );
});

test("law: whatever is skipped, the first bad version is among the candidates, and all but the last were skipped", () => {
  const withSkips = record({
    count: integer({ min: 2, max: 60 }),
    at: integer({ min: 0, max: 59 }),
    skips: uniqueArray(integer({ min: 1, max: 58 })),
  });
  assert(
    property(withSkips, ({ count, at, skips }) => {
      const versions = numbered(count);
      const firstBad = 1 + (at % (count - 1));
      const inner = versions.slice(1, -1);
      const unusable = new Set(skips.map((skip) => inner[skip - 1] ?? ""));
      const { border, asked } = search({ versions, firstBad, unusable });
      expect(border.candidates).toContain(versions[firstBad]);
      expect(border.candidates.slice(0, -1).every((version) => unusable.has(version))).toBe(true);
      expect(new Set(asked).size).toBe(asked.length);
    }),
  );
});

test("a version that cannot be looked at is replaced by its neighbour", () => {
  const versions = numbered(9);
  const { asked } = search({ versions, firstBad: 8, unusable: new Set(["2.1.104"]) });
  expect(asked.slice(0, 2)).toEqual(["2.1.104", "2.1.103"]);
});

test("two versions next to each other need no look at all", () => {
  expect(search({ versions: numbered(2), firstBad: 1 })).toEqual({
    border: { lastGood: "2.1.100", candidates: ["2.1.101"] },
    asked: [],
  });
});

test("one version alone cannot be searched", () => {
  expect(() => startBisection(["2.1.100"])).toThrow(RangeError);
});
