import { sum } from "simple-statistics";

/** How often the success command of one prompt passed. */
export type Trials = { readonly passed: number; readonly trials: number };

/**
 * pass@k: probability that at least one of k replays passes; the unbiased estimator 1 - C(n - c, k) / C(n, k).
 * @param k at least 1
 * @returns null when there are fewer than k trials, where it cannot be estimated without bias
 * @see Chen et al. 2021. Check: vectors "pass_k_*"
 */
export function passAtK({ passed, trials }: Trials, k: number): number | null {
  const noneOfK = drawnWithoutReplacement(trials - passed, trials, k);
  return noneOfK === null ? null : 1 - noneOfK;
}

/**
 * pass^k: probability that all of k replays pass; the unbiased estimator C(c, k) / C(n, k).
 * @param k at least 1
 * @returns null when there are fewer than k trials
 * @see Yao et al. 2024 (tau-bench). Check: vectors "pass_k_*"
 */
export function passHatK({ passed, trials }: Trials, k: number): number | null {
  return drawnWithoutReplacement(passed, trials, k);
}

/** The plug-in 1 - (1 - c/n)^k, biased downward for k > 1; only to compare with others. Null without a trial. */
export function naivePassAtK({ passed, trials }: Trials, k: number): number | null {
  return trials > 0 ? 1 - (1 - passed / trials) ** k : null;
}

/** The plug-in (c/n)^k, biased upward for k > 1; only to compare with others. Null without a trial. */
export function naivePassHatK({ passed, trials }: Trials, k: number): number | null {
  return trials > 0 ? (passed / trials) ** k : null;
}

/**
 * Mean pass^k over the prompts of a suite.
 * @returns the mean over prompts with at least k trials, null if there is none, and how many prompts had fewer
 * @see vector "pass_hat_k_suite_mean"
 */
export function meanPassHatK(
  prompts: readonly Trials[],
  k: number,
): { readonly mean: number | null; readonly prompts: number; readonly leftOut: number } {
  const values = prompts.map((prompt) => passHatK(prompt, k)).filter((value) => value !== null);
  return {
    mean: values.length > 0 ? sum(values) / values.length : null,
    prompts: values.length,
    leftOut: prompts.length - values.length,
  };
}

/** C(chosen, k) / C(all, k) as a product, which neither overflows nor cancels. */
function drawnWithoutReplacement(chosen: number, all: number, k: number): number | null {
  if (!(chosen >= 0 && chosen <= all && Number.isInteger(k) && k >= 1))
    throw new RangeError(
      `Expected 0 <= passed <= trials and whole k >= 1; got ${chosen} of ${all}, k = ${k}.`,
    );
  if (k > all) return null;
  let probability = 1;
  for (let i = 0; i < k; i++) probability *= Math.max(0, chosen - i) / (all - i);
  return probability;
}
