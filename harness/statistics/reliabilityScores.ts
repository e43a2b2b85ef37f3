import { mean, sampleStandardDeviation } from "simple-statistics";
import { jensenShannonDivergence } from "./jensenShannon.ts";

/*
 * Consistency scores of the HAL reliability page, to be comparable with it. All in [0, 1], 1 is consistent.
 * See princeton-pli/hal-harness, metrics/consistency. Check: vector "hal_reliability_consistency"
 */

/** Of outcomes: (2 p - 1)^2. Always failing is as consistent as always passing. Null without a replay. */
export function outcomeConsistency(passed: readonly boolean[]): number | null {
  if (passed.length === 0) return null;
  return (2 * (passed.filter(Boolean).length / passed.length) - 1) ** 2;
}

/** Of the mix of actions: 1 - mean pairwise Jensen-Shannon distance. Null below two trajectories. */
export function actionConsistency(trajectories: readonly (readonly string[])[]): number | null {
  const actions = [...new Set(trajectories.flat())];
  const histograms = trajectories.map((trajectory) =>
    actions.map((action) => trajectory.filter((one) => one === action).length),
  );
  return meanOverPairs(histograms, (a, b) => 1 - Math.sqrt(jensenShannonDivergence(a, b) ?? 0));
}

/** Of resources: exp(-sd / mean). Null below two replays or at a mean of 0. */
export function resourceConsistency(costs: readonly number[]): number | null {
  if (costs.length < 2 || mean([...costs]) === 0) return null;
  return Math.exp(-sampleStandardDeviation([...costs]) / mean([...costs]));
}

/** Mean of a similarity over all pairs; null below two items. */
export function meanOverPairs<T>(
  items: readonly T[],
  similarity: (a: T, b: T) => number,
): number | null {
  const values = items.flatMap((a, i) => items.slice(i + 1).map((b) => similarity(a, b)));
  return values.length === 0 ? null : mean(values);
}
