import type { TreeCursor } from "web-tree-sitter";

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

/** Copies a syntax tree out of WebAssembly memory; null when it is nested more than 500 deep. */
export function readTree(cursor: TreeCursor): RawNode | null {
  const root = nodeAt(cursor);
  const ancestors = [root];
  while (moveOn(cursor, ancestors)) {
    if (ancestors.length > deepest) return null;
    const node = nodeAt(cursor);
    ancestors.at(-1)?.children.push(node);
    ancestors.push(node);
  }
  return root;
}

/** Goes to the next node in preorder and leaves its ancestors in `ancestors`; false at the end. */
function moveOn(cursor: TreeCursor, ancestors: RawNode[]): boolean {
  if (cursor.gotoFirstChild()) return true;
  const leaf = ancestors.pop();
  // Asking for text is the slow part of reading: only leaves need theirs.
  if (leaf !== undefined) leaf.text = cursor.nodeText;
  while (!cursor.gotoNextSibling()) {
    if (!cursor.gotoParent()) return false;
    ancestors.pop();
  }
  return true;
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
