import type { Channel } from "../record/record.ts";
import type { Distances, SubjectReplay } from "./subjects.ts";
import type { Thresholds } from "./types.ts";

/** Fewer pairs than this leave the 95 % quantile to chance. */
const fewestPairs = 10;
/** The middle of the permitted range: neither every difference counts nor only large ones. */
const fallback = 0.3;
const lowest = 0.1;
const highest = 0.5;

export type PromptThresholds = { readonly threshold: Thresholds; readonly note: string };

/**
 * Noise threshold per gating channel: the 95 % quantile of the distances between replays of one session, within
 * [0.1, 0.5]. Such pairs share whatever sticks to the session, so they measure sampling noise alone; a quantile
 * of all pairs would sit among the degraded sessions and hide them. Pooled over client configurations, because noise
 * belongs to the prompt. Fewer than 10 pairs give 0.3 and a note.
 * @param replays all replays of one prompt
 * @see STATISTICS 2b
 */
export function promptThresholds(
  replays: readonly SubjectReplay[],
  gate: readonly Channel[],
  distances: Distances,
): PromptThresholds {
  const pairs = [...Map.groupBy(replays, (replay) => replay.session).values()].flatMap(pairsOf);
  if (pairs.length < fewestPairs) {
    return {
      threshold: Object.fromEntries(gate.map((channel) => [channel, fallback])),
      note: `Threshold ${fallback}, assumed: ${pairs.length} pairs of replays within one session, ${fewestPairs} are needed to measure the noise.`,
    };
  }
  const measured = gate.map((channel) => {
    const noise = pairs.map(([a, b]) => distances.between(channel, a.subject, b.subject));
    return [channel, Math.min(highest, Math.max(lowest, quantile(noise, 0.95)))];
  });
  return { threshold: Object.fromEntries(measured), note: "" };
}

function pairsOf(replays: readonly SubjectReplay[]): [SubjectReplay, SubjectReplay][] {
  return replays.flatMap((a, index) =>
    replays.slice(index + 1).map((b): [SubjectReplay, SubjectReplay] => [a, b]),
  );
}

/** Linear interpolation between order statistics, the default of R and numpy (type 7). */
function quantile(values: readonly number[], probability: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * probability;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
