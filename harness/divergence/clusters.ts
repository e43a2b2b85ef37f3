/**
 * Average-linkage clusters of weighted points, cut where clusters lie further apart than `cut` on average. A point of
 * weight w stands for w equal points, which average linkage would join first anyway.
 * @param weights one per point, greater than 0
 * @param distance symmetric, between the points' indices; asked once per pair
 * @returns indices of the points of each cluster
 * @see Murtagh 1983 (nearest-neighbour chain): quadratic time and, ties aside, the same tree as joining the closest pair
 */
export function averageLinkage(
  weights: readonly number[],
  distance: (a: number, b: number) => number,
  cut: number,
): number[][] {
  const forest: Forest = {
    weights: Float64Array.from(weights),
    apart: pairwise(weights.length, distance),
    points: new Map(weights.map((_weight, point) => [point, [point]])),
  };
  const finished: number[][] = [];
  const chain: number[] = [];
  while (forest.points.size > 0) {
    const last = chain.at(-1) ?? firstKey(forest.points);
    if (chain.length === 0) chain.push(last);
    const [nearest, apart] = nearestTo(last, forest, chain.at(-2));
    if (apart > cut) {
      // Whatever joins the others later, their mean distance to this cluster stays above the cut.
      finished.push(forest.points.get(last) ?? []);
      forest.points.delete(last);
      chain.pop();
    } else if (nearest === chain.at(-2)) {
      chain.splice(-2);
      join(last, nearest, forest);
    } else {
      chain.push(nearest);
    }
  }
  return finished;
}

/**
 * Groups of points that chains of near pairs hold together. No average-linkage cluster reaches beyond such a group: where every
 * pair lies above the cut, so does their mean.
 * @param areNear symmetric; asked only for pairs that nothing has joined yet
 */
export function connectedGroups(
  count: number,
  areNear: (a: number, b: number) => boolean,
): number[][] {
  const groups: number[][] = [];
  for (let point = 0; point < count; point++) {
    const near = groups.filter((group) => group.some((other) => areNear(other, point)));
    for (const group of near) groups.splice(groups.indexOf(group), 1);
    groups.push([...near.flat(), point].sort((a, b) => a - b));
  }
  return groups;
}

/** Clusters that are still growing, by the index of one of their points. */
type Forest = {
  readonly weights: Float64Array;
  /** mean distance of each two clusters, row by row */
  readonly apart: Float64Array;
  readonly points: Map<number, number[]>;
};

function pairwise(count: number, distance: (a: number, b: number) => number): Float64Array {
  const apart = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      apart[a * count + b] = apart[b * count + a] = distance(a, b);
    }
  }
  return apart;
}

function firstKey(clusters: ReadonlyMap<number, unknown>): number {
  return clusters.keys().next().value ?? 0;
}

/** On a tie the previous link of the chain wins, or the chain would never end. */
function nearestTo(
  from: number,
  { weights, apart, points }: Forest,
  previous: number | undefined,
): [nearest: number, apart: number] {
  const row = from * weights.length;
  let nearest = previous ?? -1;
  let least = previous === undefined ? Infinity : (apart[row + previous] ?? Infinity);
  for (const other of points.keys()) {
    const value = apart[row + other] ?? Infinity;
    if (other !== from && value < least) [nearest, least] = [other, value];
  }
  return [nearest, least];
}

function join(from: number, into: number, { weights, apart, points }: Forest): void {
  const count = weights.length;
  const [a, b] = [weights[from] ?? 0, weights[into] ?? 0];
  points.get(into)?.push(...(points.get(from) ?? []));
  points.delete(from);
  for (const other of points.keys()) {
    const [left, right] = [apart[from * count + other] ?? 0, apart[into * count + other] ?? 0];
    const mean = (a * left + b * right) / (a + b);
    apart[into * count + other] = apart[other * count + into] = mean;
  }
  weights[into] = a + b;
}
