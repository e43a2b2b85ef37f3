import fc from "fast-check";
import { expect, test } from "vitest";
import {
  benjaminiHochberg,
  eBenjaminiHochberg,
  eHolm,
  fisherCombination,
  holm,
} from "./multiplicity.ts";

const eValues = fc.array(fc.double({ min: 0.01, max: 1000, noNaN: true }), { maxLength: 8 });

test("law: adjusting e-values is adjusting the p-values 1 / e", () => {
  fc.assert(
    fc.property(eValues, (e) => {
      const p = e.map((value) => 1 / value);
      const capped = (values: readonly number[]): number[] =>
        values.map((value) => Math.min(1, 1 / value));
      capped(eHolm(e)).forEach((value, i) => expect(value).toBeCloseTo(holm(p)[i] ?? 0, 10));
      const adjusted = benjaminiHochberg(p);
      capped(eBenjaminiHochberg(e)).forEach((value, i) =>
        expect(value).toBeCloseTo(adjusted[i] ?? 0, 10),
      );
    }),
  );
});

test("with 3 strategies the strongest must reach 60 at 5 %, the next 40", () => {
  const reject = (e: readonly number[]): boolean[] => eHolm(e).map((value) => value >= 20);
  expect(reject([60, 40, 20])).toEqual([true, true, true]);
  expect(reject([59, 40, 20])).toEqual([false, false, false]);
  expect(reject([60, 39, 20])).toEqual([true, false, false]);
  expect(eHolm([])).toEqual([]);
});

test("Fisher's combination of a single test is that test", () => {
  expect(fisherCombination([0.03])).toBeCloseTo(0.03, 12);
  expect(fisherCombination([0.5, 0.5])).toBeCloseTo(0.25 * (1 - Math.log(0.25)), 12);
  expect(fisherCombination([])).toBeNull();
  expect(fisherCombination([0, 0.5])).toBe(0);
});
