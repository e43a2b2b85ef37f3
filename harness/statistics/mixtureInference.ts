import type { Random } from "../base/base.ts";
import {
  binomialMixture,
  countClusters,
  fewStarts,
  fitMixture,
  logLikelihoodOf,
  pooledRate,
} from "./binomialMixture.ts";
import type { Cluster } from "./clusteredProportion.ts";
import { chiSquaredOneQuantile } from "./distributions.ts";
import type { Interval } from "./interval.ts";
import { rootBetween } from "./lineSearch.ts";

/**
 * Profile-likelihood interval for the degraded share: the shares that, with the best rates for them, are not much
 * less likely than the best of all.
 * @returns null with a note when nothing varies
 * @throws RangeError for a level outside (0, 1)
 * @see Venzon & Moolgavkar 1988. Check: vectors "binomial_mixture_em_*"
 */
export function degradedShareInterval(
  clusters: readonly Cluster[],
  level: number,
): { readonly interval: Interval | null; readonly note: string | null } {
  if (!(level > 0 && level < 1))
    throw new RangeError(`A confidence level lies in (0, 1), e.g. 0.95; got ${level}.`);
  const { parameters, logLikelihood, note } = binomialMixture(clusters);
  if (parameters === null || logLikelihood === null) return { interval: null, note };
  const counted = countClusters(clusters);
  const limit = logLikelihood - chiSquaredOneQuantile(level) / 2;
  const excess = (degradedShare: number): number =>
    fitMixture(counted, [parameters], { tolerance: 1e-9, rounds: 2000, fixedShare: degradedShare })
      .logLikelihood - limit;
  const share = parameters.degradedShare;
  const [least, most] = [1e-6, 1 - 1e-6];
  return {
    interval: {
      lower:
        share <= least || excess(least) >= 0
          ? 0
          : rootBetween({ lower: least, upper: share }, excess),
      upper:
        share >= most || excess(most) >= 0 ? 1 : rootBetween({ lower: share, upper: most }, excess),
    },
    note,
  };
}

export type MixtureTest = {
  /** twice the gain in log-likelihood of two groups over one rate */
  readonly statistic: number | null;
  readonly p: number | null;
  readonly draws: number;
  readonly note: string | null;
};

/**
 * Two groups or one rate? Likelihood-ratio test by parametric bootstrap: runs with one rate are simulated, because the
 * statistic does not follow a chi-squared distribution here.
 * @param draws simulated runs; 999 with 30 sessions take about a second
 * @see McLachlan 1987
 */
export function mixtureTest(
  clusters: readonly Cluster[],
  random: Random,
  draws = 999,
): MixtureTest {
  const { single, note } = binomialMixture(clusters);
  if (single === null) return { statistic: null, p: null, draws: 0, note };
  // The same, quicker fit for the run and for the simulated ones: a more thorough one would favour the run.
  const statistic = gainOf(clusters);
  let hits = 0;
  for (let draw = 0; draw < draws; draw++) {
    const simulated = clusters.map(({ scored }) => ({
      scored,
      diverged: successes(scored, single.rate, random),
    }));
    if (gainOf(simulated) >= statistic) hits++;
  }
  return { statistic, p: (1 + hits) / (1 + draws), draws, note };
}

function gainOf(clusters: readonly Cluster[]): number {
  const counted = countClusters(clusters);
  const rate = pooledRate(counted);
  if (rate === 0 || rate === 1) return 0;
  const one = logLikelihoodOf(counted, {
    degradedShare: 0.5,
    healthyRate: rate,
    degradedRate: rate,
  });
  const two = fitMixture(counted, fewStarts, { tolerance: 1e-4, rounds: 300 }).logLikelihood;
  return Math.max(0, 2 * (two - one));
}

function successes(of: number, rate: number, random: Random): number {
  let count = 0;
  for (let trial = 0; trial < of; trial++) if (random() < rate) count++;
  return count;
}
