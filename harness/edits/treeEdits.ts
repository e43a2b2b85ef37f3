import { pqGramDistance } from "./pqGrams.ts";
import { editsAtLeast, editsAtMost } from "./treeBounds.ts";
import {
  remainderDistance,
  remainderOf,
  type LabelledTree,
  type Remainder,
} from "./treeEditDistance.ts";

/** About 40 ms: differing parts of some 450 nodes each. The rest of the two trees may be of any size. */
const mostCells = 4_000_000;

/** Nodes to insert, delete or relabel to turn one tree into the other; estimated where the differing parts are large. Symmetric. */
export function treeEdits(a: LabelledTree, b: LabelledTree): number {
  const remainder = remainderOf(a, b);
  return remainderDistance(remainder, mostCells) ?? estimatedEdits(remainder);
}

/** What `treeEdits` cannot fall below, without comparing each node with each. */
export function treeEditsAtLeast(a: LabelledTree, b: LabelledTree): number {
  return editsAtLeast(remainderOf(a, b));
}

/** What `treeEdits` cannot exceed, without comparing each node with each. */
export function treeEditsAtMost(a: LabelledTree, b: LabelledTree): number {
  return editsAtMost(remainderOf(a, b));
}

/** By pq-grams, which stand for edits; what is certain about the edit distance bounds the estimate. */
function estimatedEdits(remainder: Remainder): number {
  const { a, b, sizeA, sizeB } = remainder;
  const estimate = pqGramDistance(a, b) * Math.max(sizeA, sizeB);
  return Math.min(editsAtMost(remainder), Math.max(editsAtLeast(remainder), 1, estimate));
}
