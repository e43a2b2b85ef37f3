import { betaQuantile, normalQuantile } from "./distributions.ts";
import { tailOf, type Interval } from "./interval.ts";

/*
 * Intervals for `count` of `of` independent trials. Counts may be fractions (effective sample sizes are). With no
 * trial nothing is known, and that is what the interval says: [0, 1].
 */

/**
 * Wilson's score interval: for charts and for one binary rate of independent trials.
 * @throws RangeError unless 0 <= count <= of
 * @see Wilson 1927. Check: vectors "wilson_*"
 */
export function wilson(count: number, of: number, level: number): Interval {
  const z = normalQuantile(1 - tailOf(level));
  if (isEmpty(count, of)) return anything;
  const p = count / of;
  const scale = 1 / (1 + (z * z) / of);
  const centre = scale * (p + (z * z) / (2 * of));
  const half = scale * z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  // Exact at the ends, where rounding would leave 1e-18.
  return {
    lower: count === 0 ? 0 : Math.max(0, centre - half),
    upper: count === of ? 1 : Math.min(1, centre + half),
  };
}

/**
 * Clopper and Pearson's exact interval: for gates, because it never covers less than it says.
 * @throws RangeError unless 0 <= count <= of
 * @see Clopper & Pearson 1934. Check: vectors "clopper_pearson_*"
 */
export function clopperPearson(count: number, of: number, level: number): Interval {
  const tail = tailOf(level);
  if (isEmpty(count, of)) return anything;
  return {
    lower: count === 0 ? 0 : betaQuantile(tail, count, of - count + 1),
    upper: count === of ? 1 : betaQuantile(1 - tail, count + 1, of - count),
  };
}

/**
 * Jeffreys interval, equal-tailed and without forcing the ends to 0 and 1: the posterior of the prior Beta(1/2, 1/2).
 * @throws RangeError unless 0 <= count <= of
 * @see Brown, Cai & DasGupta 2001. Check: vectors "jeffreys_*"
 */
export function jeffreys(count: number, of: number, level: number): Interval {
  const tail = tailOf(level);
  if (isEmpty(count, of)) return anything;
  return {
    lower: betaQuantile(tail, count + 0.5, of - count + 0.5),
    upper: betaQuantile(1 - tail, count + 0.5, of - count + 0.5),
  };
}

/**
 * One-sided upper bound when none of `of` trials had the event: "at most so often, with this confidence".
 * About 3 / of at 95 %. With no trial the bound is 1.
 * @see vectors "zero_events_upper95_*"
 */
export function zeroEventsUpperBound(of: number, level: number): number {
  tailOf(level);
  return isEmpty(0, of) ? 1 : 1 - (1 - level) ** (1 / of);
}

const anything: Interval = { lower: 0, upper: 1 };

function isEmpty(count: number, of: number): boolean {
  if (!(count >= 0 && count <= of && Number.isFinite(of)))
    throw new RangeError(`Expected 0 <= count <= of; got ${count} of ${of}.`);
  return of === 0;
}
