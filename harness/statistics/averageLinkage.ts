import { checkSquare, type DistanceMatrix } from "./distanceMatrix.ts";

/** One joining of two clusters; the last one holds everything. */
export type Join = {
  /** mean distance between their items */
  readonly height: number;
  /** clusters after the joining, each a list of item indices */
  readonly clusters: readonly (readonly number[])[];
};

/**
 * Average-linkage clustering (UPGMA), all joins from the closest pair up. Cubic in the items: for sessions, up to a few hundred.
 * @see Sokal & Michener 1958; R hclust(method = "average"). Check: vector "medoid_silhouette_hclust"
 */
export function averageLinkage(distances: DistanceMatrix): Join[] {
  checkSquare(distances);
  let clusters: (readonly number[])[] = distances.map((_, item) => [item]);
  let apart = distances.map((row) => [...row]);
  const joins: Join[] = [];
  while (clusters.length > 1) {
    const [a, b, height] = closest(apart);
    const sizes = [clusters[a]?.length ?? 0, clusters[b]?.length ?? 0] as const;
    const joined = [...(clusters[a] ?? []), ...(clusters[b] ?? [])];
    const toJoined = (row: readonly number[]): number =>
      ((row[a] ?? 0) * sizes[0] + (row[b] ?? 0) * sizes[1]) / (sizes[0] + sizes[1]);
    const remains = (_: unknown, index: number): boolean => index !== a && index !== b;
    const column = apart.filter(remains).map(toJoined);
    apart = apart.filter(remains).map((row, index) => [...row.filter(remains), column[index] ?? 0]);
    apart.push([...column, 0]);
    clusters = [...clusters.filter(remains), joined];
    joins.push({ height, clusters });
  }
  return joins;
}

function closest(apart: readonly (readonly number[])[]): [a: number, b: number, height: number] {
  let best: [number, number, number] = [0, 1, Infinity];
  for (const [a, row] of apart.entries())
    for (let b = a + 1; b < row.length; b++) {
      const height = row[b] ?? Infinity;
      if (height < best[2]) best = [a, b, height];
    }
  return best;
}
