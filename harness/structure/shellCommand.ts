/**
 * What a shell command does, as programs with their main verb: `cd app && CI=1 npm run test 2>&1 | tail -5` is
 * `npm test`. Quotes, heredocs, redirections and `bash -c` are understood; loops and functions count by the programs
 * in them. Not a shell: substitutions stay inside their word.
 */
export function programsOf(command: string): string[] {
  const all = simpleCommands(withoutHeredocs(command)).flatMap(programs);
  const acting = all.filter((program) => !silentPrograms.has(program));
  return acting.length > 0 ? acting : all;
}

/** Programs that only move, show or cut output; they say nothing where another program acts. */
const silentPrograms = new Set([
  "cd",
  "echo",
  "true",
  "head",
  "tail",
  "pwd",
  "sleep",
  "printf",
  "set",
  "export",
]);
const wrappers = new Set([
  "sudo",
  "env",
  "time",
  "nohup",
  "command",
  "exec",
  "npx",
  "bunx",
  "timeout",
  "nice",
  "xargs",
]);
const keywords = new Set(["do", "then", "else", "elif", "if", "while", "until", "!", "{", "("]);
const closers = new Set(["done", "fi", "esac", "}", ")", "for", "case", "select"]);
const shells = new Set(["bash", "sh", "zsh", "dash"]);
/** Programs whose first plain argument says what they do. */
const withVerb = new Set(
  "git npm pnpm yarn bun deno docker cargo go pip kubectl gh make poetry uv brew apt apt-get dotnet".split(
    " ",
  ),
);
const synonyms: Readonly<Record<string, string>> = {
  "npm t": "npm test",
  "npm i": "npm install",
  python3: "python",
  nodejs: "node",
  pip3: "pip",
};

function programs(words: readonly string[]): string[] {
  const [head, ...rest] = acting(words);
  if (head === undefined || closers.has(head)) return [];
  const name = head.split("/").at(-1) ?? head;
  if (shells.has(name)) return shellPrograms(name, rest);
  const program = synonyms[name] ?? name;
  if (program === "python" && rest[0] === "-m" && rest[1] !== undefined) return [rest[1]];
  const full = [program, verbOf(program, rest)].filter((part) => part !== null).join(" ");
  return [synonyms[full] ?? full];
}

/** The words from the acting program on: keywords, assignments, wrappers and the wrappers' own arguments removed. */
function acting(words: readonly string[]): readonly string[] {
  let index = 0;
  let wrapped = false;
  for (; index < words.length; index++) {
    const word = words[index] ?? "";
    const isWrapper = wrappers.has(word);
    wrapped ||= isWrapper;
    const isArgument = wrapped && /^(?:-|\d+[smh]?$)/.test(word);
    if (!isWrapper && !isArgument && !keywords.has(word) && !/^\w+=/.test(word)) break;
  }
  return words.slice(index);
}

function shellPrograms(shell: string, rest: readonly string[]): string[] {
  const flag = rest.findIndex((word) => /^-\w*c$/.test(word));
  const script = flag === -1 ? undefined : rest[flag + 1];
  return script === undefined ? [shell] : programsOf(script);
}

function verbOf(program: string, rest: readonly string[]): string | null {
  if (program === "node") return rest.some((word) => /^--test(?:$|=)/.test(word)) ? "test" : null;
  if (!withVerb.has(program)) return null;
  const [first, second] = rest.filter((word) => !word.startsWith("-"));
  // `npm run test` and `npm test` are the same act.
  return (first === "run" || first === "run-script" ? second : first) ?? null;
}

/** Drops the bodies of `<<EOF` documents: they are data, not commands. */
function withoutHeredocs(command: string): string {
  return command.replace(/<<-?\s*(['"]?)(\w+)\1([^\n]*)\n[\s\S]*?(?:\n\s*\2(?=\s|$)|$)/g, "$3\n");
}

const separator = String.raw`\|\||&&|[;|\n]|&(?![>\d])`;
const redirection = String.raw`(?:\d*|&)(?:>>?|<)(?:&\d|&-|\s*[^\s;|&]+)`;
const quoted = String.raw`'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\$\([^)]*\)|\\[\s\S]`;
const lexeme = new RegExp(
  String.raw`[^\S\n]*(?:(?<separator>${separator})|(?:${redirection})|(?<word>(?:${quoted}|[^\s;|&<>'"\\])+)|[\s\S])`,
  "g",
);

/** The words of every simple command, unquoted, redirections removed. */
function simpleCommands(command: string): string[][] {
  const commands: string[][] = [[]];
  for (const { groups } of command.matchAll(lexeme)) {
    if (groups?.["separator"] !== undefined) commands.push([]);
    if (groups?.["word"] !== undefined) commands.at(-1)?.push(unquoted(groups["word"]));
  }
  return commands;
}

function unquoted(word: string): string {
  return word.replace(
    /'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|\\([\s\S])/g,
    (_all, single, double, escaped) =>
      String(single ?? double?.replace(/\\([\s\S])/g, "$1") ?? escaped),
  );
}
