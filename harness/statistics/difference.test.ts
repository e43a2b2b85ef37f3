import fc from "fast-check";
import { expect, test } from "vitest";
import { moverDifference, newcombeDifference } from "./difference.ts";

const count = fc
  .integer({ min: 1, max: 200 })
  .chain((of) => fc.record({ count: fc.integer({ min: 0, max: of }), of: fc.constant(of) }));

test("law: the interval lies in [-1, 1], contains the difference and turns around with the arms", () => {
  fc.assert(
    fc.property(count, count, (a, b) => {
      const { estimate, interval } = newcombeDifference(a, b, 0.95);
      const turned = newcombeDifference(b, a, 0.95);
      expect(interval?.lower).toBeGreaterThanOrEqual(-1);
      expect(interval?.upper).toBeLessThanOrEqual(1);
      expect(interval?.lower).toBeLessThanOrEqual(estimate ?? 0);
      expect(interval?.upper).toBeGreaterThanOrEqual(estimate ?? 0);
      expect(turned.interval?.upper).toBeCloseTo(-(interval?.lower ?? 0), 12);
    }),
  );
});

test("a rate that is unknown makes the difference unknown, an interval that is unknown only its interval", () => {
  const known = { estimate: 0.2, interval: { lower: 0.1, upper: 0.4 } };
  expect(moverDifference(known, { estimate: null, interval: null })).toEqual({
    estimate: null,
    interval: null,
  });
  expect(moverDifference(known, { estimate: 0.2, interval: null })).toEqual({
    estimate: 0,
    interval: null,
  });
  expect(newcombeDifference({ count: 0, of: 0 }, { count: 1, of: 2 }, 0.95).estimate).toBeNull();
});
