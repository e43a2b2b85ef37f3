/** A value with its weight (the replays behind it), > 0. */
export type Weighted = { readonly value: number; readonly weight: number };

/**
 * The closest sequence that never falls (least squares), by pooling adjacent violators.
 * @see Ayer et al. 1955; R isoreg. Check: vector "isotonic_pava"
 */
export function isotonicRegression(points: readonly Weighted[]): number[] {
  const pools: { value: number; weight: number; points: number }[] = [];
  for (const point of points) {
    let pool = { ...point, points: 1 };
    for (let last = pools.at(-1); last && last.value > pool.value; last = pools.at(-1)) {
      pools.pop();
      const weight = last.weight + pool.weight;
      const value = (last.value * last.weight + pool.value * pool.weight) / weight;
      pool = { value, weight, points: last.points + pool.points };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ value, points: count }) => Array.from({ length: count }, () => value));
}
