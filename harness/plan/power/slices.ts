import {
  defaultScreen,
  screenPerformance,
  sessionsForDifference,
  sessionsForFisher,
  sessionsForFlags,
  sessionsToSee,
  sliceVariance,
  impliedBySlice,
  zeroEventsUpperBound,
} from "../../statistics/statistics.ts";
import type { Assumed, ChallengeAnswer, CompareAnswer, SliceAnswer } from "./types.ts";

const usualChances = [0.5, 0.8, 0.9, 0.95, 0.99];
const usualCounts = [1, 2, 3, 5, 14];
/** "0 of 14 recover" bounds recovery at 20 % (STATISTICS 2e); the screen's price is told for as many. */
const screenedFor = 14;

/**
 * Sessions that show a slice of the given share.
 * @param share in (0, 1)
 * @see STATISTICS 2e (sessions to screen), 2f (see one or more), 2k (the screen)
 */
export function seeSlice(share: number, { world, confidence }: Assumed): SliceAnswer {
  const chances = [...new Set([...usualChances, confidence])].toSorted((a, b) => a - b);
  const { replaysPerFound } = screenPerformance(defaultScreen, { ...world, degradedShare: share });
  return {
    share,
    chances,
    needs: usualCounts.map((degraded) => ({
      degraded,
      sessions: chances.map((chance) => sessionsToSee(degraded, share, chance)),
    })),
    screen: {
      replaysPerFound,
      replays: replaysPerFound === null ? null : Math.ceil(screenedFor * replaysPerFound),
    },
  };
}

/** Above this many sessions the exact sum takes seconds, and the normal approximation is good. */
const exactUpTo = 300;

/**
 * Sessions per strategy that tell two degraded shares apart: by one flag per session, and by the rates of all replays.
 * @param shares in [0, 1], not equal
 * @see STATISTICS 2f
 */
export function tellApart(
  { a, b }: { readonly a: number; readonly b: number },
  { world, alpha, power, replays }: Assumed,
): CompareAnswer {
  const rates = { alpha, power };
  const [one, other] = [
    { ...world, degradedShare: a },
    { ...world, degradedShare: b },
  ];
  const difference = impliedBySlice(one).rate - impliedBySlice(other).rate;
  const variances = [sliceVariance(one, replays), sliceVariance(other, replays)] as const;
  return {
    a,
    b,
    flags: {
      normal: wholeUp(sessionsForFlags({ a, b }, rates)),
      exact: sessionsForFisher({ a, b }, rates, exactUpTo),
      exactUpTo,
    },
    rates: { difference, sessions: finite(sessionsForDifference(difference, variances, rates)) },
  };
}

/** 0 of so many degraded sessions recovered: what that shows, and what it takes to find them. STATISTICS 2e */
export function challengeOf(
  degraded: number,
  { world, alpha, confidence }: Assumed,
): ChallengeAnswer {
  const { replaysPerFound } = screenPerformance(defaultScreen, world);
  return {
    degraded,
    recoveryAtMost: zeroEventsUpperBound(degraded, 1 - alpha),
    sessions: sessionsToSee(degraded, world.degradedShare, confidence),
    screenReplays: replaysPerFound === null ? null : Math.ceil(degraded * replaysPerFound),
  };
}

function wholeUp(sessions: number): number {
  return Math.ceil(sessions - 1e-9);
}

function finite(sessions: number): number | null {
  return Number.isFinite(sessions) ? sessions : null;
}
