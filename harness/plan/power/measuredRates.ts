import {
  binaryIntraclassCorrelation,
  binomialMixture,
  type Slice,
} from "../../statistics/statistics.ts";
import type { MeasuredRates } from "./types.ts";
import { workingWorld } from "./workingWorld.ts";

/** Two rates closer than this are no slice that anyone would notice. */
const leastGap = 0.3;

/**
 * What recorded sessions say about the world that a next run is planned for: the share of the variance between them, and, where two
 * kinds of sessions show or may, how many are degraded and how often either kind diverges (mixture of two binomials, STATISTICS 2i).
 * Where they do not, all sessions count as healthy ones, and the slice is the one that is believed in without measurements.
 * @param sessions each with its scored replays
 */
export function measuredRates(
  sessions: readonly { readonly diverged: number; readonly scored: number }[],
): MeasuredRates {
  const replays = sum(sessions.map(({ scored }) => scored));
  const diverged = sum(sessions.map((session) => session.diverged));
  const { parameters, isTwoGroups } = binomialMixture(sessions);
  const gap = parameters === null ? 0 : parameters.degradedRate - parameters.healthyRate;
  const kinds = isTwoGroups ? "two" : gap >= leastGap ? "perhaps-two" : "one";
  return {
    sessions: sessions.length,
    replays,
    diverged,
    correlation: binaryIntraclassCorrelation(sessions, 0.95).correlation,
    kinds,
    world: kinds === "one" ? onlyHealthy(diverged, replays) : parameters,
  };
}

/** Null when so much diverges that the slice which is believed in would not stand out. */
function onlyHealthy(diverged: number, replays: number): Slice | null {
  const healthyRate = replays === 0 ? null : diverged / replays;
  if (healthyRate === null || healthyRate > workingWorld.degradedRate - leastGap) return null;
  return { ...workingWorld, healthyRate };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
