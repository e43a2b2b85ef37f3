import type { Random } from "../base/base.ts";

/** A block of exchangeable places, some of which carry a label (diverged; belongs to arm a). */
export type Block = { readonly places: number; readonly labelled: number };

/** How the arrangements were gone through, and how many there were. */
export type Permutations = {
  readonly method: "exact" | "Monte Carlo";
  readonly count: number;
  /** p-value of an event that happened in `hits` of the arrangements; never 0 */
  readonly pValue: (hits: number) => number;
};

/** At most `draws` arrangements are looked at. */
export type PermutationOptions = { readonly random: Random; readonly draws: number };

/**
 * Moves the labels about within each block: through every arrangement when there are no more than `draws`, otherwise
 * `draws` times at random.
 * @param visit gets for each block the labelled places first: entries 0 to labelled - 1 of its array are the places
 * that carry a label in this arrangement. The arrays are reused, so they must not be kept.
 * @see Phipson & Smyth 2010 for (1 + hits) / (1 + draws); an exact count already holds the observed arrangement
 */
export function permuteLabels(
  blocks: readonly Block[],
  { random, draws }: PermutationOptions,
  visit: (places: readonly Int32Array[]) => void,
): Permutations {
  const places = blocks.map((block) => Int32Array.from({ length: block.places }, (_, i) => i));
  const arrangements = countArrangements(blocks);
  if (arrangements <= draws) {
    visitAll(blocks, places, () => visit(places));
    return { method: "exact", count: arrangements, pValue: (hits) => hits / arrangements };
  }
  for (let draw = 0; draw < draws; draw++) {
    blocks.forEach((block, index) => drawLabelled(places[index] ?? none, block.labelled, random));
    visit(places);
  }
  return monteCarlo(draws);
}

/** A block whose places carry numbers; the first `labelled` of them are the observed ones. */
export type ValuedBlock = { readonly values: readonly number[]; readonly labelled: number };

/**
 * As {@link permuteLabels}, for statistics that are the sum of the labelled values over all blocks.
 * @param visit gets that sum
 */
export function permuteLabelledSums(
  blocks: readonly ValuedBlock[],
  options: PermutationOptions,
  visit: (sum: number) => void,
): Permutations {
  const placed = blocks.map(({ values, labelled }) => ({
    values: Float64Array.from(values),
    places: values.length,
    labelled,
  }));
  return permuteLabels(placed, options, (places) => {
    let total = 0;
    placed.forEach((block, index) => (total += sumOfLabelled(block, places[index] ?? none)));
    visit(total);
  });
}

function sumOfLabelled(
  { values, labelled }: { readonly values: Float64Array; readonly labelled: number },
  places: Int32Array,
): number {
  let total = 0;
  for (let i = 0; i < labelled; i++) total += values[places[i] ?? 0] ?? 0;
  return total;
}

/** What random arrangements are worth. */
export function monteCarlo(draws: number): Permutations {
  return { method: "Monte Carlo", count: draws, pValue: (hits) => (1 + hits) / (1 + draws) };
}

/** Number of different arrangements; may be Infinity. */
export function countArrangements(blocks: readonly Block[]): number {
  return blocks.reduce((product, block) => product * choose(block.places, block.labelled), 1);
}

const none = new Int32Array();

function choose(n: number, k: number): number {
  let result = 1;
  // Rounded at each step, where the true value is whole, so that the count stays exact while it is small.
  for (let i = 1; i <= Math.min(k, n - k); i++) result = Math.round((result * (n - i + 1)) / i);
  return result;
}

/** The first steps of a Fisher-Yates shuffle: they decide who is labelled, the order of the rest does not matter. */
export function drawLabelled(places: Int32Array, labelled: number, random: Random): void {
  for (let i = 0; i < labelled; i++) {
    const other = i + Math.floor(random() * (places.length - i));
    const moved = places[i] ?? 0;
    places[i] = places[other] ?? 0;
    places[other] = moved;
  }
}

function visitAll(
  blocks: readonly Block[],
  places: readonly Int32Array[],
  visit: () => void,
): void {
  const [block, ...otherBlocks] = blocks;
  const [chosen, ...otherPlaces] = places;
  if (!block || !chosen) return visit();
  const { places: n, labelled: k } = block;
  for (let i = 0; i < k; i++) chosen[i] = i;
  for (;;) {
    visitAll(otherBlocks, otherPlaces, visit);
    // The next combination in lexicographic order: raise the last place that can still be raised.
    let raised = k - 1;
    while (raised >= 0 && chosen[raised] === n - k + raised) raised--;
    if (raised < 0) return;
    const value = (chosen[raised] ?? 0) + 1;
    for (let i = raised; i < k; i++) chosen[i] = value + i - raised;
  }
}
