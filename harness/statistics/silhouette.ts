import type { DistanceMatrix } from "./distanceMatrix.ts";

/**
 * How well each item sits in its cluster: 1 far from all others, 0 on the border, below 0 misplaced. Items that are alone
 * in their cluster get 0.
 * @param labels cluster of each item, any numbers
 * @returns one width in [-1, 1] per item, and their mean; null with fewer than two clusters
 * @see Rousseeuw 1987; R cluster::silhouette. Check: vector "medoid_silhouette_hclust"
 */
export function silhouette(
  distances: DistanceMatrix,
  labels: readonly number[],
): { readonly widths: readonly number[]; readonly mean: number | null } {
  const clusters = Map.groupBy(labels.keys(), (item) => labels[item] ?? 0);
  if (clusters.size < 2) return { widths: labels.map(() => 0), mean: null };
  const widths = labels.map((label, item) => {
    const meanTo = (members: readonly number[], others: number): number =>
      members.reduce((sum, other) => sum + (distances[item]?.[other] ?? 0), 0) / others;
    const own = clusters.get(label) ?? [];
    if (own.length === 1) return 0;
    const within = meanTo(own, own.length - 1);
    const between = [...clusters]
      .filter(([other]) => other !== label)
      .reduce((least, [, members]) => Math.min(least, meanTo(members, members.length)), Infinity);
    const larger = Math.max(within, between);
    return larger === 0 ? 0 : (between - within) / larger;
  });
  return { widths, mean: widths.reduce((sum, width) => sum + width, 0) / widths.length };
}
