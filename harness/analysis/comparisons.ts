import type { Random } from "../base/base.ts";
import { holm, moverDifference, strategyPermutationTest } from "../statistics/statistics.ts";
import { fewestUnits, insufficientSessions, unknownEstimate } from "./estimates.ts";
import { missedSliceNote } from "./divergenceRate.ts";
import { laneRate, type LaneCluster, type LaneRate } from "./laneRate.ts";
import type { ReplayVerdict } from "./scoreRun.ts";
import type { Comparison, Estimate } from "./types.ts";

/** A strategy with its scored lane replays. */
export type ComparedStrategy = { readonly id: string; readonly scored: readonly ReplayVerdict[] };

type Options = {
  readonly level: number;
  /** a generator of its own for each comparison, so that adding a strategy leaves the others' p alone */
  readonly randomFor: (strategy: string) => Random;
  /** random arrangements of the permutation test; 9999 unless given */
  readonly draws?: number;
};

const method =
  "MOVER from Korn-Graubard over lanes; p the larger of permuting lanes within waves and of the interval";

/** Every strategy against the baseline; p corrected by Holm over all of them. */
export function compareWithBaseline(
  baseline: ComparedStrategy,
  others: readonly ComparedStrategy[],
  options: Options,
): readonly Comparison[] {
  const compared = others.map((other) => ({ other, ...comparePair(baseline, other, options) }));
  const adjusted = holm(compared.flatMap(({ p }) => (p === null ? [] : [p])));
  return compared.map(({ other, difference, p }) => ({
    a: baseline.id,
    b: other.id,
    difference,
    p,
    pAdjusted: p === null ? null : (adjusted.shift() ?? null),
  }));
}

function comparePair(
  baseline: ComparedStrategy,
  other: ComparedStrategy,
  { level, randomFor, draws = 9999 }: Options,
): { readonly difference: Estimate; readonly p: number | null } {
  const { shared, notes } = sharedPrompts(baseline, other);
  const onShared = ({ replay }: ReplayVerdict) => shared.has(replay.promptId);
  const a = laneRate(baseline.scored.filter(onShared));
  const b = laneRate(other.scored.filter(onShared));
  if (a.rate === null || b.rate === null) {
    const why = `${other.id} cannot be compared with ${baseline.id}: they share no scored prompt.`;
    return { difference: unknownEstimate(method, [why]), p: null };
  }
  const test = strategyPermutationTest(
    [...a.clusters.map(unitOf("a")), ...b.clusters.map(unitOf("b"))],
    randomFor(other.id),
    draws,
  );
  const isEnough = Math.min(a.clusters.length, b.clusters.length) >= fewestUnits;
  const { estimate, interval } = differenceAt(level, a, b);
  const known = isEnough ? interval : null;
  return {
    difference: {
      value: estimate,
      lower: known?.lower ?? null,
      upper: known?.upper ?? null,
      level: known === null ? null : level,
      n: a.clusters.length + b.clusters.length,
      method,
      notes: [
        ...(isEnough ? [] : [insufficientSessions]),
        ...[a, b].flatMap(({ missing }) => (missing === null ? [] : [missedSliceNote(missing)])),
        ...notes,
      ],
    },
    p: test.p === null || !isEnough ? test.p : Math.max(test.p, leastExcluding(a, b)),
  };
}

function unitOf(arm: "a" | "b") {
  return ({ wave, diverged, scored }: LaneCluster) => ({
    stratum: String(wave),
    arm,
    rate: diverged / scored,
  });
}

function differenceAt(level: number, a: LaneRate, b: LaneRate) {
  return moverDifference(
    { estimate: b.rate, interval: b.intervalAt(level) },
    { estimate: a.rate, interval: a.intervalAt(level) },
  );
}

const halvings = 10;
const smallestP = 1e-4;

/**
 * p of the interval: the smallest 1 - level at which it leaves out 0, within 1 %. The permutation test alone asks whether lanes could change
 * places, and says no too often where rates are equal and spreads are not, as between reset and restart: a few sessions that
 * missed a slice look calmer than they are.
 */
function leastExcluding(a: LaneRate, b: LaneRate): number {
  const leavesOutZero = (p: number) => {
    const { interval } = differenceAt(1 - p, a, b);
    return interval !== null && (interval.lower > 0 || interval.upper < 0);
  };
  if (leavesOutZero(smallestP)) return smallestP;
  let [low, high] = [Math.log(smallestP), 0];
  for (let step = 0; step < halvings; step++) {
    const middle = (low + high) / 2;
    if (leavesOutZero(Math.exp(middle))) high = middle;
    else low = middle;
  }
  return Math.exp(high);
}

/** Strategies are compared on the same mix of prompts: one prompt's difficulty must not pose as a difference. */
function sharedPrompts(baseline: ComparedStrategy, other: ComparedStrategy) {
  const [a, b] = [scoredPrompts(baseline), scoredPrompts(other)];
  const shared = a.intersection(b);
  const unshared = [...a.symmetricDifference(b)].sort((one, two) => (one < two ? -1 : 1));
  const notes =
    unshared.length === 0
      ? []
      : [
          `${other.id} and ${baseline.id} are compared without ${unshared.join(", ")}, scored in only one of them.`,
        ];
  return { shared, notes };
}

function scoredPrompts({ scored }: ComparedStrategy): ReadonlySet<string> {
  return new Set(scored.map(({ replay }) => replay.promptId));
}
