import fc from "fast-check";
import { expect, test } from "vitest";
import { mulberry32 } from "../base/base.ts";
import { barnardTest } from "./barnardTest.ts";
import { fisherExact, mcnemarChiSquared } from "./exactTests.ts";
import { maximumBetween, rootBetween } from "./lineSearch.ts";
import { overdispersion } from "./overdispersion.ts";
import { pairedSignFlip } from "./pairedSignFlip.ts";

test("independent replays show no overdispersion in about 95 % of runs, sticky ones do", () => {
  const random = mulberry32(1);
  const clusters = (share: number) =>
    Array.from({ length: 30 }, (_, i) => {
      const rate = i < 30 * share ? 0.8 : 0.2;
      return {
        scored: 8,
        diverged: Array.from({ length: 8 }, () => random() < rate).filter(Boolean).length,
      };
    });
  const alarms = Array.from({ length: 300 }, () => overdispersion(clusters(0))).filter(
    ({ pTarone }) => (pTarone ?? 1) <= 0.05,
  );
  expect(alarms.length / 300).toBeLessThan(0.1);
  expect(overdispersion(clusters(0.2)).pTarone).toBeLessThan(0.001);
});

test("overdispersion that cannot be seen is null with the reason", () => {
  expect(overdispersion([]).note).toBe("fewer than two units");
  expect(
    overdispersion([
      { diverged: 0, scored: 4 },
      { diverged: 0, scored: 4 },
    ]).note,
  ).toBe("all replays diverged or none did");
  expect(
    overdispersion([
      { diverged: 0, scored: 1 },
      { diverged: 1, scored: 1 },
    ]),
  ).toMatchObject({ taroneZ: null, note: "no unit has two replays" });
});

test("law: Barnard's p is the same for exchanged rows, and mostly smaller than Fisher's", () => {
  const count = fc.integer({ min: 0, max: 6 });
  const row = fc.tuple(count, count);
  fc.assert(
    fc.property(row, row, (a, b) => {
      const { p } = barnardTest([a, b]);
      expect(barnardTest([b, a]).p ?? -1).toBeCloseTo(p ?? -1, 9);
    }),
    { numRuns: 40 },
  );
  const table = [
    [7, 23],
    [1, 29],
  ] as const;
  expect(barnardTest(table).p).toBeLessThan(fisherExact(...table).twoSided);
  expect(
    barnardTest([
      [0, 0],
      [1, 2],
    ]).p,
  ).toBeNull();
});

test("law: turning all differences around keeps the two-sided p of the sign-flip test", () => {
  const differences = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(differences, (values) => {
      const one = pairedSignFlip(values, mulberry32(1));
      const other = pairedSignFlip(
        values.map((value) => -value),
        mulberry32(1),
      );
      expect(other.pTwoSided).toBe(one.pTwoSided);
    }),
  );
  expect(pairedSignFlip([], mulberry32(1)).note).toBe("no pair");
  expect(pairedSignFlip([0, 0], mulberry32(1))).toMatchObject({ mean: 0, pTwoSided: null });
  expect(
    pairedSignFlip(
      Array.from({ length: 40 }, () => 1),
      mulberry32(1),
    ).method,
  ).toBe("Monte Carlo");
});

test("without a discordant pair McNemar's test says nothing", () => {
  expect(mcnemarChiSquared(0, 0)).toEqual({
    plain: null,
    corrected: null,
    note: "no discordant pair",
  });
});

test("line searches find roots and peaks", () => {
  expect(rootBetween({ lower: 0, upper: 2 }, (x) => x * x - 2)).toBeCloseTo(Math.SQRT2, 14);
  expect(rootBetween({ lower: 1, upper: 2 }, (x) => x)).toBe(1);
  expect(maximumBetween({ lower: 0, upper: 3 }, (x) => -((x - 1) ** 2)).at).toBeCloseTo(1, 6);
});
