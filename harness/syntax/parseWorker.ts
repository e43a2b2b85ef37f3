import { workerData } from "node:worker_threads";
import { loadGrammar } from "./grammars.ts";
import type { GuardedParse } from "./guardedParser.ts";
import type { GrammarLanguage } from "./languages/languages.ts";
import type { Question, WorkerStart } from "./parseApart.ts";

const { signal, port }: WorkerStart = workerData;
const grammars = new Map<GrammarLanguage, Promise<GuardedParse>>();

port.on("message", ({ language, source }: Question) => {
  void answer(language, source);
});

async function answer(language: GrammarLanguage, source: string): Promise<void> {
  const grammar = grammars.get(language) ?? loadGrammar(language);
  grammars.set(language, grammar);
  port.postMessage((await grammar)(source));
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
}
