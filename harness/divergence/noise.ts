import { hashToUnit } from "../base/base.ts";
import type { Channel } from "../record/record.ts";
import type { Distances, Subject, SubjectReplay } from "./subjects.ts";

/** Two unequal subjects, and how many pairs of replays within sessions show them. */
type DifferingPair = { readonly a: Subject; readonly b: Subject; readonly count: number };

/** All pairs of replays within one session; most pairs are of equal structures and need no comparison. */
export type NoisePairs = {
  /** equal and differing ones */
  readonly count: number;
  readonly differing: readonly DifferingPair[];
};

export type NoiseQuantile = {
  /** exact between the least and the most that matter */
  readonly value: number;
  /** 95 % margin of the rank that `value` really has, in (0, 1); 0 when every pair was compared */
  readonly rankError: number;
};

type QuantileOptions = {
  /** in (0, 1) */
  readonly probability: number;
  /** below the least and above the most nobody asks for the exact value */
  readonly least: number;
  readonly most: number;
  /** pairs that are compared at most; beyond it a random sample of them is */
  readonly mostPairs: number;
  readonly distances: Distances;
};

/** Counts the pairs of replays within each session. */
export function noisePairs(replays: readonly SubjectReplay[]): NoisePairs {
  const counts = new Map<Subject, Map<Subject, number>>();
  let count = 0;
  for (const own of Map.groupBy(replays, (replay) => replay.session).values()) {
    count += (own.length * (own.length - 1)) / 2;
    const shown = [...Map.groupBy(own, ({ subject }) => subject)];
    for (const [index, [subject, ones]] of shown.entries())
      for (const [other, others] of shown.slice(index + 1))
        countPairs(counts, [subject, other], ones.length * others.length);
  }
  const differing = [...counts].flatMap(([a, others]) =>
    [...others].map(([b, times]) => ({ a, b, count: times })),
  );
  return { count, differing };
}

function countPairs(
  counts: Map<Subject, Map<Subject, number>>,
  [a, b]: readonly [Subject, Subject],
  times: number,
): void {
  const [first, second] = a.hash < b.hash ? [a, b] : [b, a];
  const others = counts.get(first) ?? new Map<Subject, number>();
  counts.set(first, others);
  others.set(second, (others.get(second) ?? 0) + times);
}

/**
 * Quantile of the pairs' distances in one channel. Only distances that may be the quantile are computed exactly.
 * @see Hyndman & Fan 1996, type 7, the default of R and numpy: linear interpolation between order statistics
 */
export function noiseQuantile(
  channel: Channel,
  pairs: NoisePairs,
  { probability, least, most, mostPairs, distances }: QuantileOptions,
): NoiseQuantile {
  const differing = pairs.differing.filter(
    ({ a, b }) => a.byChannel.get(channel) !== b.byChannel.get(channel),
  );
  const unequal = totalOf(differing);
  const equal = pairs.count - unequal;
  const position = (pairs.count - 1) * probability;
  const [lower, upper] = [Math.floor(position), Math.ceil(position)];
  if (upper < equal) return { value: 0, rankError: 0 };
  const compared = unequal > mostPairs ? sampleOf(differing, mostPairs) : differing;
  const rankError =
    compared === differing ? 0 : rankErrorOf(unequal / pairs.count, probability, mostPairs);
  const bounded = compared.map((pair) => ({
    ...pair,
    atLeast: distances.atLeast(channel, pair.a, pair.b),
    atMost: distances.atMost(channel, pair.a, pair.b),
  }));
  const rankedBy = (value: (pair: BoundedPair) => number) =>
    rankedValues(bounded.map((pair) => ({ value: value(pair), count: pair.count })));
  const scale = totalOf(compared) / unequal;
  const low = rankedBy(({ atLeast }) => atLeast)((lower - equal) * scale);
  const high = rankedBy(({ atMost }) => atMost)((upper - equal) * scale);
  if (high <= least) return { value: high, rankError };
  if (low >= most) return { value: low, rankError };
  // What lies certainly outside [low, high] keeps its side, and that is all that ranks ask for.
  const valueAt = rankedBy(({ a, b, atLeast, atMost }) => {
    if (atMost <= low) return atMost;
    return atLeast >= high ? atLeast : distances.between(channel, a, b);
  });
  const [below, above] = [valueAt((lower - equal) * scale), valueAt((upper - equal) * scale)];
  return { value: below + (above - below) * (position - lower), rankError };
}

type BoundedPair = DifferingPair & { readonly atLeast: number; readonly atMost: number };

function totalOf(pairs: readonly { readonly count: number }[]): number {
  return pairs.reduce((sum, { count }) => sum + count, 0);
}

/**
 * So many pairs, evenly spaced along all of them in a random order that depends on nothing but the structures: each pair of replays has
 * the same chance, however many show the same two structures.
 */
function sampleOf(pairs: readonly DifferingPair[], size: number): readonly DifferingPair[] {
  const step = totalOf(pairs) / size;
  let [passed, next] = [0, step / 2];
  return pairs
    .map((pair) => ({ pair, rank: hashToUnit("noise", pair.a.hash, pair.b.hash) }))
    .sort((x, y) => x.rank - y.rank)
    .flatMap(({ pair }) => {
      passed += pair.count;
      const drawn = next > passed ? 0 : Math.floor((passed - next) / step) + 1;
      next += drawn * step;
      return drawn === 0 ? [] : [{ ...pair, count: drawn }];
    });
}

/** Equal pairs are all known, so that chance only moves ranks among the differing ones. */
function rankErrorOf(unequalShare: number, probability: number, sampled: number): number {
  const tail = Math.min(1, (1 - probability) / unequalShare);
  return 1.96 * Math.sqrt((tail * (1 - tail)) / sampled) * unequalShare;
}

/** Gives the value at a rank among the differing pairs; equal pairs stand before them, at negative ranks. */
function rankedValues(
  pairs: readonly { readonly value: number; readonly count: number }[],
): (rank: number) => number {
  const ascending = pairs.toSorted((x, y) => x.value - y.value);
  return (rank) => {
    if (rank < 0) return 0;
    let passed = 0;
    for (const { value, count } of ascending) {
      passed += count;
      if (rank < passed) return value;
    }
    return ascending.at(-1)?.value ?? 0;
  };
}
