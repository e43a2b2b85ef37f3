import type { Channel } from "../record/record.ts";
import { noisePairs, noiseQuantile } from "./noise.ts";
import type { Distances, SubjectReplay } from "./subjects.ts";
import type { Thresholds } from "./types.ts";

/** Fewer pairs than this leave the 95 % quantile to chance. */
const fewestPairs = 10;
/** The middle of the permitted range: neither every difference counts nor only large ones. */
const fallback = 0.3;
const lowest = 0.1;
const highest = 0.5;
const probability = 0.95;
/** A prompt with more replays than this is measured by a sample. */
export const manyReplays = 2_000;
/** Each comparison may cost 40 ms. The sample's quantile is that of a rank within 1.4 percentage points. */
const mostPairsOfMany = 1_000;

export type PromptThresholds = { readonly threshold: Thresholds; readonly note: string };

/**
 * Noise threshold per gating channel: the 95 % quantile of the distances between replays of one session, within
 * [0.1, 0.5]. Such pairs share whatever sticks to the session, so they measure sampling noise alone; a quantile
 * of all pairs would sit among the degraded sessions and hide them. Pooled over client configurations, because noise
 * belongs to the prompt. Fewer than 10 pairs give 0.3 and a note. A prompt with over 2,000 replays is measured by a sample of the
 * pairs when over 1,000 of them differ; the note says how much the rank of the quantile may be off.
 * @param replays all replays of one prompt
 * @see STATISTICS 2b
 */
export function promptThresholds(
  replays: readonly SubjectReplay[],
  gate: readonly Channel[],
  distances: Distances,
): PromptThresholds {
  const pairs = noisePairs(replays);
  if (pairs.count < fewestPairs) {
    return {
      threshold: Object.fromEntries(gate.map((channel) => [channel, fallback])),
      note: `Threshold ${fallback}, assumed: ${pairs.count} pairs of replays within one session, ${fewestPairs} are needed to measure the noise.`,
    };
  }
  const measured = gate.map((channel) => ({
    channel,
    ...noiseQuantile(channel, pairs, {
      probability,
      least: lowest,
      most: highest,
      mostPairs: replays.length > manyReplays ? mostPairsOfMany : Infinity,
      distances,
    }),
  }));
  const thresholds = measured.map(({ channel, value }) => [
    channel,
    Math.min(highest, Math.max(lowest, value)),
  ]);
  const rankError = Math.max(0, ...measured.map((one) => one.rankError));
  return {
    threshold: Object.fromEntries(thresholds),
    note: rankError === 0 ? "" : sampleNote(rankError),
  };
}

function sampleNote(rankError: number): string {
  const [low, high] = [probability - rankError, Math.min(1, probability + rankError)];
  const percent = (share: number) => (share * 100).toFixed(1);
  return `The threshold rests on a random sample of ${mostPairsOfMany} differing pairs of replays within sessions: it is a quantile between ${percent(low)} % and ${percent(high)} % instead of exactly 95 %.`;
}
