import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clopperPearson, jeffreys, wilson, zeroEventsUpperBound } from "./proportion.ts";

const counts = fc
  .integer({ min: 1, max: 500 })
  .chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)));
const level = fc.double({ min: 0.5, max: 0.999, noNaN: true });

describe.each([
  ["Wilson", wilson],
  ["Clopper-Pearson", clopperPearson],
])("law: the interval of %s", (_, interval) => {
  test("lies in [0, 1] and contains the share", () => {
    fc.assert(
      fc.property(counts, level, ([count, of], confidence) => {
        const { lower, upper } = interval(count, of, confidence);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(count / of + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(count / of - 1e-12);
      }),
    );
  });

  test("grows with the level", () => {
    fc.assert(
      fc.property(counts, ([count, of]) => {
        const narrow = interval(count, of, 0.8);
        const wide = interval(count, of, 0.95);
        expect(wide.lower).toBeLessThanOrEqual(narrow.lower);
        expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper);
      }),
    );
  });

  test("is mirrored when successes and failures are exchanged", () => {
    fc.assert(
      fc.property(counts, ([count, of]) => {
        const mirrored = interval(of - count, of, 0.95);
        expect(interval(count, of, 0.95).lower).toBeCloseTo(1 - mirrored.upper, 9);
      }),
    );
  });
});

test("law: Clopper-Pearson covers at least its level for every true rate, Wilson does not", () => {
  const coverage = (interval: typeof wilson, rate: number) => {
    let covered = 0;
    let probability = (1 - rate) ** 30;
    for (let count = 0; count <= 30; count++) {
      const { lower, upper } = interval(count, 30, 0.95);
      if (lower <= rate && rate <= upper) covered += probability;
      probability *= ((30 - count) / (count + 1)) * (rate / (1 - rate));
    }
    return covered;
  };
  const rates = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
  expect(Math.min(...rates.map((rate) => coverage(clopperPearson, rate)))).toBeGreaterThanOrEqual(
    0.95,
  );
  expect(Math.min(...rates.map((rate) => coverage(wilson, rate)))).toBeLessThan(0.95);
});

test("without a trial every interval is [0, 1] and the upper bound is 1", () => {
  for (const interval of [wilson, clopperPearson, jeffreys])
    expect(interval(0, 0, 0.95)).toEqual({ lower: 0, upper: 1 });
  expect(zeroEventsUpperBound(0, 0.95)).toBe(1);
});

test("a level of 95 instead of 0.95, and a count above the number of trials, are refused", () => {
  expect(() => wilson(3, 30, 95)).toThrow("lies in (0, 1)");
  expect(() => clopperPearson(31, 30, 0.95)).toThrow(RangeError);
  expect(() => jeffreys(-1, 30, 0.95)).toThrow(RangeError);
});
