import type { DistanceMatrix } from "./distanceMatrix.ts";

/**
 * How much farther apart items of different groups lie than items of the same one.
 * @param groups group of each item
 * @returns mean distances, and ANOSIM's R on their ranks: 1 separated, 0 no difference. Nulls without pairs of both kinds
 * @see Clarke 1993; vegan::anosim. Check: vector "permanova_session_3x4"
 */
export function anosim(
  distances: DistanceMatrix,
  groups: readonly string[],
): {
  readonly r: number | null;
  readonly meanWithin: number | null;
  readonly meanBetween: number | null;
} {
  const pairs = groups.flatMap((group, a) =>
    groups.slice(a + 1).map((other, offset) => ({
      isWithin: group === other,
      distance: distances[a]?.[a + 1 + offset] ?? 0,
    })),
  );
  const ranks = ranksOf(pairs.map(({ distance }) => distance));
  const meanOf = (isWithin: boolean, values: readonly number[]): number | null => {
    const chosen = values.filter((_, index) => pairs[index]?.isWithin === isWithin);
    return chosen.length === 0
      ? null
      : chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
  };
  const distancesOfPairs = pairs.map(({ distance }) => distance);
  const [within, between] = [meanOf(true, ranks), meanOf(false, ranks)];
  return {
    r: within === null || between === null ? null : (between - within) / (pairs.length / 2),
    meanWithin: meanOf(true, distancesOfPairs),
    meanBetween: meanOf(false, distancesOfPairs),
  };
}

/** Ranks from 1; equal values share the mean of theirs. */
function ranksOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const rankOf = new Map<number, number>();
  sorted.forEach((value) => {
    if (!rankOf.has(value))
      rankOf.set(value, (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1);
  });
  return values.map((value) => rankOf.get(value) ?? 0);
}
