import { createRequire } from "node:module";
import { Language as Grammar, Parser } from "web-tree-sitter";
import { guardedParser, type GuardedParse } from "./guardedParser.ts";
import { grammarLanguages, type GrammarLanguage } from "./languages/languages.ts";

/** Node has it; its types do not say so. */
declare const WebAssembly: {
  readonly Memory: new (pages: { initial: number; maximum: number }) => object;
};

/** require.resolve finds the package from the source, from the build and from a consumer's node_modules alike. */
const { resolve } = createRequire(import.meta.url);

/** In pages of 64 KiB. Hostile source is given up at 512 MiB and not at the 2 GiB that the package would take. */
const memory = { initial: 512, maximum: 8_192 };

/** Once per thread: a second call before the first has ended would replace the memory that grammars were loaded into. */
let initialised: Promise<void> | null = null;

/** Loads the grammar of a language into this thread's one WebAssembly memory; after its first trap nothing in it can be used any more. */
export async function loadGrammar(language: GrammarLanguage): Promise<GuardedParse> {
  await (initialised ??= initialise());
  const { grammar, rules } = grammarLanguages[language];
  const loaded = await Grammar.load(
    resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`),
  );
  return guardedParser(() => new Parser().setLanguage(loaded), rules);
}

function initialise(): Promise<void> {
  // What a trap writes to the terminal is no message to users.
  const options = { wasmMemory: new WebAssembly.Memory(memory), printErr: () => undefined };
  return Parser.init(options);
}
