import { mean } from "simple-statistics";
import type { Random } from "../base/base.ts";
import { tailOf, type Interval } from "./interval.ts";

export type ClusterBootstrap = {
  /** the statistic of each resample, in the order of drawing */
  readonly replicates: readonly number[];
  readonly mean: number | null;
  /** standard deviation of the replicates */
  readonly standardError: number | null;
  /** percentile interval; null below two clusters or when all replicates agree, which is ignorance and not certainty */
  readonly interval: Interval | null;
};

/**
 * Bootstrap over whole clusters for statistics that have no formula. At least 30 clusters are needed: the percentile
 * interval covers 71 % at 10 and 85 % at 20.
 * @param statistic of the resampled clusters; resamples for which it is unknown (null) are left out
 * @param options level in (0, 1); resamples, at least 2000 for a reported interval
 * @see Davison & Hinkley 1997; quantiles of type 7 (Hyndman & Fan 1996). Check: vectors "cluster_bootstrap_*"
 */
export function clusterBootstrap<Cluster>(
  clusters: readonly Cluster[],
  statistic: (resample: readonly Cluster[]) => number | null,
  options: { readonly level: number; readonly resamples: number; readonly random: Random },
): ClusterBootstrap {
  const tail = tailOf(options.level);
  if (clusters.length < 2) return { replicates: [], ...unknown };
  const replicates: number[] = [];
  for (let round = 0; round < options.resamples; round++) {
    const value = statistic(resample(clusters, options.random));
    if (value !== null) replicates.push(value);
  }
  if (replicates.length < 2) return { replicates, ...unknown };
  const sorted = replicates.toSorted((a, b) => a - b);
  const lower = quantileOfSorted(sorted, tail);
  const upper = quantileOfSorted(sorted, 1 - tail);
  const centre = mean(replicates);
  const squares = replicates.reduce((total, value) => total + (value - centre) ** 2, 0);
  return {
    replicates,
    mean: centre,
    standardError: Math.sqrt(squares / (replicates.length - 1)),
    interval: lower < upper ? { lower, upper } : null,
  };
}

const unknown = { mean: null, standardError: null, interval: null } as const;

function resample<Cluster>(clusters: readonly Cluster[], random: Random): Cluster[] {
  return clusters.flatMap(() => {
    const pick = Math.floor(random() * clusters.length);
    return clusters.slice(pick, pick + 1);
  });
}

/** Quantile of type 7, the default of R; simple-statistics does not interpolate. */
function quantileOfSorted(sorted: readonly number[], p: number): number {
  const position = (sorted.length - 1) * p;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (position - Math.floor(position)) * (above - below);
}
