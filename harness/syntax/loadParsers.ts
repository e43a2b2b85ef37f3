import type { Language, ParseSource, SyntaxNode } from "../structure/structure.ts";
import { loadSqlParser, parseHtml, parseJson, parseYaml } from "./documents/documents.ts";
import { loadGrammar } from "./grammars.ts";
import { grammarLanguages, type GrammarLanguage } from "./languages/languages.ts";
import { parseApart } from "./parseApart.ts";
import { createSharing } from "./shareNodes.ts";

/** Reads one source; null when it does not parse. */
type ParseOne = (source: string) => SyntaxNode | null;

const documentLoaders = {
  json: () => Promise.resolve(parseJson),
  yaml: () => Promise.resolve(parseYaml),
  html: () => Promise.resolve(parseHtml),
  sql: loadSqlParser,
};

/** Every language that has a parser. */
const allLanguages: readonly Language[] = [...keysOf(grammarLanguages), ...keysOf(documentLoaders)];

/** Larger sources, in characters, are generated or data: they are compared by lines. */
const longestSource = 1_000_000;

/**
 * Loads parsers from the installed packages, once per process and language; the README says how long each takes.
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
  const share = createSharing();
  const known = new Map<string, SyntaxNode | null>();
  return (language, source) => {
    const parse = parsers.get(language);
    if (parse === undefined || source.length > longestSource) return null;
    const key = `${language}\n${source}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const parsed = parse(source);
    const tree = parsed === null ? null : share(parsed);
    // Replays of one prompt mostly end in the same few files; forgetting all at once keeps memory bounded.
    if (known.size >= mostRemembered) known.clear();
    known.set(key, tree);
    return tree;
  };
}

const mostRemembered = 500;
const loading = new Map<string, Promise<ParseOne>>();

function parserFor(language: Language): Promise<ParseOne> {
  if (isDocument(language)) return once(language, documentLoaders[language]);
  // C and C++ have one grammar and hence one parser.
  return once(grammarLanguages[language].grammar, () => parserInMemory(language));
}

function isDocument(language: Language): language is keyof typeof documentLoaders {
  return Object.hasOwn(documentLoaders, language);
}

function once(name: string, load: () => Promise<ParseOne>): Promise<ParseOne> {
  const parser = loading.get(name) ?? load();
  loading.set(name, parser);
  return parser;
}

/** Whether a grammar has trapped in this process: all share one memory, so that none can be used here any more. */
let isMemoryLost = false;

async function parserInMemory(language: GrammarLanguage): Promise<ParseOne> {
  const parse = await loadGrammar(language);
  return (source) => {
    if (isMemoryLost) return parseApart({ language, source });
    const tree = parse(source);
    if (tree !== "trapped") return tree;
    isMemoryLost = true;
    return null;
  };
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(record).filter((key): key is Key => key in record);
}
