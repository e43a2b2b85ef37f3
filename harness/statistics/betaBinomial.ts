import { sum } from "simple-statistics";
import { countClusters, pooledRate, type CountedCluster } from "./binomialMixture.ts";
import type { Cluster } from "./clusteredProportion.ts";
import { logChoose } from "./discreteDistributions.ts";
import { chiSquaredUpperTail } from "./distributions.ts";
import { maximumBetween } from "./lineSearch.ts";

export type BetaBinomial = {
  /** mean rate over units */
  readonly mean: number | null;
  /** intraclass correlation 1 / (a + b + 1) in [0, 1) */
  readonly correlation: number | null;
  readonly logLikelihood: number | null;
  /** of one rate for all units */
  readonly binomialLogLikelihood: number | null;
  /** likelihood-ratio test of "no correlation"; p is half of the chi-squared tail, the null lying on the border */
  readonly test: { readonly statistic: number; readonly p: number } | null;
  /** smaller is better; compare with binomialMixture: spread without two groups is no slice */
  readonly bic: number | null;
  readonly note: string | null;
};

/**
 * Maximum-likelihood fit of rates that vary between units like a Beta.
 * @throws RangeError unless 0 <= diverged <= scored are whole
 * @see Skellam 1948; Self & Liang 1987 for the border. Check: vectors "beta_binomial_mle_*"
 */
export function betaBinomial(clusters: readonly Cluster[]): BetaBinomial {
  const counted = countClusters(clusters);
  const units = sum(counted.map((each) => each.units));
  const rate = pooledRate(counted);
  if (units < 2 || rate === 0 || rate === 1)
    return { ...unknown, note: units < 2 ? "fewer than two units" : "nothing varies" };
  const bestMean = (correlation: number): { readonly at: number; readonly value: number } =>
    maximumBetween({ lower: -12, upper: 12 }, (logit) =>
      logLikelihood(counted, logistic(logit), correlation),
    );
  const best = maximumBetween({ lower: 0, upper: 0.9999 }, (rho) => bestMean(rho).value, 1e-8);
  const binomialLogLikelihood = logLikelihood(counted, rate, 0);
  const { at, value } = bestMean(best.at);
  const statistic = Math.max(0, 2 * (value - binomialLogLikelihood));
  const p = statistic === 0 ? 1 : chiSquaredUpperTail(statistic, 1) / 2;
  return {
    mean: logistic(at),
    correlation: best.at,
    logLikelihood: value,
    binomialLogLikelihood,
    test: { statistic, p },
    bic: -2 * value + 2 * Math.log(units),
    note: null,
  };
}

const unknown = {
  mean: null,
  correlation: null,
  logLikelihood: null,
  binomialLogLikelihood: null,
  test: null,
  bic: null,
} as const;

/** As sums of logarithms it needs no gamma function and holds at correlation 0. */
function logLikelihood(
  counted: readonly CountedCluster[],
  mean: number,
  correlation: number,
): number {
  const step = correlation / (1 - correlation);
  let total = 0;
  for (const { diverged, scored, units } of counted) {
    let one = logChoose(scored, diverged);
    for (let i = 0; i < diverged; i++) one += Math.log(mean + i * step);
    for (let i = 0; i < scored - diverged; i++) one += Math.log(1 - mean + i * step);
    for (let i = 0; i < scored; i++) one -= Math.log1p(i * step);
    total += units * one;
  }
  return total;
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
