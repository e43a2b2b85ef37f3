import {
  crossoverVariance,
  detectableDifference,
  detectableShare,
  impliedBySlice,
  sessionsForDifference,
  sessionsForEquivalence,
  sliceVariance,
  zeroEventsUpperBound,
} from "../../statistics/statistics.ts";
import type { Assumed, NoEffectAnswer, SizeAnswer } from "./types.ts";

/**
 * What so many sessions per strategy can show, and from which difference on.
 * @param sessions 1 or more
 */
export function sizeShows(sessions: number, assumed: Assumed): SizeAnswer {
  const { world, alpha, power, confidence, replays } = assumed;
  const variance = sliceVariance(world, replays);
  const rates = { alpha, power };
  return {
    sessions,
    replays,
    smallestSlice: zeroEventsUpperBound(sessions, confidence),
    rateDifference: detectableDifference(sessions, [variance, variance], rates),
    shareBelow: detectableShare(world, { sessions, replays }, rates),
    shareAbove: shareToldAbove(sessions, assumed),
    margin: smallest((margin) => {
      return sessionsForEquivalence(margin, [variance, variance], rates) <= sessions;
    }, 0),
  };
}

/** The smallest degraded share above the world's own that is told from it. */
function shareToldAbove(
  sessions: number,
  { world, alpha, power, replays }: Assumed,
): number | null {
  const { rate } = impliedBySlice(world);
  const variance = sliceVariance(world, replays);
  return smallest((degradedShare) => {
    const other = { ...world, degradedShare };
    const variances = [variance, sliceVariance(other, replays)] as const;
    const difference = impliedBySlice(other).rate - rate;
    return (
      difference > 0 && sessionsForDifference(difference, variances, { alpha, power }) <= sessions
    );
  }, world.degradedShare);
}

/** The smallest number between `from` and 1 that is enough, by halves; null when 1 is not. */
function smallest(isEnough: (value: number) => boolean, from: number): number | null {
  if (!isEnough(1)) return null;
  let [low, high] = [from, 1];
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Sessions that show by two one-sided tests that an operation changes the divergence rate by less than the margin.
 * @param margin of divergence rates, in (0, 1)
 * @see table of STATISTICS 2e
 */
export function showNoEffect(
  margin: number,
  { world, alpha, power, replays }: Assumed,
): NoEffectAnswer {
  const variance = sliceVariance(world, replays);
  const rates = { alpha, power };
  const before = Math.floor(replays / 2);
  const after = replays - before;
  return {
    margin,
    independent: sessionsForEquivalence(margin, [variance, variance], rates),
    crossover: before === 0 ? null : crossover(),
  };

  function crossover(): NoEffectAnswer["crossover"] {
    const changed = crossoverVariance(world, before, after);
    return {
      before,
      after,
      sessions: sessionsForEquivalence(margin, [changed, 0], rates),
      besideSham: sessionsForEquivalence(margin, [changed, changed], rates),
    };
  }
}
