import { groupBy } from "../estimates.ts";
import { clusteredShare, withEnoughUnits } from "../shares.ts";
import type { Estimate } from "../types.ts";
import type { BehaviourReplay, CountOf } from "./types.ts";

/** Share of the replays that have something, its interval by lanes. @param replays at least one */
export function laneShare(
  replays: readonly BehaviourReplay[],
  has: (replay: BehaviourReplay) => boolean,
  level: number,
): Estimate {
  const lanes = [...groupBy(replays, ({ lane }) => lane).values()].map((own) => ({
    diverged: own.filter(has).length,
    scored: own.length,
  }));
  const method = "share of replays, Korn-Graubard over lanes";
  return withEnoughUnits(clusteredShare(lanes, { level, method, notes: [] }));
}

/** How many of the replays with a verdict diverge; null when none has one. */
export function divergedAmong(replays: readonly BehaviourReplay[]): CountOf | null {
  const judged = replays.filter(({ diverged }) => diverged !== null);
  if (judged.length === 0) return null;
  return { count: judged.filter(({ diverged }) => diverged).length, of: judged.length };
}

/** Processes behind the replays. */
export function sessionsAmong(replays: readonly BehaviourReplay[]): number {
  return new Set(replays.map(({ session }) => session)).size;
}
