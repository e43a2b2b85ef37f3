import { kornGraubard, missedSliceLimit, type Interval } from "../statistics/statistics.ts";
import { groupBy } from "./estimates.ts";
import type { ReplayVerdict } from "./scoreRun.ts";

/** The scored replays of one lane, weighted so that every prompt counts the same. */
export type LaneCluster = {
  readonly lane: string;
  readonly wave: number;
  readonly diverged: number;
  readonly scored: number;
};

/** A divergence rate over lanes, and its interval at any level. */
export type LaneRate = {
  readonly clusters: readonly LaneCluster[];
  /** null without a scored replay */
  readonly rate: number | null;
  /** sessions, when none of them was degraded: they may all have missed a slice; else null */
  readonly missing: number | null;
  /** Korn-Graubard over lanes; the upper limit allows for a slice that none of the sessions showed. Null without a replay */
  readonly intervalAt: (level: number) => Interval | null;
};

/** Reads a strategy's scored replays as a rate over lanes. The lane is the independent unit, whatever state sticks to. */
export function laneRate(scored: readonly ReplayVerdict[]): LaneRate {
  const clusters = laneClusters(scored);
  const { estimate: rate } = kornGraubard(clusters, 0.95);
  const missing = sessionsWithoutDegraded(scored);
  return {
    clusters,
    rate,
    missing,
    intervalAt: (level) => {
      const { interval } = kornGraubard(clusters, level);
      if (interval === null || rate === null || missing === null) return interval;
      const { lower, upper } = interval;
      return { lower, upper: Math.max(upper, missedSliceLimit(rate, missing, level)) };
    },
  };
}

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

/** How many sessions there are when at least half of the replays of none of them diverged; a single replay counts as a session here. */
function sessionsWithoutDegraded(scored: readonly ReplayVerdict[]): number | null {
  const sessions = [...groupBy(scored, ({ replay }) => replay.session).values()];
  const isDegraded = sessions.some(
    (own) => own.filter(({ diverged }) => diverged).length * 2 >= own.length,
  );
  return isDegraded || sessions.length === 0 ? null : sessions.length;
}
