import fc from "fast-check";
import { expect, test } from "vitest";
import { mulberry32, type Random } from "../base/base.ts";
import { strategyPermutationTest, type ComparedUnit } from "./strategyPermutation.ts";

function simulate(random: Random, shareA: number, shareB: number): ComparedUnit[] {
  const unit = (arm: "a" | "b", wave: number): ComparedUnit => {
    const rate = random() < (arm === "a" ? shareA : shareB) ? 0.8 : 0.05;
    const diverged = Array.from({ length: 8 }, () => random() < rate).filter(Boolean).length;
    return { stratum: `w${wave}`, arm, rate: diverged / 8 };
  };
  return Array.from({ length: 30 }, (_, i) => [unit("a", i % 3), unit("b", i % 3)]).flat();
}

const unit = fc.record({
  stratum: fc.constantFrom("w0", "w1"),
  arm: fc.constantFrom("a" as const, "b" as const),
  rate: fc.integer({ min: 0, max: 8 }).map((diverged) => diverged / 8),
});

test("law: exchanging the names of the arms turns the difference around and keeps the two-sided p", () => {
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 10 }), (units) => {
      const exchanged = units.map(
        (each) => ({ ...each, arm: each.arm === "a" ? "b" : "a" }) as const,
      );
      const one = strategyPermutationTest(units, mulberry32(1));
      const other = strategyPermutationTest(exchanged, mulberry32(1));
      expect(other.p).toBe(one.p);
      expect((other.difference ?? 0) + (one.difference ?? 0)).toBeCloseTo(0, 12);
    }),
  );
});

test("identical strategies with sticky sessions differ in about 5 % of runs, not in a third", () => {
  const random = mulberry32(5);
  const rounds = 200;
  let findings = 0;
  for (let round = 0; round < rounds; round++) {
    const units = simulate(random, 0.1, 0.1);
    if ((strategyPermutationTest(units, random, 199).p ?? 1) <= 0.05) findings++;
  }
  expect(findings / rounds).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / rounds));
});

test("a strategy that rids most sessions of degradation is found", () => {
  const random = mulberry32(5);
  const result = strategyPermutationTest(simulate(random, 0.6, 0.05), random);
  expect(result).toMatchObject({ method: "Monte Carlo", permutations: 9999, notes: [] });
  expect(result.p).toBeLessThan(0.01);
  expect(result.pGreater).toBeLessThan(0.01);
});

test("a wave in which one strategy is missing is left out and named", () => {
  const both = [
    { stratum: "w0", arm: "a", rate: 0.5 },
    { stratum: "w0", arm: "b", rate: 0.25 },
  ] as const;
  const alone = { stratum: "w1", arm: "a", rate: 1 } as const;
  const result = strategyPermutationTest([...both, alone], mulberry32(1));
  expect(result.difference).toBe(0.25);
  expect(result.notes).toEqual(["1 strata without units of both strategies left out"]);
});

test("without two strategies to compare difference and p are unknown", () => {
  const nothing = { difference: null, p: null, pGreater: null, method: "none" };
  expect(strategyPermutationTest([], mulberry32(1))).toMatchObject(nothing);
});
