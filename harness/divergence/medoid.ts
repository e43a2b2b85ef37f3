/** What a comparison of two points is known to give, without making it. */
export type Bounds = { readonly low: number; readonly high: number };

/** Distances between points, by their indices. */
export type PointDistances = {
  readonly exact: (a: number, b: number) => number;
  /** cheap; hold `exact` between them */
  readonly bounds: (a: number, b: number) => Bounds;
};

/** Sums of the same distances in another order differ by less. */
const rounding = 1e-9;

/**
 * Indices of the points with the smallest weighted sum of distances to all points: one, or several with equal sums. Sums that are
 * certainly larger than another are not computed, so that a mode with most of the weight is compared with each other point once.
 * @param weights one per point, greater than 0
 * @returns in ascending order; [] without a point
 */
export function medoidsOf(weights: readonly number[], distances: PointDistances): number[] {
  const sumOf = (point: number, distance: (a: number, b: number) => number) =>
    weights.reduce((sum, weight, other) => sum + weight * distance(point, other), 0);
  const lows = weights.map((_weight, point) => sumOf(point, (a, b) => distances.bounds(a, b).low));
  const highs = weights.map((_weight, point) =>
    sumOf(point, (a, b) => distances.bounds(a, b).high),
  );
  const reachable = smallest(highs) + rounding;
  const sums = lows.map((low, point) =>
    low > reachable ? Infinity : sumOf(point, distances.exact),
  );
  const least = smallest(sums) + rounding;
  return [...sums.keys()].filter((point) => (sums[point] ?? Infinity) <= least);
}

function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}
