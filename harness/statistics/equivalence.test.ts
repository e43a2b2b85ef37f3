import fc from "fast-check";
import { expect, test } from "vitest";
import { mulberry32 } from "../base/base.ts";
import { equivalenceTest, nonInferiorityTest } from "./equivalence.ts";
import { kornGraubard } from "./kornGraubard.ts";
import {
  crossoverAgainstSham,
  differenceOfFlags,
  differenceOfRates,
  pairedDifference,
} from "./measuredDifference.ts";

test("law: equivalence is shown exactly when the interval lies within the margin, and p is never the smaller of the two", () => {
  const input = fc.record({
    estimate: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    standardError: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
    degrees: fc.option(fc.integer({ min: 1, max: 200 })),
  });
  fc.assert(
    fc.property(input, (difference) => {
      const { p, pLower, pUpper, interval } = equivalenceTest(difference, 0.1);
      expect(p).toBe(Math.max(pLower ?? 0, pUpper ?? 0));
      const isWithin = interval !== null && interval.lower > -0.1 && interval.upper < 0.1;
      if (Math.abs((p ?? 1) - 0.05) > 1e-9) expect((p ?? 1) < 0.05).toBe(isWithin);
      const one = nonInferiorityTest(difference, 0.1);
      expect(one.p).toBeCloseTo(pUpper ?? 0, 12);
    }),
  );
});

test("no difference in few units shows nothing, and the same in many shows equivalence", () => {
  const few = differenceOfFlags({ count: 3, of: 30 }, { count: 3, of: 30 });
  const many = differenceOfFlags({ count: 60, of: 600 }, { count: 60, of: 600 });
  expect(equivalenceTest(few, 0.05).p).toBeGreaterThan(0.2);
  expect(equivalenceTest(many, 0.05).p).toBeLessThan(0.01);
});

test("without a spread there is no test, however equal the units are", () => {
  const none = differenceOfFlags({ count: 0, of: 30 }, { count: 0, of: 30 });
  expect(equivalenceTest(none, 0.05)).toMatchObject({ estimate: 0, p: null, interval: null });
  expect(equivalenceTest(none, 0.05).note).toContain("no spread");
  expect(equivalenceTest(pairedDifference([{ first: 1, second: 0 }]), 0.05).p).toBeNull();
  expect(pairedDifference([]).estimate).toBeNull();
  expect(() => equivalenceTest(none, 0)).toThrow(RangeError);
  expect(() => equivalenceTest(none, 0.05, 5)).toThrow(RangeError);
});

test("sessions that get better by themselves in both arms cancel against the sham", () => {
  const random = mulberry32(3);
  const change = (): number => -0.3 + 0.1 * (random() - 0.5);
  const operation = Array.from({ length: 40 }, change);
  const sham = Array.from({ length: 40 }, change);
  const result = equivalenceTest(crossoverAgainstSham(operation, sham), 0.05);
  expect(Math.abs(result.estimate ?? 1)).toBeLessThan(0.02);
  expect(result.p).toBeLessThan(0.01);
});

test("two clustered rates at the border of the margin are called equivalent in at most 5 % of runs", () => {
  const random = mulberry32(5);
  const rounds = 400;
  const arm = (share: number) =>
    kornGraubard(
      Array.from({ length: 60 }, () => {
        const rate = random() < share ? 0.8 : 0.05;
        return {
          scored: 4,
          diverged: Array.from({ length: 4 }, () => random() < rate).filter(Boolean).length,
        };
      }),
      0.95,
    );
  // 0.75 * (0.3 - 0.1) = 0.15
  const found = Array.from({ length: rounds }, () =>
    equivalenceTest(differenceOfRates(arm(0.3), arm(0.1)), 0.15),
  ).filter(({ p }) => p !== null && p <= 0.05).length;
  expect(found / rounds).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / rounds));
});
