import { finalTextOf } from "../transcript/transcript.ts";
import { fencesOf } from "./answer.ts";
import type { Language, StructureInput } from "./types.ts";

/** The language of a file by its name, e.g. `src/cart.ts`; undefined when nothing here compares its syntax. */
export function languageOfPath(path: string): Language | undefined {
  const name = path
    .slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1)
    .toLowerCase();
  const dot = name.lastIndexOf(".");
  return byName.get(name) ?? (dot < 0 ? undefined : byExtension.get(name.slice(dot + 1)));
}

/** The language by the word after a code fence, e.g. `ts` or `bash`; undefined for "" and unknown words. */
export function languageOfFence(word: string): Language | undefined {
  const lower = word.toLowerCase();
  return byWord.get(lower) ?? byExtension.get(lower);
}

/**
 * The languages whose parsers these replays need, so that only they are loaded: those of the changed files or, where
 * nothing changed, of the answer's code blocks.
 */
export function languagesIn(
  replays: readonly Pick<StructureInput, "transcript" | "changes">[],
): readonly Language[] {
  const found = new Set<Language | undefined>();
  for (const { changes, transcript } of replays) {
    for (const change of changes) found.add(languageOfPath(change.path));
    if (changes.length > 0) continue;
    for (const fence of fencesOf(finalTextOf(transcript)))
      found.add(languageOfFence(fence.language));
  }
  return [...found].filter((language) => language !== undefined);
}

type Words = readonly [language: Language, words: string];

/** Without .vue and .svelte, which mix three languages, and without .scss and .less, which are not CSS. */
const extensions: readonly Words[] = [
  ["typescript", "ts mts cts"],
  ["tsx", "tsx"],
  ["javascript", "js mjs cjs jsx"],
  ["python", "py pyi pyw"],
  ["go", "go"],
  ["rust", "rs"],
  ["java", "java"],
  ["c", "c h"],
  ["cpp", "cpp cc cxx hpp hh hxx ipp tpp"],
  ["csharp", "cs csx"],
  ["ruby", "rb rake gemspec ru"],
  ["php", "php phtml"],
  ["shell", "sh bash zsh ksh"],
  ["css", "css"],
  ["json", "json jsonc webmanifest"],
  ["yaml", "yaml yml"],
  ["html", "html htm xhtml"],
  ["sql", "sql ddl dml"],
];

const names: readonly Words[] = [
  ["python", "sconstruct sconscript"],
  ["ruby", "rakefile gemfile guardfile vagrantfile podfile brewfile capfile"],
  [
    "shell",
    ".bashrc .bash_profile .bash_aliases .bash_logout .profile .zshrc .zprofile .zshenv .envrc",
  ],
  ["json", ".babelrc .eslintrc .prettierrc .swcrc composer.lock pipfile.lock flake.lock"],
  ["yaml", ".clang-format .clang-tidy"],
];

/** Beyond the file extensions, which are fence words too. */
const fenceWords: readonly Words[] = [
  ["typescript", "typescript"],
  ["javascript", "javascript"],
  ["python", "python python3"],
  ["go", "golang"],
  ["rust", "rust"],
  ["cpp", "c++"],
  ["csharp", "csharp c#"],
  ["ruby", "ruby"],
  ["shell", "shell"],
  ["sql", "mysql postgres postgresql psql plpgsql sqlite tsql"],
];

const byExtension = languagesBy(extensions);
const byName = languagesBy(names);
const byWord = languagesBy(fenceWords);

function languagesBy(table: readonly Words[]): ReadonlyMap<string, Language> {
  return new Map(
    table.flatMap(([language, words]) => words.split(" ").map((word) => [word, language] as const)),
  );
}
