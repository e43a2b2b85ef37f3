import type { Interval } from "./interval.ts";
import { wilson } from "./proportion.ts";

/** A rate in [0, 1] with its interval, both null when unknown. */
export type Rate = { readonly estimate: number | null; readonly interval: Interval | null };

/** a - b in [-1, 1]; both null when either rate is unknown. */
export type Difference = { readonly estimate: number | null; readonly interval: Interval | null };

/**
 * Interval for the difference a - b of two independent rates from their own intervals (MOVER); the level is theirs.
 * @see Zou & Donner 2008
 */
export function moverDifference(a: Rate, b: Rate): Difference {
  if (a.estimate === null || b.estimate === null) return { estimate: null, interval: null };
  const estimate = a.estimate - b.estimate;
  if (!a.interval || !b.interval) return { estimate, interval: null };
  const below = Math.hypot(a.estimate - a.interval.lower, b.interval.upper - b.estimate);
  const above = Math.hypot(a.interval.upper - a.estimate, b.estimate - b.interval.lower);
  return {
    estimate,
    interval: { lower: Math.max(-1, estimate - below), upper: Math.min(1, estimate + above) },
  };
}

/** `count` of `of` independent trials. */
export type Count = { readonly count: number; readonly of: number };

/**
 * Newcombe's interval for the difference a - b of two independent proportions: MOVER on Wilson intervals.
 * For one flag per unit; clustered replays need {@link moverDifference} on Korn-Graubard intervals.
 * @throws RangeError unless 0 <= count <= of
 * @see Newcombe 1998, method 10. Check: vectors "newcombe_diff_*"
 */
export function newcombeDifference(a: Count, b: Count, level: number): Difference {
  return moverDifference(wilsonRate(a, level), wilsonRate(b, level));
}

function wilsonRate({ count, of }: Count, level: number): Rate {
  return { estimate: of > 0 ? count / of : null, interval: wilson(count, of, level) };
}
