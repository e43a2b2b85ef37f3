import { clopperPearson, kornGraubard, type Cluster } from "../statistics/statistics.ts";
import { fewestUnits, insufficientSessions } from "./estimates.ts";
import type { Estimate } from "./types.ts";

type Details = {
  /** confidence level in (0, 1) */
  readonly level: number;
  readonly method: string;
  readonly notes: readonly string[];
};

/** Share of independent units, with the exact interval. @param of at least 1 */
export function exactShare(count: number, of: number, details: Details): Estimate {
  const { level, method, notes } = details;
  const bounds = clopperPearson(count, of, level);
  return { value: count / of, ...bounds, level, n: of, count, of, method, notes };
}

/**
 * Share of clustered things with the Korn-Graubard interval; clusters are the independent units. The interval is given however few
 * they are: see `withEnoughUnits`.
 * @param clusters at least one of them with something scored
 */
export function clusteredShare(clusters: readonly Cluster[], details: Details): Estimate {
  const { level, method, notes } = details;
  const share = kornGraubard(clusters, level);
  return {
    value: share.estimate,
    lower: share.interval?.lower ?? null,
    upper: share.interval?.upper ?? null,
    level: share.interval === null ? null : level,
    n: share.clusters,
    count: share.diverged,
    of: share.scored,
    method,
    notes,
  };
}

/** Takes the interval away, and says so, where too few units stand behind it. */
export function withEnoughUnits(estimate: Estimate): Estimate {
  if (estimate.n >= fewestUnits || estimate.value === null) return estimate;
  return {
    ...estimate,
    lower: null,
    upper: null,
    level: null,
    notes: [insufficientSessions, ...estimate.notes],
  };
}

/** `3 of 12 [5.5, 57.2] %`, for use within a note. */
export function intervalWords({ count, of, lower, upper }: Estimate): string {
  const percent = (share: number | null) => ((share ?? 0) * 100).toFixed(1);
  return `${count ?? 0} of ${of ?? 0} [${percent(lower)}, ${percent(upper)}] %`;
}
