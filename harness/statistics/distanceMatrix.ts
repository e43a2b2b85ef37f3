/** Distances between items: square, symmetric, zero on the diagonal. */
export type DistanceMatrix = readonly (readonly number[])[];

/** @throws RangeError unless the matrix is square */
export function checkSquare(distances: DistanceMatrix): void {
  if (distances.some((row) => row.length !== distances.length))
    throw new RangeError("A distance matrix has as many columns as rows.");
}

/** Index of the item with the smallest sum of distances to `members`; the first one on a tie, -1 without members. */
export function medoidOf(distances: DistanceMatrix, members: readonly number[]): number {
  let best = { item: -1, sum: Infinity };
  for (const item of members) {
    const sum = members.reduce((total, other) => total + (distances[item]?.[other] ?? 0), 0);
    // Sums that differ by rounding only are a tie.
    if (best.item === -1 || sum < best.sum * (1 - 1e-12)) best = { item, sum };
  }
  return best.item;
}
