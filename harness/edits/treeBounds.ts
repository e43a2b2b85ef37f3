import type { Remainder, ShapedTree } from "./treeEditDistance.ts";

/** What the tree edit distance of two remainders cannot fall below: no mapping pairs more equal labels than both have. */
export function editsAtLeast({ a, b, sizeA, sizeB }: Remainder): number {
  const surplus = new Map<number, number>();
  for (const tree of a) countLabels(tree, 1, surplus);
  for (const tree of b) countLabels(tree, -1, surplus);
  let onlyInA = 0;
  for (const count of surplus.values()) onlyInA += Math.max(0, count);
  return Math.max(onlyInA, onlyInA + sizeB - sizeA);
}

function countLabels(tree: ShapedTree, by: number, surplus: Map<number, number>): void {
  surplus.set(tree.label, (surplus.get(tree.label) ?? 0) + by);
  for (const child of tree.children) countLabels(child, by, surplus);
}

/** Of nodes; few of them are really tried. */
const mostPairings = 1_000_000;

/**
 * What the tree edit distance of two remainders cannot exceed, at a hundredth of its cost: the cheapest mapping in which a node's children
 * go to its partner's children or nowhere; for large remainders, that all is deleted and inserted.
 * @see Selkow 1977, Information Processing Letters 6(6)
 */
export function editsAtMost({ a, b, sizeA, sizeB, pairings }: Remainder): number {
  return sizeA * sizeB > mostPairings ? sizeA + sizeB : topDown(a, b, pairings);
}

/** Aligns two rows of siblings: a tree is deleted, inserted, or paired root with root. */
function topDown(
  a: readonly ShapedTree[],
  b: readonly ShapedTree[],
  pairings: Map<number, number>,
): number {
  const row = new Float64Array(b.length + 1);
  for (const [index, tree] of b.entries()) row[index + 1] = (row[index] ?? 0) + tree.size;
  for (const x of a) {
    let diagonal = row[0] ?? 0;
    let left = diagonal + x.size;
    row[0] = left;
    for (const [index, y] of b.entries()) {
      const above = row[index + 1] ?? 0;
      const apart = Math.min(above + x.size, left + y.size);
      // Pairing costs at least the difference in size.
      const isWorthwhile = diagonal + Math.abs(x.size - y.size) < apart;
      left = isWorthwhile ? Math.min(apart, diagonal + pairing(x, y, pairings)) : apart;
      row[index + 1] = left;
      diagonal = above;
    }
  }
  return row[b.length] ?? 0;
}

function pairing(x: ShapedTree, y: ShapedTree, pairings: Map<number, number>): number {
  if (x.shape === y.shape) return 0;
  const relabelling = x.label === y.label ? 0 : 1;
  if (x.children.length === 0 || y.children.length === 0) return relabelling + x.size + y.size - 2;
  const key = Math.min(x.shape, y.shape) * 2 ** 26 + Math.max(x.shape, y.shape);
  const known = pairings.get(key);
  if (known !== undefined) return known;
  const cost = relabelling + topDown(x.children, y.children, pairings);
  pairings.set(key, cost);
  return cost;
}
