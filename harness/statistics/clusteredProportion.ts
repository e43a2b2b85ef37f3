import { sum } from "simple-statistics";
import type { Interval } from "./interval.ts";
import { clopperPearson } from "./proportion.ts";

/** The replays of one independent unit (a session or a lane), 0 <= diverged <= scored. */
export type Cluster = { readonly diverged: number; readonly scored: number };

/** A rate from clustered replays with its interval. Unknown is null, and a note says why. */
export type ClusteredProportion = {
  /** diverged / scored over all clusters, in [0, 1]; null without a scored replay */
  readonly estimate: number | null;
  /** of the estimate, from the spread between clusters; 0 when all have the same rate, null below two clusters */
  readonly standardError: number | null;
  /** independent replays that would tell as much as these */
  readonly effectiveN: number | null;
  readonly interval: Interval | null;
  /** name of the interval that was really used */
  readonly method: string;
  /** clusters with at least one scored replay */
  readonly clusters: number;
  readonly diverged: number;
  readonly scored: number;
  readonly notes: readonly string[];
};

/**
 * Below this many clusters no interval keeps its promise (a third of all 10-session runs hold no degraded session):
 * reports say INSUFFICIENT SESSIONS instead of printing one. See the coverage table of STATISTICS 2c.
 */
export const fewestClusters = 20;

/** What both intervals for clustered replays start from; `standardError` > 0. */
export type ClusterSpread = {
  readonly estimate: number;
  readonly standardError: number;
  readonly clusters: number;
  readonly diverged: number;
  readonly scored: number;
  readonly notes: readonly string[];
};

/**
 * Applies an interval that needs a spread between clusters. Where there is none (all clusters have the same rate, or
 * there is only one) it falls back to Clopper-Pearson with n = number of clusters: 0 of 30 sessions gives 11.6 %, not 0.
 * @param method what to do with a real spread
 * @throws RangeError unless 0 <= diverged <= scored in every cluster (a bug in the caller, not in the data)
 */
export function clusteredProportion(
  clusters: readonly Cluster[],
  level: number,
  method: (
    spread: ClusterSpread,
  ) => Pick<ClusteredProportion, "effectiveN" | "interval" | "method">,
): ClusteredProportion {
  const scoredClusters = clusters.filter(isScored);
  const totals = {
    clusters: scoredClusters.length,
    diverged: sum(scoredClusters.map((cluster) => cluster.diverged)),
    scored: sum(scoredClusters.map((cluster) => cluster.scored)),
  };
  if (totals.clusters === 0) return { ...unknown, ...totals };
  const estimate = totals.diverged / totals.scored;
  // Compared crosswise, because rates such as 1/3 and 2/6 may differ in the last digit.
  const haveSameRate = scoredClusters.every(
    ({ diverged, scored }) => diverged * totals.scored === totals.diverged * scored,
  );
  const notes =
    totals.clusters < fewestClusters
      ? [
          `only ${totals.clusters} independent units; below ${fewestClusters} the interval is too narrow`,
        ]
      : [];
  if (haveSameRate) return { ...equalRates(estimate, totals.clusters, level), ...totals, notes };
  const standardError = standardErrorOf(scoredClusters, estimate, totals.scored);
  const spread = { ...totals, estimate, standardError, notes };
  return { ...spread, ...method(spread) };
}

const unknown = {
  estimate: null,
  standardError: null,
  effectiveN: null,
  interval: null,
  method: "none",
  notes: ["no scored replay"],
} as const;

function isScored({ diverged, scored }: Cluster): boolean {
  if (!(diverged >= 0 && diverged <= scored && Number.isFinite(scored)))
    throw new RangeError(`Expected 0 <= diverged <= scored; got ${diverged} of ${scored}.`);
  return scored > 0;
}

function equalRates(estimate: number, clusters: number, level: number) {
  return {
    estimate,
    standardError: clusters < 2 ? null : 0,
    effectiveN: clusters,
    interval: clopperPearson(estimate * clusters, clusters, level),
    method: "Clopper-Pearson on units",
  };
}

/** Linearised (between-cluster) standard error, as survey::svymean; clustered SE of Miller 2024 times sqrt(S / (S - 1)). */
function standardErrorOf(clusters: readonly Cluster[], estimate: number, scored: number): number {
  const squares = sum(clusters.map((each) => (each.diverged - each.scored * estimate) ** 2));
  return Math.sqrt((clusters.length / (clusters.length - 1)) * squares) / scored;
}
