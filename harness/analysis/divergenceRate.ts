import { groupBy, unknownEstimate } from "./estimates.ts";
import type { ReplayVerdict, ScoredReplay } from "./scoreRun.ts";
import { clusteredShare, withEnoughUnits } from "./shares.ts";
import type { Estimate, PromptDivergence } from "./types.ts";
import { channels, type Channel } from "../record/record.ts";

const method = "Korn-Graubard over lanes, prompts weighted equally";

/** The scored replays of one lane, weighted so that every prompt counts the same. */
export type LaneCluster = {
  readonly lane: string;
  readonly wave: number;
  readonly diverged: number;
  readonly scored: number;
};

/**
 * Lanes as clusters. With prompts scored unequally often (missing replays) each replay weighs N / (P x n of its prompt), so that the
 * pooled rate is the mean of the prompts' rates and the weights sum to the N replays there are.
 */
export function laneClusters(scored: readonly ReplayVerdict[]): readonly LaneCluster[] {
  const ofPrompt = groupBy(scored, ({ replay }) => replay.promptId);
  const weightOf = (promptId: string) =>
    scored.length / (ofPrompt.size * (ofPrompt.get(promptId)?.length ?? 1));
  return [...groupBy(scored, ({ replay }) => replay.lane)].map(([lane, own]) => {
    let [divergedWeight, scoredWeight] = [0, 0];
    for (const { replay, diverged } of own) {
      const weight = weightOf(replay.promptId);
      scoredWeight += weight;
      if (diverged) divergedWeight += weight;
    }
    const wave = own[0]?.replay.wave ?? 0;
    return { lane, wave, diverged: divergedWeight, scored: scoredWeight };
  });
}

/** Share of replays that diverge; the lane is the independent unit, whatever state sticks to. */
export function divergenceRate(
  scored: readonly ReplayVerdict[],
  options: { readonly level: number; readonly notes: readonly string[] },
): Estimate {
  if (scored.length === 0) {
    return unknownEstimate(method, [
      "Divergence is unknown: no replay could be scored.",
      ...options.notes,
    ]);
  }
  const estimate = clusteredShare(laneClusters(scored), { ...options, method });
  const count = scored.filter(({ diverged }) => diverged).length;
  return withEnoughUnits({ ...estimate, count, of: scored.length });
}

/** Divergence prompt by prompt, and through which channels. */
export function divergenceByPrompt(
  promptIds: readonly string[],
  scored: readonly ScoredReplay[],
): readonly PromptDivergence[] {
  return promptIds.map((promptId) => {
    const own = scored.filter(({ replay }) => replay.promptId === promptId);
    const counts = channels.flatMap((channel): [Channel, number][] => {
      const count = own.filter(({ over }) => over.includes(channel)).length;
      return count === 0 ? [] : [[channel, count]];
    });
    return {
      promptId,
      diverged: own.filter(({ diverged }) => diverged).length,
      scored: own.length,
      byChannel: Object.fromEntries(counts),
    };
  });
}
