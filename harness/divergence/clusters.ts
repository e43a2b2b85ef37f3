/**
 * Average-linkage clusters of weighted points, cut where clusters lie further apart than `cut` on average. A point of
 * weight w stands for w equal points, which average linkage would join first anyway.
 * @param weights one per point, greater than 0
 * @param distance symmetric, between the points' indices
 * @returns indices of the points of each cluster
 * @see Murtagh 1983 (nearest-neighbour chain): quadratic time and, ties aside, the same tree as joining the closest pair
 */
export function averageLinkage(
  weights: readonly number[],
  distance: (a: number, b: number) => number,
  cut: number,
): number[][] {
  const clusters = new Map<number, Cluster>(
    weights.map((weight, point) => [point, { points: [point], weight, apart: new Map() }]),
  );
  for (const [a, cluster] of clusters) {
    for (const b of clusters.keys()) if (a !== b) cluster.apart.set(b, distance(a, b));
  }
  const finished: number[][] = [];
  const chain: number[] = [];
  while (clusters.size > 0) {
    const last = chain.at(-1) ?? firstKey(clusters);
    if (chain.length === 0) chain.push(last);
    const [nearest, apart] = nearestTo(last, clusters, chain.at(-2));
    if (apart > cut) {
      // Whatever joins the others later, their mean distance to this cluster stays above the cut.
      finished.push(clusters.get(last)?.points ?? []);
      remove(last, clusters);
      chain.pop();
    } else if (nearest === chain.at(-2)) {
      chain.splice(-2);
      join(last, nearest, clusters);
    } else {
      chain.push(nearest);
    }
  }
  return finished;
}

type Cluster = {
  readonly points: number[];
  weight: number;
  /** mean distance to every other cluster */
  readonly apart: Map<number, number>;
};

function firstKey(clusters: ReadonlyMap<number, Cluster>): number {
  return clusters.keys().next().value ?? 0;
}

/** On a tie the previous link of the chain wins, or the chain would never end. */
function nearestTo(
  from: number,
  clusters: ReadonlyMap<number, Cluster>,
  previous: number | undefined,
): [nearest: number, apart: number] {
  const apart = clusters.get(from)?.apart ?? new Map<number, number>();
  let best: [number, number] =
    previous === undefined ? [-1, Infinity] : [previous, apart.get(previous) ?? Infinity];
  for (const [other, value] of apart) if (value < best[1]) best = [other, value];
  return best;
}

function join(from: number, into: number, clusters: Map<number, Cluster>): void {
  const [a, b] = [clusters.get(from), clusters.get(into)];
  if (a === undefined || b === undefined) return;
  remove(from, clusters);
  for (const [other, apart] of b.apart) {
    const mean = (a.weight * (a.apart.get(other) ?? 0) + b.weight * apart) / (a.weight + b.weight);
    b.apart.set(other, mean);
    clusters.get(other)?.apart.set(into, mean);
  }
  b.points.push(...a.points);
  b.weight += a.weight;
}

function remove(key: number, clusters: Map<number, Cluster>): void {
  clusters.delete(key);
  for (const other of clusters.values()) other.apart.delete(key);
}
