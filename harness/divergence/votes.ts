import { hashToUnit } from "../base/base.ts";
import { medoidsOf } from "./medoid.ts";
import { remembered } from "./remembered.ts";
import type { Distances, Subject, SubjectReplay } from "./subjects.ts";
import { manyReplays } from "./thresholds.ts";
import type { Thresholds } from "./types.ts";

/** Distinct votes with the number of sessions that cast them, sorted by hash. */
export type Votes = readonly Vote[];
export type Vote = { readonly subject: Subject; readonly sessions: number };

export type Ballot = {
  /** by session, in order of appearance; only sampled ones when the votes differ too much */
  readonly votes: ReadonlyMap<string, Subject>;
  /** "" when every session votes */
  readonly note: string;
};

type Yardstick = { readonly threshold: Thresholds; readonly distances: Distances };

/**
 * Every two distinct votes may have to be compared, at about a millisecond for small files and up to 40 for large ones. Large runs
 * have enough sessions for a smaller sample, and must stay within seconds.
 */
const mostDistinctVotes = 400;
const mostDistinctVotesOfMany = 40;

/**
 * One vote per session: the replay closest to the session's others. Of several that are equally close, as always with two replays, the one
 * that most replays of other sessions are near to; then the smallest hash. When the votes are too many and too different for
 * comparing each with each, a random sample of the sessions votes.
 * @param replays of one prompt and client configuration
 * @param replaysOfPrompt under all client configurations
 */
export function ballotOf(
  replays: readonly SubjectReplay[],
  replaysOfPrompt: number,
  yardstick: Yardstick,
): Ballot {
  const most = replaysOfPrompt > manyReplays ? mostDistinctVotesOfMany : mostDistinctVotes;
  const supportOf = supportAmong(countSubjects(replays), most, yardstick);
  const votes = new Map<string, Subject>();
  for (const [session, own] of Map.groupBy(replays, (replay) => replay.session)) {
    const vote = voteOf(countSubjects(own), supportOf, yardstick);
    if (vote !== undefined) votes.set(session, vote);
  }
  const sampled = sampleOf(votes, most);
  if (sampled.size === votes.size) return { votes, note: "" };
  const within = Math.ceil(100 * 1.96 * Math.sqrt(0.25 / sampled.size));
  return {
    votes: sampled,
    note: `The reference rests on a random sample of ${sampled.size} of ${votes.size} sessions, because they differ too much to compare all: shares of modes are known to within ${within} percentage points.`,
  };
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

/** Distinct subjects with the number of replays that show them, sorted by hash. */
type Shown = readonly { readonly subject: Subject; readonly replays: number }[];

function countSubjects(replays: readonly SubjectReplay[]): Shown {
  const counts = new Map<Subject, number>();
  for (const { subject } of replays) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  return [...counts]
    .map(([subject, count]) => ({ subject, replays: count }))
    .sort((a, b) => (a.subject.hash < b.subject.hash ? -1 : 1));
}

function voteOf(
  own: Shown,
  supportOf: (subject: Subject, own: Shown) => number,
  { threshold, distances }: Yardstick,
): Subject | undefined {
  const closest = closestOf(own, { threshold, distances });
  if (closest.length <= 1) return closest[0];
  const supports = closest.map((subject) => supportOf(subject, own));
  return closest[supports.indexOf(Math.max(...supports))];
}

function closestOf(own: Shown, { threshold, distances }: Yardstick): readonly Subject[] {
  const subjects = own.map(({ subject }) => subject);
  // Of two ways that are equally frequent each is as far from the other, whatever the distance.
  if (own.length === 2 && own[0]?.replays === own[1]?.replays) return subjects;
  const between =
    <T>(compare: (threshold: Thresholds, a: Subject, b: Subject) => T, none: T) =>
    (a: number, b: number): T => {
      const [left, right] = [subjects[a], subjects[b]];
      return left === undefined || right === undefined ? none : compare(threshold, left, right);
    };
  const weights = own.map(({ replays }) => replays);
  const closest = medoidsOf(weights, {
    exact: between(distances.severity, 0),
    bounds: between(distances.severityBounds, { low: 0, high: 0 }),
  });
  return subjects.filter((_subject, index) => closest.includes(index));
}

/** Rare ways cost as many comparisons as frequent ones and tip nothing. */
const shareAsked = 0.9;

/**
 * How many replays of other sessions a subject is near to. Asked are the most frequent ways that nine in ten replays take, at most so many:
 * where all are rare, those with the smallest hashes are a random sample.
 */
function supportAmong(
  all: Shown,
  mostDistinct: number,
  { threshold, distances }: Yardstick,
): (subject: Subject, own: Shown) => number {
  const asked = mostFrequent(all).slice(0, mostDistinct);
  const supportersOf = remembered((subject: Subject) => {
    const near = asked.filter((other) => distances.areNear(threshold, subject, other.subject));
    return {
      subjects: new Set(near.map((other) => other.subject)),
      replays: near.reduce((sum, other) => sum + other.replays, 0),
    };
  });
  return (subject, own) => {
    const { subjects, replays } = supportersOf(subject);
    return own.reduce((sum, one) => sum - (subjects.has(one.subject) ? one.replays : 0), replays);
  };
}

function mostFrequent(all: Shown): Shown {
  const enough = shareAsked * all.reduce((sum, { replays }) => sum + replays, 0);
  let passed = 0;
  return all
    .toSorted((a, b) => b.replays - a.replays)
    .filter(({ replays }) => {
      passed += replays;
      return passed - replays < enough;
    });
}

/** Sessions in a random order that depends on nothing but their names, until they cast as many distinct votes as can be compared. */
function sampleOf(
  votes: ReadonlyMap<string, Subject>,
  mostDistinct: number,
): ReadonlyMap<string, Subject> {
  if (new Set(votes.values()).size <= mostDistinct) return votes;
  const drawn = [...votes]
    .map(([session, vote]) => ({ session, vote, rank: hashToUnit("ballot", session) }))
    .sort((a, b) => a.rank - b.rank);
  const distinct = new Set<Subject>();
  const sampled = new Map<string, Subject>();
  for (const { session, vote } of drawn) {
    if (distinct.size === mostDistinct) break;
    distinct.add(vote);
    sampled.set(session, vote);
  }
  return sampled;
}
