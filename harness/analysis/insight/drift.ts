import type { Random } from "../../base/base.ts";
import { cochranArmitage, geeTrend, withinSessionTrend } from "../../statistics/statistics.ts";
import { ageBorders, drawsFor, type Observation } from "./observations.ts";
import type { DriftInsight } from "./types.ts";

/**
 * Does divergence change from replay to replay of a session? p by exchanging replays within their session, which no degraded session
 * can fake; size by GEE; the rates by age are a description.
 * @see STATISTICS 2j
 */
export function driftInsight(observations: readonly Observation[], random: Random): DriftInsight {
  const dosed = observations.map(({ session, turn, diverged }) => ({
    session,
    dose: turn,
    diverged,
  }));
  const trend = withinSessionTrend(dosed, random, drawsFor(observations.length, 1_999));
  const { pIncreasing, pDecreasing } = trend;
  const gee = geeTrend(dosed);
  const bins = binsOf(observations);
  const byAge = cochranArmitage(
    bins.map(({ fromMin, diverged, of }) => ({ dose: fromMin, diverged, of })),
  );
  return {
    p:
      pIncreasing === null || pDecreasing === null
        ? null
        : Math.min(1, 2 * Math.min(pIncreasing, pDecreasing)),
    informative: trend.informative,
    slope: gee.slope,
    standardError: gee.standardError,
    byAge: { z: byAge.z, bins },
    notes: [
      ...(trend.note === null ? [] : [`No test within sessions: ${trend.note}.`]),
      ...(gee.note === null ? [] : [`Slope: ${gee.note}.`]),
      ...(byAge.note === null ? [] : [`By age: ${byAge.note}.`]),
    ],
  };
}

function binsOf(observations: readonly Observation[]): DriftInsight["byAge"]["bins"] {
  const borders = ageBorders(observations, 4);
  return borders
    .map((fromMin, index) => {
      const until = borders[index + 1] ?? Number.POSITIVE_INFINITY;
      const own = observations.filter(({ ageMin }) => ageMin >= fromMin && ageMin < until);
      return { fromMin, diverged: own.filter((one) => one.diverged === 1).length, of: own.length };
    })
    .filter(({ of }) => of > 0);
}
