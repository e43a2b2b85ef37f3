import { mean, sum } from "simple-statistics";
import type { Random } from "../base/base.ts";

export type SignFlipTest = {
  readonly mean: number | null;
  readonly pTwoSided: number | null;
  /** one-sided, small when the differences lie above 0 */
  readonly pGreater: number | null;
  readonly method: "exact" | "Monte Carlo" | "none";
  readonly note: string | null;
};

/**
 * Do matched differences (one per prompt, or per session crossed over) lie around 0? Their signs are flipped, all of
 * them in turn when there are no more ways than draws.
 * @see Fisher 1935. Check: vector "paired_sign_flip_exact"
 */
export function pairedSignFlip(
  differences: readonly number[],
  random: Random,
  draws = 9999,
): SignFlipTest {
  const values = Float64Array.from(differences.filter((value) => value !== 0));
  if (differences.length === 0 || values.length === 0) {
    const note = differences.length === 0 ? "no pair" : "all pairs are equal";
    const average = differences.length === 0 ? null : 0;
    return { mean: average, pTwoSided: null, pGreater: null, method: "none", note };
  }
  const observed = sum([...values]);
  const rounding = 1e-12 * sum(Array.from(values, Math.abs));
  const ways = 2 ** values.length;
  const isExact = ways <= draws;
  const rounds = isExact ? ways : draws;
  let greater = 0;
  let further = 0;
  for (let round = 0; round < rounds; round++) {
    const flipped = isExact ? flippedBy(values, round) : flippedAtRandom(values, random);
    if (flipped >= observed - rounding) greater++;
    if (Math.abs(flipped) >= Math.abs(observed) - rounding) further++;
  }
  const pValue = (hits: number): number => (isExact ? hits / ways : (1 + hits) / (1 + draws));
  return {
    mean: mean([...differences]),
    pTwoSided: pValue(further),
    pGreater: pValue(greater),
    method: isExact ? "exact" : "Monte Carlo",
    note: null,
  };
}

function flippedBy(values: Float64Array, pattern: number): number {
  let total = 0;
  values.forEach((value, bit) => (total += (pattern >> bit) & 1 ? -value : value));
  return total;
}

function flippedAtRandom(values: Float64Array, random: Random): number {
  let total = 0;
  for (const value of values) total += random() < 0.5 ? -value : value;
  return total;
}
