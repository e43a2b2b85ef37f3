import { groupBy } from "../estimates.ts";
import type { BehaviourReplay, Departures, StepAlignment } from "./types.ts";

/**
 * Where each replay leaves the usual path, which is the most frequent sequence of steps.
 * @param alignment of the replays, whose first row is that path
 * @see arXiv 2605.28840 (60 % of the divergence within the first two steps) and 2602.11619 (69 % at step 2), hence `withinFirstTwo`
 */
export function departuresOf(
  replays: readonly BehaviourReplay[],
  alignment: StepAlignment,
): Departures {
  const usual = alignment.rows[0]?.tokens ?? [];
  const left = replays.flatMap(({ structure }) => {
    const step = departure(usual, structure.tools);
    return step === null ? [] : [step];
  });
  const ascending = left.toSorted((a, b) => a - b);
  return {
    usual,
    stay: replays.length - left.length,
    leave: left.length,
    medianStep: ascending[Math.ceil(left.length / 2) - 1] ?? null,
    withinFirstTwo: left.filter((step) => step <= 2).length,
    steps: [...groupBy(ascending, (step) => step)].map(([step, own]) => ({
      step,
      replays: own.length,
    })),
  };
}

/** The first step, 1-based, that differs; null when none does. A path that goes on or stops earlier differs where the other ends. */
function departure(usual: readonly string[], own: readonly string[]): number | null {
  const longer = Math.max(usual.length, own.length);
  for (let at = 0; at < longer; at++) if (usual[at] !== own[at]) return at + 1;
  return null;
}
