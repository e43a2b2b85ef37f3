import { simpleCommands, type SimpleCommand } from "./shellWords.ts";

/**
 * What a shell command does, as programs with their main verb: `cd app && CI=1 npm run test 2>&1 | tail -5` is
 * `npm test`. Loops, functions, subshells, substitutions, `bash -c`, `find -exec` and `xargs` count by the programs in them.
 */
export function programsOf(command: string): string[] {
  return acting(programsAt(command, 0));
}

type Program = { readonly name: string; readonly isSilent: boolean };

/** Where nothing else acts, what is silent elsewhere is what was done. */
function acting(programs: readonly Program[]): string[] {
  const loud = programs.filter(({ isSilent }) => !isSilent);
  return (loud.length > 0 ? loud : programs).map(({ name }) => name);
}

/** Scripts in scripts in scripts: below this level nobody looks. */
const deepest = 5;

function programsAt(script: string, level: number): Program[] {
  if (level > deepest) return [];
  return simpleCommands(script).flatMap((command) => programsIn(command, level));
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/** Programs that only move, ask, show or cut; they say nothing where another program acts. */
const silentPrograms = setOf(
  "cd pushd popd echo printf true false : head tail pwd sleep wait set unset export local declare read source . test [ [[ exit return trap",
);
/** Programs that in a substitution only make up a text. */
const silentWhenSubstituted = setOf("cat date basename dirname mktemp whoami hostname");
const keywords = setOf("do then else elif if while until ! {");
const closers = setOf("done fi esac } for case select function");
const shells = setOf("bash sh zsh dash ksh");

/** Programs that start another one, and their options that have a value of their own. */
const wrappers: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["sudo", setOf("-u -g -h -p -C -D --user --group")],
  ["env", setOf("-u -C --unset --chdir")],
  ["time", setOf("-f -o")],
  ["timeout", setOf("-k -s --kill-after --signal")],
  ["nice", setOf("-n")],
  ["xargs", setOf("-I -n -P -L -d -s -a -E")],
  ["stdbuf", setOf("-i -o -e")],
  ["watch", setOf("-n")],
  ["npx", setOf("-p --package")],
  ["bunx", setOf("-p --package")],
  ["nohup", setOf("")],
  ["command", setOf("")],
  ["exec", setOf("-a")],
  ["builtin", setOf("")],
]);
/** The same in two words. */
const wrappingVerbs = setOf(
  "npm_exec npm_x pnpm_exec pnpm_dlx yarn_exec yarn_dlx bun_x uv_run poetry_run pipenv_run hatch_run bundle_exec",
);

/** Programs whose first plain argument says what they do, and their options that have a value of their own. */
const withVerb: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["git", setOf("-C -c --git-dir --work-tree --namespace")],
  ...["npm", "pnpm", "yarn", "bun"].map(
    (name) => [name, setOf("--prefix -w --workspace -C --dir --cwd --filter -F")] as const,
  ),
  ["make", setOf("-C -f -j -I --directory --file")],
  ["docker", setOf("-H --context --config")],
  ["kubectl", setOf("-n --namespace --context --kubeconfig")],
  ["cargo", setOf("--manifest-path -C --config")],
  ["go", setOf("-C")],
  ["gh", setOf("-R --repo")],
  ["uv", setOf("--directory --project")],
  ["poetry", setOf("-C -P --directory --project")],
  ...["deno", "pip", "brew", "apt", "apt-get", "dotnet", "pipenv", "hatch", "bundle"].map(
    (name) => [name, setOf("")] as const,
  ),
]);
/** Their scripts can be started without `run`. */
const runners = setOf("npm pnpm yarn bun");
/** Verbs that say what they do only with the next one. */
const nestedVerbs = setOf("docker_compose gh_pr gh_issue gh_run gh_repo git_stash go_mod uv_pip");
const synonyms: Readonly<Record<string, string>> = {
  "npm t": "npm test",
  "npm i": "npm install",
  python3: "python",
  nodejs: "node",
  pip3: "pip",
};

