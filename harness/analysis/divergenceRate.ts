import { unknownEstimate } from "./estimates.ts";
import { laneRate, type LaneCluster } from "./laneRate.ts";
import type { ReplayVerdict, ScoredReplay } from "./scoreRun.ts";
import { withEnoughUnits } from "./shares.ts";
import type { Estimate, PromptDivergence } from "./types.ts";
import { gridSequence, type Interval } from "../statistics/statistics.ts";
import { channels, type Channel } from "../record/record.ts";

const method = "Korn-Graubard over lanes, prompts weighted equally";

/**
 * Share of replays that diverge; the lane is the independent unit, whatever state sticks to. Of a run that was stopped because
 * its answer was clear the interval is a confidence sequence over the lanes' rates in the order of waves: an ordinary one would be too narrow.
 */
export function divergenceRate(
  scored: readonly ReplayVerdict[],
  options: {
    readonly level: number;
    readonly notes: readonly string[];
    readonly stoppedEarly?: boolean;
  },
): Estimate {
  if (scored.length === 0) {
    return unknownEstimate(method, [
      "Divergence is unknown: no replay could be scored.",
      ...options.notes,
    ]);
  }
  const { level, notes } = options;
  const { clusters, rate, missing, intervalAt } = laneRate(scored);
  const interval = options.stoppedEarly === true ? sequence(clusters, level) : intervalAt(level);
  return withEnoughUnits({
    value: rate,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    level: interval === null ? null : level,
    n: clusters.length,
    count: scored.filter(({ diverged }) => diverged).length,
    of: scored.length,
    method: options.stoppedEarly === true ? "confidence sequence over lanes" : method,
    notes: [...(missing === null ? [] : [missedSliceNote(missing)]), ...notes],
  });
}

/** Said where an upper limit is larger than the spread between sessions alone would make it. */
export function missedSliceNote(sessions: number): string {
  return `None of ${sessions} sessions was degraded; the upper limit allows for a slice of sessions that so many may have missed.`;
}

function sequence(clusters: readonly LaneCluster[], level: number): Interval {
  const inOrder = clusters.toSorted((a, b) => a.wave - b.wave || (a.lane < b.lane ? -1 : 1));
  const rates = inOrder.map(({ diverged, scored }) => Math.min(1, diverged / scored));
  return gridSequence(rates, level);
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
