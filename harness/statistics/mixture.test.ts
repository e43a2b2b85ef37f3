import fc from "fast-check";
import { expect, test } from "vitest";
import { mulberry32, type Random } from "../base/base.ts";
import { betaBinomial } from "./betaBinomial.ts";
import { binomialMixture } from "./binomialMixture.ts";
import { degradedShareInterval, mixtureTest } from "./mixtureInference.ts";
import { roganGladen } from "./roganGladen.ts";

function simulate(random: Random, sessions: number, share: number) {
  return Array.from({ length: sessions }, () => {
    const rate = random() < share ? 0.8 : 0.05;
    return {
      scored: 8,
      diverged: Array.from({ length: 8 }, () => random() < rate).filter(Boolean).length,
    };
  });
}

test("a slice of a tenth is found with its rates, and covered by the profile interval", () => {
  const random = mulberry32(2);
  const rounds = 100;
  const covered = Array.from({ length: rounds }, () => {
    const { interval } = degradedShareInterval(simulate(random, 60, 0.1), 0.95);
    return interval !== null && interval.lower <= 0.1 && 0.1 <= interval.upper;
  }).filter(Boolean).length;
  expect(covered / rounds).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.05 * 0.95) / rounds));
  const big = binomialMixture(simulate(random, 2000, 0.1));
  expect(big.isTwoGroups).toBe(true);
  expect(big.parameters?.degradedShare).toBeCloseTo(0.1, 1);
  expect(big.parameters?.healthyRate).toBeCloseTo(0.05, 1);
  expect(big.parameters?.degradedRate).toBeCloseTo(0.8, 1);
});

test("one rate for all sessions is not taken for two groups: at most 5 % false findings", () => {
  const random = mulberry32(3);
  const rounds = 120;
  const found = Array.from({ length: rounds }, () => {
    const clusters = simulate(random, 30, 0);
    return (mixtureTest(clusters, random, 99).p ?? 1) <= 0.05;
  }).filter(Boolean).length;
  expect(found / rounds).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / rounds));
  expect(mixtureTest(simulate(random, 30, 0.2), random, 199).p).toBe(1 / 200);
});

test("law: two groups are never less likely than one, and the healthy rate is the lower one", () => {
  const cluster = fc.integer({ min: 0, max: 8 }).map((diverged) => ({ diverged, scored: 8 }));
  fc.assert(
    fc.property(fc.array(cluster, { maxLength: 15 }), (clusters) => {
      const { parameters, logLikelihood, single, responsibilities } = binomialMixture(clusters);
      if (parameters === null || logLikelihood === null || single === null) return;
      expect(logLikelihood).toBeGreaterThanOrEqual(single.logLikelihood - 1e-6);
      expect(parameters.healthyRate).toBeLessThanOrEqual(parameters.degradedRate + 1e-9);
      const mean =
        responsibilities.reduce<number>((sum, each) => sum + (each ?? 0), 0) / clusters.length;
      expect(mean).toBeCloseTo(parameters.degradedShare, 2);
    }),
    { numRuns: 60 },
  );
});

test("law: a Beta spread is never less likely than a single rate, and independent replays show none", () => {
  const cluster = fc.integer({ min: 0, max: 8 }).map((diverged) => ({ diverged, scored: 8 }));
  fc.assert(
    fc.property(fc.array(cluster, { minLength: 2, maxLength: 15 }), (clusters) => {
      const { logLikelihood, binomialLogLikelihood } = betaBinomial(clusters);
      if (logLikelihood === null || binomialLogLikelihood === null) return;
      expect(logLikelihood).toBeGreaterThanOrEqual(binomialLogLikelihood - 1e-5);
    }),
    { numRuns: 60 },
  );
  const random = mulberry32(4);
  const { correlation, test: lrt } = betaBinomial(simulate(random, 300, 0));
  expect(correlation).toBeLessThan(0.03);
  expect(lrt?.p).toBeGreaterThan(0.01);
});

test("where nothing varies nothing is fitted", () => {
  const healthy = Array.from({ length: 30 }, () => ({ diverged: 0, scored: 8 }));
  expect(binomialMixture(healthy)).toMatchObject({ parameters: null, note: "nothing varies" });
  expect(degradedShareInterval(healthy, 0.95)).toEqual({ interval: null, note: "nothing varies" });
  expect(mixtureTest([], mulberry32(1)).note).toBe("fewer than two units");
  expect(betaBinomial(healthy).correlation).toBeNull();
  const pairs = [
    { diverged: 0, scored: 2 },
    { diverged: 2, scored: 2 },
    { diverged: 0, scored: 2 },
  ];
  expect(binomialMixture(pairs)).toMatchObject({
    isTwoGroups: false,
    note: "units of fewer than 3 replays cannot tell two groups apart",
  });
  expect(() => binomialMixture([{ diverged: 3, scored: 2 }])).toThrow(RangeError);
});

test("law: the share behind an imperfect flag is the flagged share of a perfect one, and stays in [0, 1]", () => {
  const share = fc.double({ min: 0.5, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 30 }),
      share,
      share,
      (count, sensitivity, specificity) => {
        const { estimate } = roganGladen({ count, of: 30 }, { sensitivity, specificity }, 0.95);
        if (estimate !== null) expect(estimate >= 0 && estimate <= 1).toBe(true);
        const perfect = roganGladen({ count, of: 30 }, { sensitivity: 1, specificity: 1 }, 0.95);
        expect(perfect.estimate).toBeCloseTo(count / 30, 12);
      },
    ),
  );
  expect(
    roganGladen({ count: 3, of: 30 }, { sensitivity: 0.5, specificity: 0.5 }, 0.95).note,
  ).toContain("coin");
});