function programsIn({ words, isSubstituted }: SimpleCommand, level: number): Program[] {
  const [head, ...rest] = startedBy(words);
  if (head === undefined || closers.has(head) || head === "$()") return [];
  const name = head.split("/").at(-1) || head;
  const script = scriptOf(name, rest);
  if (script !== null) return programsAt(script, level + 1);
  const program = synonyms[name] ?? name;
  const full = nameOf(program, rest);
  const isSilent =
    silentPrograms.has(program) || (isSubstituted && silentWhenSubstituted.has(program));
  return [{ name: synonyms[full] ?? full, isSilent }, ...executedBy(program, rest, level)];
}

/** The words from the program on that does the work: keywords, assignments and wrappers removed. */
function startedBy(words: readonly string[]): readonly string[] {
  let index = 0;
  while (index < words.length) {
    const word = words[index] ?? "";
    const name = word.split("/").at(-1) ?? "";
    const options = wrappers.get(name) ?? null;
    if (options !== null) {
      index = afterOptions(words, index + 1, options);
      if (name === "timeout") index++;
    } else if (wrappingVerbs.has(`${name}_${words[index + 1] ?? ""}`)) {
      index = afterOptions(words, index + 2, setOf("-p --package"));
    } else if (keywords.has(word) || /^\w+\+?=/.test(word)) index++;
    else break;
  }
  return index === 0 ? words : words.slice(index);
}

function afterOptions(
  words: readonly string[],
  start: number,
  withValue: ReadonlySet<string>,
): number {
  let index = start;
  while (words[index]?.startsWith("-")) index += withValue.has(words[index] ?? "") ? 2 : 1;
  return index;
}

/** The script of `bash -c "…"` and `eval …`. */
function scriptOf(name: string, rest: readonly string[]): string | null {
  if (name === "eval") return rest.join(" ");
  if (!shells.has(name)) return null;
  const flag = rest.findIndex((word) => /^-\w*c$/.test(word));
  return flag === -1 ? null : (rest[flag + 1] ?? null);
}

/** `find … -exec grep x {} +` runs grep. */
function executedBy(program: string, rest: readonly string[], level: number): Program[] {
  if (program !== "find") return [];
  const at = rest.findIndex((word) => /^-(?:exec|execdir|ok)$/.test(word));
  return at === -1
    ? []
    : programsIn({ words: rest.slice(at + 1), isSubstituted: false }, level + 1);
}

function nameOf(program: string, rest: readonly string[]): string {
  if (program === "python" && rest[0] === "-m" && rest[1] !== undefined) return rest[1];
  if (program === "node") return nodeProgram(rest);
  const options = withVerb.get(program);
  if (options === undefined) return program;
  const [first, second] = plainWords(rest, options);
  // `npm run test` and `npm test` are the same act; `docker run` and `go run` are verbs.
  const runsScript = runners.has(program) && (first === "run" || first === "run-script");
  const verb = runsScript ? second : first;
  const isNested = nestedVerbs.has(`${program}_${verb ?? ""}`);
  return [program, verb, isNested ? second : undefined]
    .filter((part) => part !== undefined)
    .join(" ");
}

/** `node --test` tests; `node node_modules/.bin/jest` is jest; of other scripts only that node runs one. */
function nodeProgram(rest: readonly string[]): string {
  if (rest.some((word) => /^--test(?:$|=)/.test(word))) return "node test";
  const script = rest.find((word) => !word.startsWith("-")) ?? "";
  const installed = /(?:^|\/)node_modules\/(?:.*\/)?([\w-]+)(?:\.[cm]?js)?$/.exec(script)?.[1];
  return installed ?? "node";
}

/** Arguments that are no options, assignments or toolchains (`cargo +nightly`). */
function plainWords(words: readonly string[], withValue: ReadonlySet<string>): string[] {
  const plain: string[] = [];
  for (let index = 0; index < words.length && plain.length < 2; index++) {
    const word = words[index] ?? "";
    if (withValue.has(word)) index++;
    else if (!/^[-+]/.test(word) && !/^\w+=/.test(word)) plain.push(word);
  }
  return plain;
}
