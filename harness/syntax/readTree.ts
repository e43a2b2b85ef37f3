import type { TreeCursor } from "web-tree-sitter";
import type { SyntaxRules } from "./languages/rules.ts";

/** A node as the grammar gives it, with tokens such as `+` and `(` as unnamed leaves. */
export type RawNode = {
  readonly kind: string;
  /** role in the parent, e.g. `name` or `left`; "" when it has none */
  readonly field: string;
  readonly isNamed: boolean;
  /** source text of a leaf, "" for inner nodes */
  text: string;
  readonly children: RawNode[];
};

/** Deeper source is data or an attack; the readers behind this one are recursive. */
const deepest = 500;

type Reading = Pick<SyntaxRules, "atoms" | "gapped"> & {
  /** source text between two positions */ readonly textBetween: (
    from: number,
    to: number,
  ) => string;
};

/** Copies a syntax tree out of WebAssembly memory; null when it is nested more than 500 deep. */
export function readTree(cursor: TreeCursor, reading: Reading): RawNode | null {
  const root = nodeAt(cursor);
  const ancestors: Ancestor[] = [{ node: root, end: cursor.startIndex }];
  while (moveOn(cursor, ancestors, reading)) {
    if (ancestors.length > deepest) return null;
    const node = nodeAt(cursor);
    const parent = ancestors.at(-1);
    if (parent !== undefined) {
      if (reading.gapped.has(parent.node.kind)) addGap(parent, cursor.startIndex, reading);
      parent.node.children.push(node);
    }
    ancestors.push({ node, end: cursor.startIndex });
  }
  return root;
}

/** A node and how far its children have been read. */
type Ancestor = { readonly node: RawNode; end: number };

/** Goes to the next node in preorder and leaves its ancestors in `ancestors`; false at the end. */
function moveOn(cursor: TreeCursor, ancestors: Ancestor[], reading: Reading): boolean {
  const isAtom = reading.atoms.has(ancestors.at(-1)?.node.kind ?? "");
  if (!isAtom && cursor.gotoFirstChild()) return true;
  const leaf = ancestors.pop();
  // Asking for text is the slow part of reading: only leaves need theirs.
  if (leaf !== undefined) leaf.node.text = cursor.nodeText;
  if (reading.gapped.size > 0) markRead(cursor, ancestors);
  while (!cursor.gotoNextSibling()) {
    if (!cursor.gotoParent()) return false;
    const parent = ancestors.pop();
    if (parent === undefined || reading.gapped.size === 0) continue;
    if (reading.gapped.has(parent.node.kind)) addGap(parent, cursor.endIndex, reading);
    markRead(cursor, ancestors);
  }
  return true;
}

function markRead(cursor: TreeCursor, ancestors: readonly Ancestor[]): void {
  const parent = ancestors.at(-1);
  if (parent !== undefined) parent.end = cursor.endIndex;
}

/** Text of a node that none of its children covers becomes a leaf of its own. */
function addGap(parent: Ancestor, to: number, reading: Reading): void {
  if (to <= parent.end) return;
  const text = reading.textBetween(parent.end, to);
  parent.node.children.push({ kind: "text", field: "", isNamed: true, text, children: [] });
  parent.end = to;
}

function nodeAt(cursor: TreeCursor): RawNode {
  return {
    kind: cursor.nodeType,
    field: cursor.currentFieldName ?? "",
    isNamed: cursor.nodeIsNamed,
    text: "",
    children: [],
  };
}
