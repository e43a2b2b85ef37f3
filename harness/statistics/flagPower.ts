import { binomialProbabilities, hypergeometric } from "./discreteDistributions.ts";
import { normalQuantile } from "./distributions.ts";
import type { ErrorRates } from "./sampleSize.ts";

/** Two strategies with one flag per session: the true shares of flagged sessions. */
export type TwoShares = { readonly a: number; readonly b: number };

/**
 * Exact power of Fisher's test, by going through all outcomes.
 * @param perArm sessions of each strategy
 * @returns two-sided, and one-sided towards a > b
 * @see vectors "fisher_power_*"
 */
export function fisherPower(
  perArm: number,
  { a, b }: TwoShares,
  alpha: number,
): { readonly twoSided: number; readonly oneSided: number } {
  const [chanceA, chanceB] = [binomialProbabilities(perArm, a), binomialProbabilities(perArm, b)];
  let [twoSided, oneSided] = [0, 0];
  for (let flagged = 0; flagged <= 2 * perArm; flagged++) {
    const inA = Math.min(flagged, perArm);
    // All outcomes with so many flags share one null distribution.
    const { lowest, probabilities } = hypergeometric(
      [inA, perArm - inA],
      [flagged - inA, perArm - flagged + inA],
    );
    const rarity = tailsOf(probabilities);
    for (const [index, { two, upper }] of rarity.entries()) {
      const x = lowest + index;
      const chance = (chanceA[x] ?? 0) * (chanceB[flagged - x] ?? 0);
      if (two <= alpha) twoSided += chance;
      if (upper <= alpha) oneSided += chance;
    }
  }
  return { twoSided, oneSided };
}

/** p-values of every outcome: of outcomes as rare or rarer (with R's tolerance), and from it upwards. */
function tailsOf(
  probabilities: readonly number[],
): { readonly two: number; readonly upper: number }[] {
  const sorted = probabilities.toSorted((x, y) => x - y);
  const cumulated: number[] = [];
  for (const p of sorted) cumulated.push((cumulated.at(-1) ?? 0) + p);
  let upper = probabilities.reduce((sum, p) => sum + p, 0);
  return probabilities.map((p) => {
    const here = upper;
    upper -= p;
    return { two: cumulated[lastAtMost(sorted, p * (1 + 1e-7))] ?? 0, upper: here };
  });
}

function lastAtMost(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((sorted[middle] ?? 0) <= limit) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Sessions per strategy for a two-sided test of two shares by the normal approximation, as R's power.prop.test.
 * @returns not rounded; Infinity for equal shares
 * @see Fleiss, Levin & Paik 2003. Check: vector "power_prop_test"
 */
export function sessionsForFlags({ a, b }: TwoShares, { alpha, power }: ErrorRates): number {
  const pooled = (a + b) * (1 - (a + b) / 2);
  const apart = a * (1 - a) + b * (1 - b);
  const z =
    normalQuantile(1 - alpha / 2) * Math.sqrt(pooled) + normalQuantile(power) * Math.sqrt(apart);
  return (z / (a - b)) ** 2;
}

/**
 * Cohen's h of two shares, and the sessions per strategy that it asks for.
 * @see Cohen 1988; R pwr.2p.test. Check: vector "power_prop_test"
 */
export function cohenH(
  { a, b }: TwoShares,
  { alpha, power }: ErrorRates,
): { readonly h: number; readonly sessions: number } {
  const h = 2 * Math.asin(Math.sqrt(a)) - 2 * Math.asin(Math.sqrt(b));
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  return { h, sessions: 2 * (z / h) ** 2 };
}

/**
 * Fewest sessions per strategy from which on Fisher's exact two-sided test has the power.
 * @returns null above `most`, where the exact sum takes too long and the normal approximation is good
 */
export function sessionsForFisher(
  shares: TwoShares,
  { alpha, power }: ErrorRates,
  most = 1000,
): number | null {
  const hasPower = (perArm: number): boolean =>
    fisherPower(perArm, shares, alpha).twoSided >= power;
  // Power rises in a saw-tooth: a search by halves comes close, then the last tooth is walked down.
  let high = Math.min(most, Math.ceil(1.1 * sessionsForFlags(shares, { alpha, power })) + 10);
  while (!hasPower(high)) {
    if (high >= most) return null;
    high = Math.min(most, Math.ceil(1.3 * high));
  }
  let low = 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (hasPower(middle)) high = middle;
    else low = middle;
  }
  let fewest = high;
  for (let perArm = high - 1; perArm >= Math.max(1, high - 12); perArm--)
    if (hasPower(perArm)) fewest = perArm;
    else break;
  return fewest;
}
