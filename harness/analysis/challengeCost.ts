import { isDegraded } from "../divergence/divergence.ts";
import type { ReplayRecord } from "../record/record.ts";
import type { ChallengeOutcome } from "./challenges.ts";
import { groupBy } from "./estimates.ts";
import type { ScoredReplay } from "./scoreRun.ts";

/** What the verdicts on recovery took, and what they would have taken with lanes of a fixed length alone. */
export type ChallengeCost = {
  /** degraded sessions whose state was confirmed */
  readonly confirmed: number;
  /** sessions that were started only to be classified */
  readonly screened: number;
  /** replays played to classify them */
  readonly screenReplays: number;
  /** replays played to confirm and challenge */
  readonly challengeReplays: number;
  /** US dollars at list price for all of these; null when unknown */
  readonly costUsd: number | null;
  /** with lanes alone: sessions and replays that find as many degraded sessions at the rate that was seen; null when none was */
  readonly fixed: {
    readonly sessions: number;
    readonly replays: number;
    readonly costUsd: number | null;
  } | null;
};

/** @param baseline scored lane replays of the baseline, whose sessions tell how many are degraded */
export function challengeCostOf(
  outcomes: readonly ChallengeOutcome[],
  replays: readonly ReplayRecord[],
  baseline: readonly ScoredReplay[],
): ChallengeCost {
  const spent = replays.filter(({ purpose }) => purpose.kind !== "lane");
  const costUsd = dollars(spent);
  const screened = outcomes.filter(({ origin }) => origin === "screen");
  const confirmed = outcomes.filter((one) => one.isDegraded === true && one.isConfirmed === true);
  const screenReplays = sum(screened.map((one) => one.replays.screen));
  const challengeReplays = sum(outcomes.map((one) => one.replays.challenge));
  const each = costUsd === null || spent.length === 0 ? null : costUsd / spent.length;
  const perFound = sessionsPerDegraded(outcomes, baseline);
  if (perFound === null) {
    return {
      confirmed: confirmed.length,
      screened: screened.length,
      screenReplays,
      challengeReplays,
      costUsd,
      fixed: null,
    };
  }
  const sessions = Math.ceil(confirmed.length * perFound.sessions);
  const fixedReplays = Math.ceil(sessions * perFound.replays) + challengeReplays;
  return {
    confirmed: confirmed.length,
    screened: screened.length,
    screenReplays,
    challengeReplays,
    costUsd,
    fixed: {
      sessions,
      replays: fixedReplays,
      costUsd: each === null ? null : each * fixedReplays,
    },
  };
}

/** How many lanes show one degraded session, and how many replays a lane has. */
function sessionsPerDegraded(
  outcomes: readonly ChallengeOutcome[],
  baseline: readonly ScoredReplay[],
): { readonly sessions: number; readonly replays: number } | null {
  const lanes = [...groupBy(baseline, ({ replay }) => replay.session).values()];
  const ofLanes = lanes.map((own) => isDegraded(own.map(({ diverged }) => diverged)));
  const ofScreens = outcomes
    .filter(({ origin, isDegraded: degraded }) => origin === "screen" && degraded !== null)
    .map((one) => one.isDegraded === true);
  const all = [...ofLanes, ...ofScreens];
  const degraded = all.filter(Boolean).length;
  if (degraded === 0 || lanes.length === 0) return null;
  return { sessions: all.length / degraded, replays: baseline.length / lanes.length };
}

function dollars(replays: readonly ReplayRecord[]): number | null {
  const known = replays.flatMap(({ wire }) => (wire === null ? [] : [wire.costUsd]));
  const total = sum(known);
  return known.length === 0 || total === 0 ? null : total;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
