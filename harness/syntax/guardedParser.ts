import type { Parser } from "web-tree-sitter";
import type { SyntaxNode } from "../structure/structure.ts";
import { declaredNames } from "./declaredNames.ts";
import type { SyntaxRules } from "./languages/rules.ts";
import { normalise } from "./normalise.ts";
import { readTree } from "./readTree.ts";

type GrammarParser = Pick<Parser, "parse" | "reset">;

/** Reads one source: null when it does not parse, `trapped` when the grammar failed and must not be used again. */
export type GuardedParse = (source: string) => SyntaxNode | null | "trapped";

/**
 * Most progress reports of a grammar per source, one for every 100 steps of its automaton. Real source takes 0.007 to
 * 0.012 reports a character, so this is far beyond what anyone writes by hand. Counted instead of timed: every machine
 * gives up at the same source.
 */
const mostReports = 12_000;

/** A parser that says so when its grammar traps in WebAssembly or throws anything else: nobody knows what it holds then. */
export function guardedParser(create: () => GrammarParser, rules: SyntaxRules): GuardedParse {
  let parser: GrammarParser | null = null;
  return (source) => {
    // The grammars take NUL for the end of the text and would call its beginning the whole.
    if (source.includes("\u0000")) return null;
    try {
      parser ??= create();
      return treeOf(rules.prepare(source), parser, rules);
    } catch {
      return "trapped";
    }
  };
}

function treeOf(source: string, parser: GrammarParser, rules: SyntaxRules): SyntaxNode | null {
  let reports = 0;
  const tree = parser.parse(source, null, {
    // A tree with an error in it is worth nothing here, and repairing errors is what takes quadratic time.
    progressCallback: ({ hasError }) => hasError || ++reports > mostReports,
  });
  if (tree === null) {
    // Otherwise the next parse would go on where this one was given up.
    parser.reset();
    return null;
  }
  const cursor = tree.walk();
  try {
    if (tree.rootNode.hasError) return null;
    const textBetween = (from: number, to: number) => source.slice(from, to);
    const root = readTree(cursor, { ...rules, textBetween });
    return root === null ? null : normalise(root, { rules, declared: declaredNames(root, rules) });
  } finally {
    // WebAssembly memory is not garbage-collected.
    cursor.delete();
    tree.delete();
  }
}
