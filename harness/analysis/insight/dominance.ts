import type { Random } from "../../base/base.ts";
import {
  binaryIntraclassCorrelation,
  clopperPearson,
  clusterBootstrap,
  impliedBySlice,
  type Cluster,
  type Slice,
} from "../../statistics/statistics.ts";
import { unknownEstimate } from "../estimates.ts";
import type { Estimate } from "../types.ts";
import { drawsFor } from "./observations.ts";
import type { Dominance, DominanceInsight } from "./types.ts";

/** Percentile intervals from fewer sessions cover far less than they promise (STATISTICS 2c). */
const fewestSessions = 30;
/** Fewer scored replays do not tell a degraded session from a noisy one. */
const fewestReplays = 3;
/** "Dominates" means more than half. */
const half = 0.5;

type Options = { readonly level: number; readonly random: Random };

/**
 * Does the session's state dominate? By either definition: its share of the variance of divergence (rho), and the share of all
 * divergences that would not be there without degraded sessions (RS).
 * @param sessions their diverged and scored replays
 * @see STATISTICS 0.2 and 2b
 */
export function dominanceInsight(sessions: readonly Cluster[], options: Options): DominanceInsight {
  const slice = sliceOf(sessions);
  const variance = estimateOf(sessions, rhoOf, { ...options, method: "ANOVA share of variance" });
  const divergences = estimateOf(sessions, routingShareOf, {
    ...options,
    method: "share of divergences by classified sessions",
  });
  const most = slice === null ? null : worstCase(slice, options.level);
  return {
    definitions: [
      judged("variance", variance, {
        limit: most === null ? null : impliedBySlice(most).correlation,
        most,
      }),
      judged("divergences", divergences, {
        limit: most === null ? null : routingShare(most),
        most,
      }),
    ],
  };
}

function rhoOf(sessions: readonly Cluster[]): number | null {
  const { correlation } = binaryIntraclassCorrelation(sessions, 0.95);
  // Below 0 is chance: sessions cannot explain less than nothing.
  return correlation === null ? null : Math.max(0, correlation);
}

function routingShareOf(sessions: readonly Cluster[]): number | null {
  const slice = sliceOf(sessions);
  return slice === null ? null : routingShare(slice);
}

/** RS = pi (q1 - q0) / theta. */
function routingShare(slice: Slice): number | null {
  const { rate } = impliedBySlice(slice);
  if (rate === 0) return null;
  return (slice.degradedShare * Math.max(0, slice.degradedRate - slice.healthyRate)) / rate;
}

type MeasuredSlice = Slice & { readonly degraded: number; readonly classified: number };

/** As much as the data allow: degraded sessions always diverge, and there are as many as the upper bound says. */
function worstCase(slice: MeasuredSlice, level: number): Slice {
  const { upper } = clopperPearson(slice.degraded, slice.classified, level);
  // Beyond a half of all sessions more of them would only lower the variance between sessions.
  const degradedShare = Math.max(slice.degradedShare, Math.min(half, upper));
  return { degradedShare, healthyRate: slice.healthyRate, degradedRate: 1 };
}

/** pi, q0 and q1 by classified sessions; null where no session can be classified. */
function sliceOf(sessions: readonly Cluster[]): MeasuredSlice | null {
  let [units, degraded, divergedIn, scoredIn, divergedOut, scoredOut] = [0, 0, 0, 0, 0, 0];
  for (const { diverged, scored } of sessions) {
    if (scored < fewestReplays) continue;
    units++;
    if (diverged * 2 >= scored) {
      degraded++;
      divergedIn += diverged;
      scoredIn += scored;
    } else {
      divergedOut += diverged;
      scoredOut += scored;
    }
  }
  if (units === 0) return null;
  return {
    degraded,
    classified: units,
    degradedShare: degraded / units,
    healthyRate: scoredOut > 0 ? divergedOut / scoredOut : 0,
    degradedRate: scoredIn > 0 ? divergedIn / scoredIn : 0,
  };
}

function estimateOf(
  sessions: readonly Cluster[],
  statistic: (resample: readonly Cluster[]) => number | null,
  { level, random, method }: Options & { readonly method: string },
): Estimate {
  const value = statistic(sessions);
  if (value === null)
    return unknownEstimate(method, ["nothing diverged, or no session has enough replays"]);
  const n = sessions.length;
  const point = { value, n, lower: null, upper: null, level: null, method };
  if (n < fewestSessions) return { ...point, notes: [`fewer than ${fewestSessions} sessions`] };
  const resamples = drawsFor(n, 999);
  const { interval } = clusterBootstrap(sessions, statistic, { level, resamples, random });
  if (interval === null) return { ...point, notes: ["all resamples agree"] };
  const notes = [`percentile interval from ${resamples} resamples of the sessions`];
  return { ...point, ...interval, level, notes };
}

function judged(
  definition: Dominance["definition"],
  estimate: Estimate,
  { limit, most }: { readonly limit: number | null; readonly most: Slice | null },
): Dominance {
  const { lower, upper } = estimate;
  const verdict =
    lower === null || upper === null
      ? "inconclusive"
      : lower > half
        ? "supported"
        : upper < half
          ? "refuted"
          : "inconclusive";
  const name =
    definition === "variance"
      ? "share of the variance that lies between sessions (rho)"
      : "share of the divergences that degraded sessions cause (RS)";
  return {
    definition,
    estimate,
    limit,
    verdict,
    isImpossible: limit !== null && limit <= half,
    text: `${verdict.toUpperCase()} by the ${name}: ${estimateText(estimate)}${verdict === "inconclusive" ? needText(estimate) : ""}${limitText(limit, most)}.`,
  };
}

function estimateText({ value, lower, upper, notes, n }: Estimate): string {
  if (value === null) return `unknown (${notes.join("; ")})`;
  const interval =
    lower === null || upper === null
      ? `no interval: ${notes.join("; ")}`
      : `[${lower.toFixed(2)}, ${upper.toFixed(2)}]`;
  return `${value.toFixed(2)} (${interval}, n = ${n} sessions; more than 0.5 is claimed)`;
}

/** An interval shrinks with the root of the sessions. */
function needText({ value, lower, upper, n }: Estimate): string {
  if (value === null || lower === null || upper === null) return "";
  const reach = value < half ? upper - value : value - lower;
  const need = n * (reach / Math.abs(value - half)) ** 2;
  if (!(need <= farTooMany * n))
    return `; have ${n} sessions, and it lies too near a half to be told`;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(need)) - 1);
  return `; have ${n} sessions, need about ${Math.ceil(need / unit) * unit}`;
}

/** Nobody plays so many times more. */
const farTooMany = 10;

function limitText(limit: number | null, most: Slice | null): string {
  if (limit === null || most === null || limit > half) return "";
  const percent = (share: number) => (share * 100).toFixed(1);
  return `; even if ${percent(most.degradedShare)} % of the sessions always diverged, the ${percent(most.healthyRate)} % divergence of the others would keep it at ${limit.toFixed(2)} or less: the noise alone makes the claim impossible`;
}
