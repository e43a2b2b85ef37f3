import { sum } from "simple-statistics";

/** Spread of replays over clusters of equal meaning or structure. */
export type ClusterEntropy = {
  /** -sum P ln P, plug-in: too low for few replays */
  readonly nats: number | null;
  readonly bits: number | null;
  /** nats / ln(replays), in [0, 1]; null with one replay. 1 minus this is a consistency */
  readonly normalised: number | null;
  /** plug-in plus (clusters - 1) / (2 replays), which takes off most of the bias */
  readonly millerMadow: number | null;
  /** unbiased chance that two different replays lie in different clusters; null with one replay */
  readonly pairDisagreement: number | null;
  readonly note: string | null;
};

/**
 * Discrete semantic entropy of replays that were put into clusters.
 * @param counts replays per cluster, whole
 * @see Farquhar et al. 2024; Miller 1955; Simpson 1949. Check: vector "discrete_semantic_entropy"
 */
export function clusterEntropy(counts: readonly number[]): ClusterEntropy {
  const filled = counts.filter((count) => count > 0);
  const replays = sum(filled);
  if (replays === 0)
    return {
      nats: null,
      bits: null,
      normalised: null,
      millerMadow: null,
      pairDisagreement: null,
      note: "no replay",
    };
  const nats = Math.abs(sum(filled.map((count) => (-count / replays) * Math.log(count / replays))));
  const pairs = replays * (replays - 1);
  return {
    nats,
    bits: nats / Math.LN2,
    normalised: replays > 1 ? nats / Math.log(replays) : null,
    millerMadow: nats + (filled.length - 1) / (2 * replays),
    pairDisagreement:
      pairs > 0 ? 1 - sum(filled.map((count) => count * (count - 1))) / pairs : null,
    note: replays > 1 ? null : "one replay cannot disagree",
  };
}
