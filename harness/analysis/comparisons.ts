import type { Random } from "../base/base.ts";
import { holm, moverDifference, strategyPermutationTest } from "../statistics/statistics.ts";
import { laneClusters } from "./divergenceRate.ts";
import { unknownEstimate } from "./estimates.ts";
import type { ReplayVerdict } from "./scoreRun.ts";
import { clusteredShare, withEnoughUnits } from "./shares.ts";
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

const method = "MOVER from Korn-Graubard over lanes; p by permuting lanes within waves";

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
  const a = laneClusters(baseline.scored.filter(onShared));
  const b = laneClusters(other.scored.filter(onShared));
  if (a.length === 0 || b.length === 0) {
    const why = `${other.id} cannot be compared with ${baseline.id}: they share no scored prompt.`;
    return { difference: unknownEstimate(method, [why]), p: null };
  }
  const unit = (arm: "a" | "b") => (cluster: (typeof a)[number]) => ({
    stratum: String(cluster.wave),
    arm,
    rate: cluster.diverged / cluster.scored,
  });
  const test = strategyPermutationTest(
    [...a.map(unit("a")), ...b.map(unit("b"))],
    randomFor(other.id),
    draws,
  );
  const rateOfArm = (clusters: typeof a) =>
    withEnoughUnits(clusteredShare(clusters, { level, method, notes: [] }));
  const [rateA, rateB] = [rateOfArm(a), rateOfArm(b)];
  const difference = moverDifference(rateOf(rateB), rateOf(rateA));
  const hasInterval = difference.interval !== null;
  return {
    difference: {
      value: difference.estimate,
      lower: difference.interval?.lower ?? null,
      upper: difference.interval?.upper ?? null,
      level: hasInterval ? level : null,
      n: a.length + b.length,
      method,
      notes: [...new Set([...rateA.notes, ...rateB.notes, ...notes])],
    },
    p: test.p,
  };
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

function rateOf({ value, lower, upper }: Estimate) {
  return {
    estimate: value,
    interval: lower === null || upper === null ? null : { lower, upper },
  };
}
