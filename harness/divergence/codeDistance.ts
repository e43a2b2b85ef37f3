import {
  editDistance,
  sequenceDistance,
  treeEdits,
  treeEditsAtLeast,
  treeEditsAtMost,
} from "../edits/edits.ts";
import type { CodeUnit, SyntaxNode } from "../structure/structure.ts";

/** Mean over all paths of the distance of what stands there; a path that only one side has counts 1. */
export function codeDistance(a: readonly CodeUnit[], b: readonly CodeUnit[]): number {
  return meanOverPaths(a, b, (one, other) => unitDistance(one, other, treeEdits));
}

/** What `codeDistance` cannot fall below, without comparing each node with each. */
export function codeDistanceAtLeast(a: readonly CodeUnit[], b: readonly CodeUnit[]): number {
  return meanOverPaths(a, b, (one, other) => unitDistance(one, other, treeEditsAtLeast));
}

/** What `codeDistance` cannot exceed, without comparing each node with each. */
export function codeDistanceAtMost(a: readonly CodeUnit[], b: readonly CodeUnit[]): number {
  return meanOverPaths(a, b, (one, other) => unitDistance(one, other, treeEditsAtMost));
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

type CountEdits = (a: SyntaxNode, b: SyntaxNode) => number;

function unitDistance(a: CodeUnit, b: CodeUnit, edits: CountEdits): number {
  if (a.form === b.form && a.hash === b.hash) return 0;
  if (a.form === "tree" && b.form === "tree") return treeDistance(a, b, edits);
  if (a.form === "tokens" && b.form === "tokens") return tokenDistance(a, b);
  // One of them does not parse, or only a hash is known: nothing finer can be said.
  return 1;
}

type Tree = { readonly tree: SyntaxNode; readonly size: number; readonly edited: number };

/**
 * A difference of the edits is weighed against the edits, not against all that stands around them. What is smaller than this counts as so
 * large, in nodes of both trees together or in tokens: some 12 lines on each side. Otherwise two ways to write one expression would be as far
 * apart as two programs.
 */
const leastWeighed = 200;

/**
 * Tree edit distance divided by the nodes that both replays edited, or by the sizes of both trees where that is less: without a text before, it is
 * the distance divided by the sum of the sizes (STATISTICS 1).
 */
export function treeDistance(a: Tree, b: Tree, edits: CountEdits = treeEdits): number {
  const weighed = Math.max(a.edited + b.edited, leastWeighed);
  // At most 1 by the triangle a, b, text before; but an estimate, or texts before that differ, need not keep to it.
  return Math.min(1, edits(a.tree, b.tree) / Math.min(a.size + b.size, weighed));
}

type Tokens = { readonly tokens: readonly string[]; readonly edited: number };

function tokenDistance(a: Tokens, b: Tokens): number {
  const longer = Math.max(a.tokens.length, b.tokens.length);
  const weighed = Math.max(a.edited + b.edited, leastWeighed);
  if (longer <= weighed) return sequenceDistance(a.tokens, b.tokens);
  return Math.min(1, editDistance(a.tokens, b.tokens) / weighed);
}
