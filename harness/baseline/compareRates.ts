import {
  compareWithBaseline,
  divergenceRate,
  type Comparison,
  type ReplayVerdict,
} from "../analysis/analysis.ts";
import { seededRandom } from "../base/base.ts";
import { holm } from "../statistics/statistics.ts";
import { level } from "./rates.ts";
import type { RateChange } from "./types.ts";

/** The replays of a strategy, on one prompt or on all. */
export type ComparableRate = {
  readonly strategy: string;
  /** what the frozen lanes hold */
  readonly before: readonly ReplayVerdict[];
  readonly own: readonly ReplayVerdict[];
  readonly frozen: readonly ReplayVerdict[];
  readonly judgedBy: RateChange["judgedBy"];
  /** those of the run that are compared */
  readonly judged: readonly ReplayVerdict[];
};

/** A change is called one at this level, over all rates of a family together. */
const significance = 0.05;

/**
 * Which rates changed? Lanes are the units: their labels are permuted for the p, which Holm corrects over all the rates given.
 * @param seed of the random permutations: the same comparison has the same p
 */
export function compareRates(
  rates: readonly ComparableRate[],
  seed: string,
): readonly RateChange[] {
  const compared = rates.map((rate, index) => ({
    rate,
    comparison: comparisonOf(rate, `${seed}/${index}`),
  }));
  const known = compared.flatMap(({ comparison }) => comparison?.p ?? []);
  const adjusted = holm(known);
  return compared.map(({ rate, comparison }) => {
    const p = comparison?.p ?? null;
    const pAdjusted = p === null ? null : (adjusted.shift() ?? null);
    const { strategy, judgedBy } = rate;
    const difference = comparison?.difference ?? unknownDifference;
    return {
      strategy,
      before: estimateOf(rate.before),
      own: estimateOf(rate.own),
      frozen: estimateOf(rate.frozen),
      judgedBy,
      difference,
      p,
      pAdjusted,
      change: changeOf(difference.value, pAdjusted),
    };
  });
}

function comparisonOf(
  { before, judged, strategy }: ComparableRate,
  seed: string,
): Comparison | undefined {
  // Waves of two runs have only their numbers in common.
  const exchangeable = judged.map((verdict) => ({
    ...verdict,
    replay: { ...verdict.replay, wave: 0 },
  }));
  const [comparison] = compareWithBaseline(
    { id: "the baseline", scored: before },
    [{ id: "this run", scored: exchangeable }],
    { level, randomFor: () => seededRandom(seed, "baseline", strategy) },
  );
  return comparison;
}

function changeOf(difference: number | null, pAdjusted: number | null): RateChange["change"] {
  if (difference === null || pAdjusted === null) return "unknown";
  if (pAdjusted > significance || difference === 0) return "none-found";
  return difference > 0 ? "worse" : "better";
}

function estimateOf(verdicts: readonly ReplayVerdict[]): RateChange["before"] {
  return divergenceRate(verdicts, { level, notes: [] });
}

const unknownDifference: RateChange["difference"] = {
  value: null,
  lower: null,
  upper: null,
  level: null,
  n: 0,
  method: "",
  notes: ["There is nothing to compare."],
};
