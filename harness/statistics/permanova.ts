import type { Random } from "../base/base.ts";
import { checkSquare, type DistanceMatrix } from "./distanceMatrix.ts";
import { drawLabelled, monteCarlo, type Permutations } from "./labelPermutation.ts";
import { visitPartitions } from "./partitions.ts";

/** One scored replay of a distance matrix. */
export type GroupedItem = {
  /** what may be sticky: the session */
  readonly group: string;
  /** items are exchangeable only within their cell: wave and prompt */
  readonly cell: string;
};

export type Permanova = {
  /** pseudo-F of distances between over within groups; null when it cannot be formed */
  readonly f: number | null;
  /** share of the squared distances that lies between groups */
  readonly rSquared: number | null;
  /** the share of variance between groups (ICC) for groups of equal size; null for unequal ones */
  readonly correlation: number | null;
  readonly sumOfSquares: { readonly total: number; readonly within: number };
  /** one-sided: small when items of a group lie closer together than chance would have it */
  readonly p: number | null;
  readonly method: Permutations["method"] | "none";
  readonly permutations: number;
  readonly note: string | null;
};

/**
 * Does structure stick to sessions? Analysis of variance on distances, with items permuted across groups within their
 * cells. The counterpart of stickinessTest for continuous distances.
 * @param draws all partitions are gone through instead when there are no more than that and all items share one cell
 * @see Anderson 2001; vegan::adonis2. Check: vector "permanova_session_3x4"
 */
export function permanova(
  distances: DistanceMatrix,
  items: readonly GroupedItem[],
  random: Random,
  draws = 9999,
): Permanova {
  checkSquare(distances);
  if (items.length !== distances.length)
    throw new RangeError(`Expected one item per row; got ${items.length} for ${distances.length}.`);
  const squares = squaresOf(distances);
  const groups = [...Map.groupBy(items.keys(), (item) => items[item]?.group ?? "").values()];
  const n = items.length;
  const total = n > 0 ? sumWithin(squares, Int32Array.from(items.keys()), [n]) : 0;
  const sizes = groups.map(({ length }) => length);
  const placed = Int32Array.from(groups.flat());
  const within = sumWithin(squares, placed, sizes);
  const freedom = { between: groups.length - 1, within: n - groups.length };
  const sumOfSquares = { total, within };
  const note = whyUntestable(freedom, total);
  if (note) return { ...unknown, sumOfSquares, note };
  const f = within > 0 ? ((total - within) / freedom.between / within) * freedom.within : null;
  const size = sizes.every((each) => each === sizes[0]) ? (sizes[0] ?? 1) : null;
  const visit = visitor(squares, within * (1 + 1e-9) + 1e-12);
  const permutations = permuteItems(
    { items, groups, placed, sizes },
    { random, draws },
    visit.look,
  );
  return {
    f,
    rSquared: 1 - within / total,
    correlation: f === null || size === null ? null : (f - 1) / (f + size - 1),
    sumOfSquares,
    p: permutations.pValue(visit.hits()),
    method: permutations.method,
    permutations: permutations.count,
    note: f === null ? "no distance within groups" : null,
  };
}

const unknown = {
  f: null,
  rSquared: null,
  correlation: null,
  p: null,
  method: "none",
  permutations: 0,
} as const;

function whyUntestable(
  freedom: { readonly between: number; readonly within: number },
  total: number,
): string | null {
  if (freedom.between < 1) return "fewer than two groups";
  if (freedom.within < 1) return "no group has two items";
  return total > 0 ? null : "all items are equal";
}

type Arrangement = {
  readonly items: readonly GroupedItem[];
  readonly groups: readonly (readonly number[])[];
  readonly placed: Int32Array;
  readonly sizes: readonly number[];
};

/** A smaller sum within groups is a larger F, so that only the sum within is needed. */
function visitor(squares: Squares, limit: number) {
  let hits = 0;
  return {
    hits: () => hits,
    look: (placed: Int32Array, sizes: readonly number[]): void => {
      if (sumWithin(squares, placed, sizes) <= limit) hits++;
    },
  };
}

function permuteItems(
  { items, placed, sizes }: Arrangement,
  { random, draws }: { readonly random: Random; readonly draws: number },
  look: (placed: Int32Array, sizes: readonly number[]) => void,
): Permutations {
  const cells = [
    ...Map.groupBy(placed.keys(), (place) => items[placed[place] ?? 0]?.cell ?? "").values(),
  ];
  if (cells.length === 1) {
    const count = visitPartitions(sizes, draws, look);
    if (count !== null) return { method: "exact", count, pValue: (hits) => hits / count };
  }
  const moving = Int32Array.from(placed);
  const buffers = cells.map((places) => ({
    places,
    held: Int32Array.from(places, (place) => placed[place] ?? 0),
  }));
  for (let draw = 0; draw < draws; draw++) {
    for (const { places, held } of buffers) {
      const { length } = held;
      drawLabelled(held, length - 1, random);
      for (let i = 0; i < length; i++) moving[places[i] ?? 0] = held[i] ?? 0;
    }
    look(moving, sizes);
  }
  return monteCarlo(draws);
}

type Squares = { readonly n: number; readonly values: Float64Array };

function squaresOf(distances: DistanceMatrix): Squares {
  const n = distances.length;
  const values = new Float64Array(n * n);
  distances.forEach((row, i) => row.forEach((value, j) => (values[i * n + j] = value * value)));
  return { n, values };
}

/** Sum over groups of the squared distances within them, each divided by the group's size. */
function sumWithin({ n, values }: Squares, placed: Int32Array, sizes: readonly number[]): number {
  let total = 0;
  let first = 0;
  for (const size of sizes) {
    let inGroup = 0;
    for (let a = first; a < first + size; a++) {
      const row = (placed[a] ?? 0) * n;
      for (let b = a + 1; b < first + size; b++) inGroup += values[row + (placed[b] ?? 0)] ?? 0;
    }
    total += inGroup / size;
    first += size;
  }
  return total;
}
