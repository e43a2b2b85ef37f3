import { binomialUpperTail } from "./discreteDistributions.ts";
import type { Classifier } from "./roganGladen.ts";

/** Divergence rates of healthy and of degraded sessions, in [0, 1]. */
export type HealthRates = { readonly healthyRate: number; readonly degradedRate: number };

/**
 * Errors of "flag a session when at least `cut` of its replays diverge".
 * @see STATISTICS 2f. Check: vector "classification_cutoff_K8"
 */
export function flagErrors(
  { replays, cut }: { readonly replays: number; readonly cut: number },
  { healthyRate, degradedRate }: HealthRates,
): { readonly falsePositive: number; readonly falseNegative: number } {
  return {
    falsePositive: binomialUpperTail(cut, replays, healthyRate),
    falseNegative: 1 - binomialUpperTail(cut, replays, degradedRate),
  };
}

/**
 * What a canary at the start of each session buys: a session that fails it is replaced at once.
 * @param degradedShare of all sessions, in [0, 1]
 * @returns share of degraded sessions among those that pass, and sessions to spawn for one that passes; nulls when none passes
 * @see Bayes; STATISTICS 2j. Check: vectors "canary_posterior_*"
 */
export function canaryEffect(
  degradedShare: number,
  { sensitivity, specificity }: Classifier,
): { readonly degradedAmongPassed: number | null; readonly spawnsPerSession: number | null } {
  const degraded = degradedShare * (1 - sensitivity);
  const passing = degraded + (1 - degradedShare) * specificity;
  if (passing === 0) return { degradedAmongPassed: null, spawnsPerSession: null };
  return { degradedAmongPassed: degraded / passing, spawnsPerSession: 1 / passing };
}
