import type { CodeUnit, SyntaxNode } from "../structure/structure.ts";
import { pqGramDistance } from "./pqGrams.ts";
import { sequenceDistance } from "./sequences.ts";
import { remainderDistance, remainderOf, type Remainder } from "./treeEditDistance.ts";

/** Mean over all paths of the distance of what stands there; a path that only one side has counts 1. */
export function codeDistance(a: readonly CodeUnit[], b: readonly CodeUnit[]): number {
  const right = new Map(b.map((unit) => [unit.path, unit]));
  const matched = a.flatMap((unit) => {
    const other = right.get(unit.path);
    return other === undefined ? [] : [unitDistance(unit, other)];
  });
  const paths = a.length + b.length - matched.length;
  if (paths === 0) return 0;
  const sum = matched.reduce((total, distance) => total + distance, 0);
  return (sum + paths - matched.length) / paths;
}

function unitDistance(a: CodeUnit, b: CodeUnit): number {
  if (a.form === b.form && a.hash === b.hash) return 0;
  if (a.form === "tree" && b.form === "tree") return treeDistance(a, b);
  if (a.form === "tokens" && b.form === "tokens") return sequenceDistance(a.tokens, b.tokens);
  // One of them does not parse, or only a hash is known: nothing finer can be said.
  return 1;
}

/** About 40 ms: differing parts of some 450 nodes each. The rest of the two trees may be of any size. */
const mostCells = 4_000_000;

type Tree = { readonly tree: SyntaxNode; readonly size: number };

/** Tree edit distance divided by the sum of the sizes; estimated when the differing parts are large. */
export function treeDistance(a: Tree, b: Tree): number {
  const remainder = remainderOf(a.tree, b.tree);
  const edits = remainderDistance(remainder, mostCells) ?? estimatedEdits(remainder);
  return edits / (a.size + b.size);
}

/** The edit distance is at most the size of the larger tree (relabel everything) and at least the difference in size. */
export function estimatedEdits({ a, b, sizeA, sizeB }: Remainder): number {
  const estimate = pqGramDistance(a, b) * Math.max(sizeA, sizeB);
  return Math.max(estimate, Math.abs(sizeA - sizeB), 1);
}
