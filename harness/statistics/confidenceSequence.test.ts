import fc from "fast-check";
import { expect, test } from "vitest";
import { mulberry32 } from "../base/base.ts";
import { betaMixtureSequence, gridSequence } from "./confidenceSequence.ts";
import { hedgedCapital } from "./hedgedCapital.ts";
import { clopperPearson } from "./proportion.ts";

test("law: the price of looking at any time is width: it holds the Clopper-Pearson interval", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (of, share) => {
        const count = Math.round(of * share);
        const [any, fixed] = [
          betaMixtureSequence({ count, of }, 0.95),
          clopperPearson(count, of, 0.95),
        ];
        expect(any.lower).toBeLessThanOrEqual(fixed.lower + 1e-9);
        expect(any.upper).toBeGreaterThanOrEqual(fixed.upper - 1e-9);
      },
    ),
  );
});

test("law: mirrored values give the mirrored interval", () => {
  const values = fc.array(
    fc.integer({ min: 0, max: 8 }).map((diverged) => diverged / 8),
    { maxLength: 25 },
  );
  fc.assert(
    fc.property(values, (rates) => {
      const [one, other] = [
        gridSequence(rates, 0.95),
        gridSequence(
          rates.map((rate) => 1 - rate),
          0.95,
        ),
      ];
      expect(other.lower).toBeCloseTo(1 - one.upper, 9);
      expect(other.upper).toBeCloseTo(1 - one.lower, 9);
    }),
    { numRuns: 30 },
  );
});

test("of session rates it misses the truth in at most 5 % of runs, and narrows with more sessions", () => {
  const random = mulberry32(8);
  const rates = (sessions: number) =>
    Array.from({ length: sessions }, () => {
      const rate = random() < 0.1 ? 0.8 : 0.05;
      return Array.from({ length: 8 }, () => random() < rate).filter(Boolean).length / 8;
    });
  const runs = Array.from({ length: 300 }, () => gridSequence(rates(60), 0.95));
  const misses = runs.filter(({ lower, upper }) => 0.125 < lower || 0.125 > upper).length;
  expect(misses / 300).toBeLessThanOrEqual(0.05);
  const [few, many] = [gridSequence(rates(30), 0.95), gridSequence(rates(300), 0.95)];
  expect(many.upper - many.lower).toBeLessThan(few.upper - few.lower);
});

test("with nothing seen nothing is known", () => {
  expect(gridSequence([], 0.95)).toEqual({ lower: 0, upper: 1 });
  expect(betaMixtureSequence({ count: 0, of: 0 }, 0.95)).toEqual({ lower: 0, upper: 1 });
  expect(hedgedCapital([], 0.95).intervals).toEqual([]);
  expect(() => betaMixtureSequence({ count: 2, of: 1 }, 0.95)).toThrow(RangeError);
  expect(() => gridSequence([0.5], 95)).toThrow(RangeError);
});
