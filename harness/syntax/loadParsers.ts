import { createRequire } from "node:module";
import { Language as Grammar, Parser } from "web-tree-sitter";
import type { Language, ParseSource, SyntaxNode } from "../structure/structure.ts";
import { declaredNames } from "./declaredNames.ts";
import { normalise } from "./normalise.ts";
import { readTree } from "./readTree.ts";

const allLanguages: readonly Language[] = ["typescript", "tsx", "javascript", "python"];

/**
 * Loads grammars from the installed packages, about 20 ms each and once per process.
 * @param wanted languages to load; for the others the parser returns null, as for source that does not parse
 */
export async function loadParsers(
  wanted: readonly Language[] = allLanguages,
): Promise<ParseSource> {
  const parsers = new Map(
    await Promise.all(
      wanted.map(async (language) => [language, await parserFor(language)] as const),
    ),
  );
  const known = new Map<string, SyntaxNode | null>();
  return (language, source) => {
    const parser = parsers.get(language);
    if (parser === undefined) return null;
    const key = `${language}\n${source}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const tree = parseWith(parser, source);
    // Replays of one prompt mostly end in the same few files; forgetting all at once keeps memory bounded.
    if (known.size >= mostRemembered) known.clear();
    known.set(key, tree);
    return tree;
  };
}

const mostRemembered = 500;
const loading = new Map<Language, Promise<Parser>>();

function parserFor(language: Language): Promise<Parser> {
  const parser = loading.get(language) ?? loadParser(language);
  loading.set(language, parser);
  return parser;
}

/** require.resolve finds the package from the source, from the build and from a consumer's node_modules alike. */
const { resolve } = createRequire(import.meta.url);

/** Once per process: a second call before the first has ended would replace the memory that grammars were loaded into. */
let initialised: Promise<void> | null = null;

async function loadParser(language: Language): Promise<Parser> {
  await (initialised ??= Parser.init());
  const grammar = await Grammar.load(
    resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${language}.wasm`),
  );
  return new Parser().setLanguage(grammar);
}

function parseWith(parser: Parser, source: string): SyntaxNode | null {
  const tree = parser.parse(source);
  if (tree === null) return null;
  const cursor = tree.walk();
  try {
    const root = tree.rootNode.hasError ? null : readTree(cursor);
    return root === null ? null : normalise(root, declaredNames(root));
  } finally {
    // WebAssembly memory is not garbage-collected.
    cursor.delete();
    tree.delete();
  }
}
