import fc from "fast-check";
import { expect, test } from "vitest";
import { binomialTest, fisherExact, mcnemarExact } from "./exactTests.ts";

const cell = fc.integer({ min: 0, max: 60 });

test("law: Fisher's p is a probability and does not change when rows and columns are exchanged", () => {
  fc.assert(
    fc.property(cell, cell, cell, cell, (a, b, c, d) => {
      const { twoSided, greater, less } = fisherExact([a, b], [c, d]);
      expect(fisherExact([a, c], [b, d]).twoSided).toBeCloseTo(twoSided, 9);
      expect(fisherExact([c, d], [a, b]).less).toBeCloseTo(greater, 9);
      expect(Math.max(twoSided, greater, less)).toBeLessThanOrEqual(1);
      expect(greater + less).toBeGreaterThanOrEqual(1 - 1e-9);
    }),
  );
});

test("without anything to compare every p is 1", () => {
  expect(fisherExact([0, 0], [3, 4]).twoSided).toBeCloseTo(1);
  expect(binomialTest(0, 0, 0.5).twoSided).toBe(1);
  expect(mcnemarExact(0, 0)).toEqual({ twoSided: 1, midP: 1 });
});

test("a rate of 0 or 1 leaves one possible outcome, and p is 0 or 1 but never NaN", () => {
  expect(binomialTest(0, 5, 0).twoSided).toBe(1);
  expect(binomialTest(3, 5, 0).greater).toBe(0);
  expect(binomialTest(5, 5, 1).twoSided).toBe(1);
});

test("counts that are not whole, or negative, are refused", () => {
  expect(() => fisherExact([1.5, 2], [3, 4])).toThrow(RangeError);
  expect(() => binomialTest(4, 3, 0.5)).toThrow(RangeError);
});
