import fc from "fast-check";
import { expect, test } from "vitest";
import { cochranMantelHaenszel } from "./cochranMantelHaenszel.ts";
import { conditionalOddsRatio } from "./conditionalOddsRatio.ts";
import { fisherExact } from "./exactTests.ts";
import { mantelHaenszelDifference } from "./mantelHaenszelDifference.ts";
import { breslowDay, mantelHaenszelRatios } from "./mantelHaenszelRatios.ts";
import type { TwoByTwo } from "./twoByTwo.ts";

const count = fc.integer({ min: 0, max: 8 });
const row = fc.tuple(count, count);
const strata = fc.array(fc.tuple(row, row), { maxLength: 4 });
const exchanged = (tables: readonly TwoByTwo[]): TwoByTwo[] => tables.map(([a, b]) => [b, a]);

test("law: exchanging the strategies keeps the test and turns ratio and difference around", () => {
  fc.assert(
    fc.property(strata, (tables) => {
      const other = exchanged(tables);
      const [p, q] = [cochranMantelHaenszel(tables).p, cochranMantelHaenszel(other).p];
      expect(q ?? -1).toBeCloseTo(p ?? -1, 10);
      const [one, two] = [mantelHaenszelRatios(tables, 0.95), mantelHaenszelRatios(other, 0.95)];
      if (one.oddsRatio !== null) expect((two.oddsRatio ?? 0) * one.oddsRatio).toBeCloseTo(1, 9);
      const [d, e] = [
        mantelHaenszelDifference(tables, 0.95),
        mantelHaenszelDifference(other, 0.95),
      ];
      expect((d.estimate ?? 0) + (e.estimate ?? 0)).toBeCloseTo(0, 10);
      expect(e.greenlandRobins?.variance ?? 0).toBeCloseTo(d.greenlandRobins?.variance ?? 0, 10);
      expect(e.sato?.variance ?? 0).toBeCloseTo(d.sato?.variance ?? 0, 10);
    }),
  );
});

test("law: with one stratum the exact conditional test is Fisher's, and the interval holds the estimate", () => {
  fc.assert(
    fc.property(row, row, (a, b) => {
      const exact = conditionalOddsRatio([[a, b]], 0.95);
      const fisher = fisherExact(a, b);
      expect(exact.test.twoSided).toBeCloseTo(fisher.twoSided, 10);
      expect(exact.test.greater).toBeCloseTo(fisher.greater, 10);
      const { estimate, interval } = exact;
      if (estimate === null || interval === null) return;
      expect(interval.lower).toBeLessThanOrEqual(estimate);
      expect(interval.upper ?? Infinity).toBeGreaterThanOrEqual(estimate);
    }),
  );
});

test("law: nothing is ever NaN or infinite", () => {
  fc.assert(
    fc.property(strata, (tables) => {
      const all = JSON.stringify(
        [
          cochranMantelHaenszel(tables),
          conditionalOddsRatio(tables, 0.95),
          mantelHaenszelRatios(tables, 0.95),
          mantelHaenszelDifference(tables, 0.95),
          breslowDay(tables),
        ],
        (_, value: unknown) =>
          typeof value === "number" && !Number.isFinite(value) ? "bad" : value,
      );
      expect(all).not.toContain("bad");
    }),
  );
});

test("strata that cannot tell give nulls and the reason", () => {
  expect(
    cochranMantelHaenszel([
      [
        [0, 5],
        [0, 5],
      ],
    ]),
  ).toMatchObject({ p: null, strata: 0 });
  expect(
    mantelHaenszelRatios(
      [
        [
          [3, 2],
          [0, 5],
        ],
      ],
      0.95,
    ).note,
  ).toContain("infinite");
  expect(
    mantelHaenszelDifference(
      [
        [
          [3, 2],
          [0, 0],
        ],
      ],
      0.95,
    ).note,
  ).toBe("no stratum holds both strategies");
  expect(
    breslowDay([
      [
        [3, 2],
        [1, 4],
      ],
    ]).note,
  ).toBe("fewer than two informative strata");
  expect(
    conditionalOddsRatio(
      [
        [
          [3, 0],
          [0, 3],
        ],
      ],
      0.95,
    ),
  ).toMatchObject({ estimate: null, interval: { upper: null } });
});
