import type { CodeUnit, SyntaxNode } from "../structure/structure.ts";
import { pqGramDistance } from "./pqGrams.ts";
import { sequenceDistance } from "./sequences.ts";
import { editsAtLeast, editsAtMost } from "./treeBounds.ts";
import { remainderDistance, remainderOf, type Remainder } from "./treeEditDistance.ts";

/** Mean over all paths of the distance of what stands there; a path that only one side has counts 1. */
export function codeDistance(a: readonly CodeUnit[], b: readonly CodeUnit[]): number {
  return meanOverPaths(a, b, unitDistance);
}

/** What `codeDistance` cannot fall below, without comparing each node with each. */
export function codeDistanceAtLeast(a: readonly CodeUnit[], b: readonly CodeUnit[]): number {
  return meanOverPaths(a, b, (one, other) => boundedDistance(one, other, editsAtLeast));
}

/** What `codeDistance` cannot exceed, without comparing each node with each. */
export function codeDistanceAtMost(a: readonly CodeUnit[], b: readonly CodeUnit[]): number {
  return meanOverPaths(a, b, (one, other) => boundedDistance(one, other, editsAtMost));
}

function meanOverPaths(
  a: readonly CodeUnit[],
  b: readonly CodeUnit[],
  distance: (a: CodeUnit, b: CodeUnit) => number,
): number {
  const right = new Map(b.map((unit) => [unit.path, unit]));
  const matched = a.flatMap((unit) => {
    const other = right.get(unit.path);
    return other === undefined ? [] : [distance(unit, other)];
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

function boundedDistance(a: CodeUnit, b: CodeUnit, edits: (of: Remainder) => number): number {
  const areTrees = a.form === "tree" && b.form === "tree" && a.hash !== b.hash;
  return areTrees ? edits(remainderOf(a.tree, b.tree)) / (a.size + b.size) : unitDistance(a, b);
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

/** By pq-grams, which stand for edits; what is certain about the edit distance bounds the estimate. */
function estimatedEdits(remainder: Remainder): number {
  const { a, b, sizeA, sizeB } = remainder;
  const estimate = pqGramDistance(a, b) * Math.max(sizeA, sizeB);
  return Math.min(editsAtMost(remainder), Math.max(editsAtLeast(remainder), 1, estimate));
}
