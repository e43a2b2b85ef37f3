import { exactTest, type ExactTest } from "./exactTests.ts";
import { hypergeometric } from "./discreteDistributions.ts";
import { tailOf } from "./interval.ts";
import { rootBetween } from "./lineSearch.ts";
import type { TwoByTwo } from "./twoByTwo.ts";

/** An odds ratio above 1 means that the first row diverges more. */
export type ConditionalOddsRatio = {
  /** null when the data allow any ratio or an infinite one; the note says which */
  readonly estimate: number | null;
  /** exact interval, never below its level; an upper bound of null is infinite */
  readonly interval: { readonly lower: number; readonly upper: number | null } | null;
  /** exact conditional test of "no difference in any stratum" */
  readonly test: ExactTest;
  readonly note: string | null;
};

/**
 * Common odds ratio of stratified 2 x 2 tables given all margins: conditional maximum likelihood, exact interval and
 * exact test. With one stratum the ratio of R's fisher.test, which is not the ratio of the cells.
 * @throws RangeError for a level outside (0, 1) or counts that are not whole
 * @see Cornfield 1956; R mantelhaen.test(exact = TRUE). Check: vectors "fisher_8_22_3_27", "cmh_4prompts"
 */
export function conditionalOddsRatio(
  strata: readonly TwoByTwo[],
  level: number,
): ConditionalOddsRatio {
  const tail = tailOf(level);
  const { lowest, probabilities } = sumOfFirstCells(strata);
  const observed = strata.reduce((sum, [[diverged]]) => sum + diverged, 0) - lowest;
  const test = exactTest(probabilities, observed);
  if (probabilities.length === 1)
    return { estimate: null, interval: null, test, note: "the margins allow no other table" };
  const isLowest = observed === 0;
  const isHighest = observed === probabilities.length - 1;
  const solve = (excess: (tilted: readonly number[]) => number): number =>
    Math.exp(rootBetween({ lower: -40, upper: 40 }, (log) => excess(tilt(probabilities, log))));
  const upTo = (tilted: readonly number[]): number => total(tilted.slice(0, observed + 1));
  const from = (tilted: readonly number[]): number => total(tilted.slice(observed));
  return {
    estimate: isHighest ? null : isLowest ? 0 : solve((tilted) => meanOf(tilted) - observed),
    interval: {
      lower: isLowest ? 0 : solve((tilted) => from(tilted) - tail),
      upper: isHighest ? null : solve((tilted) => upTo(tilted) - tail),
    },
    test,
    note: isHighest
      ? "as many divergences in the first row as possible: the ratio is infinite"
      : null,
  };
}

/** The sum of the first cells over independent strata: one distribution after the other is folded in. */
function sumOfFirstCells(strata: readonly TwoByTwo[]): {
  readonly lowest: number;
  readonly probabilities: readonly number[];
} {
  let lowest = 0;
  let probabilities = [1];
  for (const [first, second] of strata) {
    const stratum = hypergeometric(first, second);
    const length = probabilities.length + stratum.probabilities.length - 1;
    const folded = Array.from({ length }, () => 0);
    probabilities.forEach((p, i) =>
      stratum.probabilities.forEach((q, j) => (folded[i + j] = (folded[i + j] ?? 0) + p * q)),
    );
    probabilities = folded;
    lowest += stratum.lowest;
  }
  return { lowest, probabilities };
}

/** The distribution under an odds ratio of exp(logRatio). */
function tilt(probabilities: readonly number[], logRatio: number): number[] {
  const logs = probabilities.map((p, index) => Math.log(p) + index * logRatio);
  const highest = logs.reduce((most, value) => Math.max(most, value), -Infinity);
  const weights = logs.map((value) => Math.exp(value - highest));
  const all = total(weights);
  return weights.map((weight) => weight / all);
}

function meanOf(probabilities: readonly number[]): number {
  return probabilities.reduce((sum, p, index) => sum + p * index, 0);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
