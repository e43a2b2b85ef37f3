import { averageLinkage } from "./averageLinkage.ts";
import { medoidOf, type DistanceMatrix } from "./distanceMatrix.ts";
import type { Interval } from "./interval.ts";
import { clopperPearson } from "./proportion.ts";
import { silhouette } from "./silhouette.ts";

/** Sessions that do alike. */
export type SessionCluster = {
  readonly members: readonly number[];
  /** the session closest to all others of its cluster */
  readonly medoid: number;
  /** share of all sessions with its exact interval */
  readonly share: number;
  readonly interval: Interval;
};

export type SessionClusters = {
  /** largest first; a single one when sessions fall into no groups */
  readonly clusters: readonly SessionCluster[];
  /** sessions in clusters of fewer than 3 */
  readonly strays: readonly number[];
  /** mean silhouette of the chosen grouping; null when there is none */
  readonly silhouette: number | null;
  readonly note: string | null;
};

/**
 * Do sessions fall into groups, without knowing which are degraded? Average linkage, 2 to 4 clusters by silhouette,
 * accepted from 0.5 up when at least two clusters have 3 sessions or more. Smaller ones are strays: a single odd session
 * must not hide the groups. A group that appears in one wave only is an outage and not a slice: the caller looks.
 * @param distances session by session, the mean over prompts of the distance of their medoids
 * @param level of the intervals of shares
 * @see STATISTICS 2i.4; Rousseeuw 1987
 */
export function sessionClusters(distances: DistanceMatrix, level: number): SessionClusters {
  const all = [...distances.keys()];
  const describe = (members: readonly number[]): SessionCluster => ({
    members: members.toSorted((a, b) => a - b),
    medoid: medoidOf(distances, members),
    share: members.length / all.length,
    interval: clopperPearson(members.length, all.length, level),
  });
  const candidates = averageLinkage(distances)
    .map(({ clusters }) => clusters)
    .filter(({ length }) => length >= 2 && length <= 4)
    .filter((clusters) => clusters.filter(({ length }) => length >= fewest).length >= 2)
    .map((clusters) => ({ clusters, width: silhouette(distances, labelsOf(clusters)).mean ?? -1 }))
    .sort((a, b) => b.width - a.width || a.clusters.length - b.clusters.length);
  const [best] = candidates;
  if (best === undefined || best.width < 0.5)
    return {
      clusters: all.length > 0 ? [describe(all)] : [],
      strays: [],
      silhouette: null,
      note: all.length < 2 * fewest ? "too few sessions to form groups" : "sessions form no groups",
    };
  const groups = best.clusters.filter(({ length }) => length >= fewest);
  return {
    clusters: groups.map(describe).sort((a, b) => b.share - a.share),
    strays: best.clusters.filter(({ length }) => length < fewest).flat(),
    silhouette: best.width,
    note: null,
  };
}

const fewest = 3;

/** Cluster number of each item. */
export function labelsOf(clusters: readonly (readonly number[])[]): number[] {
  const labels: number[] = [];
  clusters.forEach((members, label) => {
    for (const item of members) labels[item] = label;
  });
  return labels;
}
