import type { SyntaxNode } from "../../structure/structure.ts";
import { leaf, shortened } from "./readSource.ts";

/** What JSON and YAML have in common: equal data gives equal trees. */

/** A whole number beyond 2^53 keeps its digits, all others lose their notation: 1.0, 1e0 and 1 are the same. */
export function numberNode(text: string): SyntaxNode {
  const value = Number(text);
  const isExact = Number.isFinite(value) && (!/^-?\d+$/.test(text) || Number.isSafeInteger(value));
  // Adding 0 makes -0 the same as 0.
  return leaf(`number:${isExact ? value + 0 : text}`);
}

/** Wording counts by its first 24 characters. */
export function stringNode(text: string): SyntaxNode {
  return leaf(`string:${shortened(text)}`);
}

/** A key is a name that readers of the file rely on, hence it counts in full. */
export function keyNode(key: string, value: SyntaxNode): SyntaxNode {
  return { label: `key:${key}`, children: [value] };
}

/** Sorted by label: the order of keys means nothing, save that the last of equal keys wins, hence these keep theirs. */
export function objectNode(entries: SyntaxNode[]): SyntaxNode {
  const byLabel = (a: SyntaxNode, b: SyntaxNode): number =>
    a.label === b.label ? 0 : a.label < b.label ? -1 : 1;
  return { label: "object", children: entries.sort(byLabel) };
}
