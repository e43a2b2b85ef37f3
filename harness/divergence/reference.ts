import { averageLinkage } from "./clusters.ts";
import type { Distances, Subject, SubjectReplay } from "./subjects.ts";
import type { Reference, Thresholds } from "./types.ts";

/** Distinct votes with the number of sessions that cast them, sorted by hash. */
export type Votes = readonly { readonly subject: Subject; readonly sessions: number }[];

export type Consensus = {
  readonly reference: Reference;
  readonly ambiguous: boolean;
  readonly note: string;
};

/** One vote per session: the replay closest to the session's others; ties go to the smallest hash. */
export function sessionVotes(
  replays: readonly SubjectReplay[],
  threshold: Thresholds,
  distances: Distances,
): ReadonlyMap<string, Subject> {
  const sessions = Map.groupBy(replays, (replay) => replay.session);
  const votes = new Map<string, Subject>();
  for (const [session, own] of sessions) {
    const weighted = own.map(({ subject }) => ({ subject, sessions: 1 }));
    const vote = medoid(weighted, (a, b) => distances.severity(threshold, a, b));
    if (vote !== undefined) votes.set(session, vote);
  }
  return votes;
}

/** Counts equal votes. */
export function countVotes(subjects: Iterable<Subject>): Votes {
  const groups = Map.groupBy(subjects, (subject) => subject.hash);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [subject, ...others]]) =>
      subject === undefined ? [] : [{ subject, sessions: 1 + others.length }],
    );
}

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
  const severity = (a: Subject, b: Subject): number => distances.severity(threshold, a, b);
  const clusters = clustersOf(votes, severity);
  const [largest, second] = clusters;
  const subject = largest && medoid(largest.votes, severity);
  if (largest === undefined || subject === undefined) return null;
  const sessions = clusters.reduce((sum, cluster) => sum + cluster.sessions, 0);
  const { hash, structure } = subject;
  const share = largest.sessions / sessions;
  const p = upperTail(largest.sessions, largest.sessions + (second?.sessions ?? 0));
  const ambiguous = share < leastShare || (sessions >= fewSessions && p >= 0.05);
  return {
    reference: { hash, structure, share, sessions },
    ambiguous,
    note: noteOf({ ambiguous, sessions, largest: largest.sessions, second: second?.sessions ?? 0 }),
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

type VoteCluster = { readonly votes: Votes; readonly sessions: number };

/** Largest first; ties go to the cluster with the smallest hash. */
function clustersOf(votes: Votes, severity: (a: Subject, b: Subject) => number): VoteCluster[] {
  const subjects = votes.map((vote) => vote.subject);
  const between = (a: number, b: number): number => {
    const [left, right] = [subjects[a], subjects[b]];
    return left === undefined || right === undefined ? 0 : severity(left, right);
  };
  return averageLinkage(
    votes.map((vote) => vote.sessions),
    between,
    1,
  )
    .map((points) => {
      const own = votes.filter((_vote, index) => points.includes(index));
      return { votes: own, sessions: own.reduce((sum, vote) => sum + vote.sessions, 0) };
    })
    .sort((a, b) => b.sessions - a.sessions || compare(firstHash(a), firstHash(b)));
}

function firstHash(cluster: VoteCluster): string {
  return cluster.votes[0]?.subject.hash ?? "";
}

/** The vote with the smallest sum of distances to all; ties go to the smallest hash. */
function medoid(votes: Votes, severity: (a: Subject, b: Subject) => number): Subject | undefined {
  const sums = votes.map(({ subject }) => ({
    subject,
    sum: votes.reduce((sum, other) => sum + other.sessions * severity(subject, other.subject), 0),
  }));
  const [best] = sums.sort((a, b) => a.sum - b.sum || compare(a.subject.hash, b.subject.hash));
  return best?.subject;
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
