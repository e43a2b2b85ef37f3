import { averageLinkage, connectedGroups } from "./clusters.ts";
import { medoidsOf, type PointDistances } from "./medoid.ts";
import type { Distances, Subject } from "./subjects.ts";
import type { Thresholds } from "./types.ts";
import type { Vote, Votes } from "./votes.ts";

export type Consensus = {
  /** medoid of the largest cluster */
  readonly subject: Subject;
  /** share of the votes in the largest cluster */
  readonly share: number;
  readonly sessions: number;
  readonly ambiguous: boolean;
  readonly note: string;
  /**
   * What the consensus would be had a session with this vote not voted; undefined without another vote. Only the votes near it
   * are clustered again, since the others' clusters do not depend on it.
   */
  readonly without: (vote: Subject) => Subject | undefined;
  /** every cluster's medoid, the largest first; computed when asked for */
  readonly modes: () => readonly Vote[];
};

/**
 * What most sessions agree on: the medoid of the largest average-linkage cluster of their votes, cut at the
 * threshold. Accepted when it holds at least 60 % of the sessions and beats the second cluster in a binomial test at
 * 5 %. That test cannot be passed by fewer than 5 sessions and hardly by fewer than 10: there the share decides alone.
 * @returns null without a vote
 * @see STATISTICS 2b
 */
export function consensusOf(
  votes: Votes,
  threshold: Thresholds,
  distances: Distances,
): Consensus | null {
  const groups = groupsOf(votes, threshold, distances);
  const clusters = groups.flatMap((group) => clustersOf(group, group.sessions)).sort(bySize);
  const [largest, second] = clusters;
  const subject = largest && centreOf(largest);
  if (largest === undefined || subject === undefined) return null;
  const sessions = clusters.reduce((sum, cluster) => sum + cluster.sessions, 0);
  const share = largest.sessions / sessions;
  const p = upperTail(largest.sessions, largest.sessions + (second?.sessions ?? 0));
  const ambiguous = share < leastShare || (sessions >= fewSessions && p >= 0.05);
  return {
    subject,
    share,
    sessions,
    ambiguous,
    note: noteOf({ ambiguous, sessions, largest: largest.sessions, second: second?.sessions ?? 0 }),
    without: (vote) => {
      const own = groups.find((group) => group.subjects.includes(vote));
      const elsewhere = clusters.find(({ group }) => group !== own);
      const near = own === undefined ? [] : clustersOf(own, countsWithout(own, vote));
      const [best] = [...near, ...(elsewhere === undefined ? [] : [elsewhere])].sort(bySize);
      return best && centreOf(best);
    },
    modes: () =>
      clusters.flatMap((cluster) => {
        const centre = centreOf(cluster);
        return centre === undefined ? [] : [{ subject: centre, sessions: cluster.sessions }];
      }),
  };
}

const leastShare = 0.6;
const fewSessions = 10;

type Counts = {
  readonly ambiguous: boolean;
  readonly sessions: number;
  readonly largest: number;
  readonly second: number;
};

function noteOf({ ambiguous, sessions, largest, second }: Counts): string {
  const notes = [
    ambiguous
      ? `AMBIGUOUS: the largest mode has ${largest} of ${sessions} sessions, the second ${second}; no mode is the reference.`
      : "",
    sessions < fewSessions
      ? `The reference rests on ${sessions} sessions; 10 are needed to trust it.`
      : "",
  ];
  return notes.filter((note) => note !== "").join(" ");
}

/** Votes that chains of near pairs hold together, sorted by hash. */
type Group = {
  readonly subjects: readonly Subject[];
  /** sessions behind each subject */
  readonly sessions: readonly number[];
  /** severity between two of the subjects, by their indices */
  readonly apart: PointDistances;
  /** every two are near, so that they are one cluster */
  readonly isTight: boolean;
};

