import type { Random } from "../base/base.ts";
import { binaryIntraclassCorrelation, stickinessTest } from "../statistics/statistics.ts";
import { groupBy } from "./estimates.ts";
import type { ReplayVerdict } from "./scoreRun.ts";
import type { StrategyResult } from "./types.ts";

type Options = {
  readonly oneReplayPerSession: boolean;
  readonly level: number;
  readonly random: Random;
  /** random arrangements of the permutation test; 4999 unless given */
  readonly draws?: number;
};

/**
 * Does divergence cluster in sessions? The share of its variance between units (ANOVA) and a one-sided permutation p within wave and prompt.
 * The unit is the session, or the lane where sessions hold one replay.
 */
export function stickinessOf(
  scored: readonly ReplayVerdict[],
  { oneReplayPerSession, level, random, draws = 4999 }: Options,
): StrategyResult["stickiness"] {
  const unitOf = ({ replay }: ReplayVerdict) =>
    oneReplayPerSession ? replay.lane : replay.session;
  const units = [...groupBy(scored, unitOf).values()].map((own) => ({
    diverged: own.filter(({ diverged }) => diverged).length,
    scored: own.length,
  }));
  const correlation = binaryIntraclassCorrelation(units, level);
  const test = stickinessTest(
    scored.map((one) => ({
      cell: `${one.replay.wave}/${one.replay.promptId}`,
      unit: unitOf(one),
      diverged: one.diverged ? 1 : 0,
    })),
    random,
    draws,
  );
  const { note } = correlation;
  return {
    icc: correlation.correlation,
    p: test.p,
    notes: [
      ...(oneReplayPerSession
        ? ["Stickiness is measured between lanes, because a session holds one replay."]
        : []),
      ...(correlation.correlation === null && note !== null
        ? [`The share of variance between units is unknown: ${note}.`]
        : []),
      ...(test.note === null ? [] : [`Stickiness could not be tested: ${test.note}.`]),
    ],
  };
}
