import type { SyntaxNode } from "../../structure/structure.ts";

/** Deeper source is data or an attack; those who walk the trees are recursive. */
export const deepest = 500;

/** Says from within a reader that the source has no tree; never leaves `readSource`. */
export class NoTree extends Error {}

/**
 * Runs a reader so that no source can end the analysis.
 * @returns null for source with a NUL character (not text), and when the reader finds no tree or its package throws
 */
export function readSource(source: string, read: (text: string) => SyntaxNode): SyntaxNode | null {
  if (source.includes("\0")) return null;
  try {
    return read(source.startsWith("\uFEFF") ? source.slice(1) : source);
  } catch (error) {
    // Whatever a parser makes of hostile source (its own errors, an exhausted stack), the answer is the same.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** Long texts are wording; their beginning tells two of them apart well enough (as in normalise.ts). */
export function shortened(text: string): string {
  return text.slice(0, 24);
}

/** A node without children. */
export function leaf(label: string): SyntaxNode {
  return { label, children: [] };
}
