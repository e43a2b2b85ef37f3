import { channelDistance } from "./channelDistance.ts";
import type { PromptCalibration } from "./types.ts";

/**
 * Shift between two client configurations: the mean distance of their references over the gating channels, in
 * [0, 1]. Consistent but different; never counted as divergence.
 * @param a calibration of a prompt, whose gate is used
 * @param b calibration of the same prompt under another configuration
 */
export function shiftBetween(a: PromptCalibration, b: PromptCalibration): number {
  const distances = a.gate.map((channel) =>
    channelDistance(channel, a.reference.structure, b.reference.structure),
  );
  return distances.length === 0
    ? 0
    : distances.reduce((sum, one) => sum + one, 0) / distances.length;
}

/**
 * Whether a session looks degraded: at least half of its scored replays diverge, and at least two were scored. With
 * 8 replays, 5 % divergence when healthy and 80 % when degraded, it errs in 0.04 % and 1 % of the sessions
 * (STATISTICS 2f); with 2 replays in 10 % and 4 %, and a single replay says nothing.
 * @param diverged one entry per scored replay of the session
 */
export function isDegraded(diverged: readonly boolean[]): boolean {
  return diverged.length >= 2 && diverged.filter(Boolean).length * 2 >= diverged.length;
}
