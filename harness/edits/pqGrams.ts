import type { ShapedTree } from "./treeEditDistance.ts";

/**
 * Distance of two forests, each under one imagined root, by the bags of their pq-grams (p = 2, q = 3): a node, its parent and three neighbouring
 * children. Time grows with the size, not with its square.
 * @returns 0 (same bags, which does not prove equal trees) to 1 (nothing in common)
 * @see Augsten, Böhlen & Gamper 2005, VLDB
 */
export function pqGramDistance(a: readonly ShapedTree[], b: readonly ShapedTree[]): number {
  const [left, right] = [bagOf(a), bagOf(b)];
  let common = 0;
  for (const [gram, count] of left.grams) common += Math.min(count, right.grams.get(gram) ?? 0);
  return 1 - (2 * common) / (left.size + right.size);
}

type Bag = { readonly grams: ReadonlyMap<string, number>; readonly size: number };

function bagOf(forest: readonly ShapedTree[]): Bag {
  const grams = new Map<string, number>();
  let size = 0;
  const visit = (parent: number, label: number, children: readonly ShapedTree[]): void => {
    const labels = children.map((child) => child.label);
    const padded = labels.length === 0 ? [none, none, none] : [none, none, ...labels, none, none];
    for (let start = 0; start + 2 < padded.length; start++) {
      const gram = [parent, label, ...padded.slice(start, start + 3)].join(" ");
      grams.set(gram, (grams.get(gram) ?? 0) + 1);
      size++;
    }
    for (const child of children) visit(label, child.label, child.children);
  };
  visit(none, none, forest);
  return { grams, size };
}

/** Stands where a parent or a neighbour is missing. */
const none = -1;