function groupsOf(votes: Votes, threshold: Thresholds, distances: Distances): Group[] {
  const among =
    <T>(own: Votes, compare: (threshold: Thresholds, a: Subject, b: Subject) => T, none: T) =>
    (a: number, b: number): T => {
      const [left, right] = [own[a]?.subject, own[b]?.subject];
      return left === undefined || right === undefined ? none : compare(threshold, left, right);
    };
  return connectedGroups(votes.length, among(votes, distances.areNear, true)).map((points) => {
    const own = points.flatMap((point) => votes[point] ?? []);
    const isNear = among(own, distances.areNear, true);
    return {
      subjects: own.map(({ subject }) => subject),
      sessions: own.map(({ sessions }) => sessions),
      apart: {
        exact: rememberedMatrix(own.length, among(own, distances.severity, 0)),
        bounds: among(own, distances.severityBounds, { low: 0, high: 0 }),
      },
      isTight: own.every((_vote, a) => own.every((_other, b) => b <= a || isNear(a, b))),
    };
  });
}

/** Every session that is left out asks for the same distances again. */
function rememberedMatrix(
  count: number,
  distance: (a: number, b: number) => number,
): (a: number, b: number) => number {
  const known = new Float64Array(count * count).fill(-1);
  return (a, b) => {
    const at = a * count + b;
    if ((known[at] ?? -1) < 0) known[at] = known[b * count + a] = distance(a, b);
    return known[at] ?? 0;
  };
}

/** Votes whose mean severity to each other is at most 1. */
type Cluster = {
  readonly group: Group;
  /** indices in the group, in ascending order, which is that of their hashes */
  readonly points: readonly number[];
  readonly weights: readonly number[];
  readonly sessions: number;
};

/** @param sessions behind each subject of the group; subjects with 0 are left out */
function clustersOf(group: Group, sessions: readonly number[]): Cluster[] {
  const present = [...sessions.keys()].filter((point) => (sessions[point] ?? 0) > 0);
  if (present.length === 0) return [];
  const weightsOf = (points: readonly number[]) => points.map((point) => sessions[point] ?? 0);
  const clusters = group.isTight
    ? [present]
    : averageLinkage(
        weightsOf(present),
        (a, b) => group.apart.exact(present[a] ?? 0, present[b] ?? 0),
        1,
      ).map((indices) => indices.map((index) => present[index] ?? 0).sort((a, b) => a - b));
  return clusters.map((points) => {
    const weights = weightsOf(points);
    return { group, points, weights, sessions: weights.reduce((sum, one) => sum + one, 0) };
  });
}

function countsWithout({ subjects, sessions }: Group, vote: Subject): number[] {
  return sessions.map((count, index) => (subjects[index] === vote ? count - 1 : count));
}

/** Largest first; ties go to the cluster with the smallest hash. */
function bySize(a: Cluster, b: Cluster): number {
  return b.sessions - a.sessions || compare(hashesOf(a)[0] ?? "", hashesOf(b)[0] ?? "");
}

function hashesOf({ group, points }: Cluster): string[] {
  return points.map((point) => group.subjects[point]?.hash ?? "");
}

/** Points are sorted by hash, so ties go to the smallest. */
function centreOf({ group, points, weights }: Cluster): Subject | undefined {
  const [best] = medoidsOf(weights, {
    exact: (a, b) => group.apart.exact(points[a] ?? 0, points[b] ?? 0),
    bounds: (a, b) => group.apart.bounds(points[a] ?? 0, points[b] ?? 0),
  });
  return group.subjects[points[best ?? -1] ?? -1];
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** P(X >= successes) for X ~ Bin(trials, 1/2); logarithms keep large numbers of trials from vanishing. */
function upperTail(successes: number, trials: number): number {
  let logTerm = -trials * Math.LN2;
  let sum = 0;
  for (let k = 0; k <= trials; k++) {
    if (k >= successes) sum += Math.exp(logTerm);
    logTerm += Math.log((trials - k) / (k + 1));
  }
  return Math.min(1, sum);
}
