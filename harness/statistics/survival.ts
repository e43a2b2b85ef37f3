import { chiSquaredUpperTail, normalQuantile } from "./distributions.ts";
import { tailOf, type Interval } from "./interval.ts";

/** A session: when its first flagged window began, or how long it was watched without one. */
export type Lifetime = { readonly time: number; readonly kind: "degraded" | "still-healthy" };

/** Survival from `time` on. */
export type SurvivalStep = {
  readonly time: number;
  readonly atRisk: number;
  readonly degraded: number;
  /** share of sessions still healthy */
  readonly survival: number;
  /** Greenwood on the log-log scale; null where the share is 0 */
  readonly interval: Interval | null;
};

/**
 * Kaplan-Meier curve of the time until a session degrades; sessions that start degraded do not belong in it.
 * @returns one step for each time at which a session degraded, empty when none did
 * @throws RangeError for a level outside (0, 1) or a negative time
 * @see Kaplan & Meier 1958; Greenwood 1926; Kalbfleisch & Prentice 1980 (log-log)
 */
export function kaplanMeier(lifetimes: readonly Lifetime[], level: number): SurvivalStep[] {
  const z = normalQuantile(1 - tailOf(level));
  let survival = 1;
  let greenwood = 0;
  return degradationTimes(lifetimes).map((time) => {
    const { atRisk, degraded } = riskAt(lifetimes, time);
    survival *= 1 - degraded / atRisk;
    greenwood += degraded / (atRisk * (atRisk - degraded));
    const spread = (z * Math.sqrt(greenwood)) / Math.log(survival);
    const interval =
      survival > 0
        ? { lower: survival ** Math.exp(-spread), upper: survival ** Math.exp(spread) }
        : null;
    return { time, atRisk, degraded, survival, interval };
  });
}

export type LogRank = {
  /** chi-squared on one degree of freedom */
  readonly statistic: number | null;
  readonly p: number | null;
  /** degraded sessions of the first strategy, and how many there would be without a difference */
  readonly observed: number;
  readonly expected: number;
  readonly note: string | null;
};

/**
 * Do sessions of two strategies degrade at the same pace?
 * @see Mantel 1966; R survival::survdiff
 */
export function logRank(first: readonly Lifetime[], second: readonly Lifetime[]): LogRank {
  let [observed, expected, variance] = [0, 0, 0];
  const all = [...first, ...second];
  for (const time of degradationTimes(all)) {
    const { atRisk, degraded } = riskAt(all, time);
    const own = riskAt(first, time);
    const share = own.atRisk / atRisk;
    observed += own.degraded;
    expected += degraded * share;
    if (atRisk > 1)
      variance += (degraded * share * (1 - share) * (atRisk - degraded)) / (atRisk - 1);
  }
  if (variance === 0)
    return {
      statistic: null,
      p: null,
      observed,
      expected,
      note: "no session degraded while both strategies were watched",
    };
  const statistic = (observed - expected) ** 2 / variance;
  return { statistic, p: chiSquaredUpperTail(statistic, 1), observed, expected, note: null };
}

function degradationTimes(lifetimes: readonly Lifetime[]): number[] {
  const wrong = lifetimes.find(({ time }) => !(time >= 0));
  if (wrong) throw new RangeError(`A time is not negative; got ${wrong.time}.`);
  const times = lifetimes.flatMap(({ time, kind }) => (kind === "degraded" ? [time] : []));
  return [...new Set(times)].sort((a, b) => a - b);
}

/** A session that was watched until this very time still counts as at risk. */
function riskAt(
  lifetimes: readonly Lifetime[],
  at: number,
): { readonly atRisk: number; readonly degraded: number } {
  return {
    atRisk: lifetimes.filter(({ time }) => time >= at).length,
    degraded: lifetimes.filter(({ time, kind }) => time === at && kind === "degraded").length,
  };
}
