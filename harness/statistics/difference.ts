import { normalQuantile } from "./distributions.ts";
import { tailOf, type Interval } from "./interval.ts";
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

/**
 * Agresti and Caffo's interval for the difference a - b of two independent proportions: Wald with one success and one
 * failure added to each. Simple, for charts; without trials the interval is unknown.
 * @throws RangeError unless 0 <= count <= of
 * @see Agresti & Caffo 2000. Check: vector "agresti_caffo_8_30_3_30"
 */
export function agrestiCaffoDifference(a: Count, b: Count, level: number): Difference {
  const z = normalQuantile(1 - tailOf(level));
  if (![a, b].every(({ count, of }) => count >= 0 && count <= of))
    throw new RangeError(
      `Expected 0 <= count <= of; got ${a.count} of ${a.of} and ${b.count} of ${b.of}.`,
    );
  if (a.of === 0 || b.of === 0) return { estimate: null, interval: null };
  const [rateA, rateB] = [(a.count + 1) / (a.of + 2), (b.count + 1) / (b.of + 2)];
  const centre = rateA - rateB;
  const variance = (rateA * (1 - rateA)) / (a.of + 2) + (rateB * (1 - rateB)) / (b.of + 2);
  const half = z * Math.sqrt(variance);
  return {
    estimate: a.count / a.of - b.count / b.of,
    interval: { lower: Math.max(-1, centre - half), upper: Math.min(1, centre + half) },
  };
}

function wilsonRate({ count, of }: Count, level: number): Rate {
  return { estimate: of > 0 ? count / of : null, interval: wilson(count, of, level) };
}
