import type { SyntaxNode } from "../structure/structure.ts";

/** A node stays on one line while it is no longer than this. */
const lineWidth = 100;

/**
 * A syntax tree as bracketed text that people and line-wise differences can read: small nodes on one line, larger ones with
 * their children indented below them. Nothing is lost: see `treeOfLines`.
 */
export function linesOfTree(node: SyntaxNode): readonly string[] {
  const label = atomOf(node.label);
  if (node.children.length === 0) return [label];
  const children = node.children.map(linesOfTree);
  const flat = `(${[label, ...children.map((lines) => lines.join(" "))].join(" ")})`;
  if (children.every(({ length }) => length === 1) && flat.length <= lineWidth) return [flat];
  const below = children.flat().map((line) => `  ${line}`);
  return [`(${label}`, ...below.slice(0, -1), `${below.at(-1) ?? ""})`];
}

/** The tree of such lines, or null when they are not the text of one tree. */
export function treeOfLines(lines: readonly string[]): SyntaxNode | null {
  const tokens = lines.join("\n").match(/[()]|"(?:[^"\\]|\\.)*"|[^\s()"]+/g) ?? [];
  const roots: SyntaxNode[] = [];
  const open: { readonly label: string; readonly children: SyntaxNode[] }[] = [];
  let isLabel = false;
  for (const token of tokens) {
    const parent = open.at(-1)?.children ?? roots;
    if (token === ")") {
      if (isLabel || open.pop() === undefined) return null;
    } else if (token === "(") {
      if (isLabel) return null;
      isLabel = true;
    } else {
      const label = labelOf(token);
      if (label === null) return null;
      const node = { label, children: [] };
      parent.push(node);
      if (isLabel) open.push(node);
      isLabel = false;
    }
  }
  const [root, ...others] = roots;
  return root === undefined || others.length > 0 || open.length > 0 || isLabel ? null : root;
}

function atomOf(label: string): string {
  return /^[^\s()"]+$/.test(label) ? label : JSON.stringify(label);
}

function labelOf(token: string): string | null {
  if (!token.startsWith('"')) return token;
  try {
    return String(JSON.parse(token));
  } catch {
    // Not written by us.
    return null;
  }
}
