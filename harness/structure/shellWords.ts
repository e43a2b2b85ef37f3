/** One program with its arguments, as a shell would start it; keywords such as `then` are words like any other. */
export type SimpleCommand = {
  /** unquoted, redirections and heredocs removed; what a substitution puts in is `$()` */
  readonly words: readonly string[];
  /** in `$(…)`, backticks, `<(…)` or `>(…)`: its output is an argument of another command */
  readonly isSubstituted: boolean;
};

/**
 * The simple commands of a script in the order in which they start: substitutions before the command that uses them. Reads
 * quotes, comments, heredocs, redirections, subshells and substitutions in one pass. Never fails: what is left open ends
 * with the text, and below 50 levels substitutions stay unread.
 */
export function simpleCommands(script: string): readonly SimpleCommand[] {
  const reader = { script, at: 0, heredocs: [], found: [] };
  readList(reader, 0);
  return reader.found;
}

type Reader = {
  readonly script: string;
  /** index of the next unread character */
  at: number;
  /** delimiters of heredocs whose bodies begin after the line */
  heredocs: string[];
  readonly found: SimpleCommand[];
};

/** The command being read. */
type Draft = {
  words: string[];
  /** null between words */
  word: string | null;
  isRedirection: boolean;
  /** between `in` or `;;` and the `)` of a branch of `case` */
  isPattern: boolean;
  /** how many `(` are open */
  subshells: number;
};

const deepest = 50;
/** Runs of characters that mean nothing to a shell, read at once. */
const plain = /[^\s\\'"`$<>#;&|()]+/y;

/** Reads to the `)` that closes the substitution, or to the end at level 0. */
function readList(reader: Reader, level: number): void {
  const draft: Draft = {
    words: [],
    word: null,
    isRedirection: false,
    isPattern: false,
    subshells: 0,
  };
  const { script } = reader;
  while (reader.at < script.length) {
    const char = script[reader.at] ?? "";
    if (char === ")" && draft.subshells === 0 && level > 0) break;
    if (readPart(reader, draft, level)) continue;
    reader.at++;
    if (/\s/.test(char) && char !== "\n") endWord(draft);
    else if (char === "<" || char === ">") startRedirection(reader, draft);
    else if (char === "#" && draft.word === null) skipTo(reader, script.indexOf("\n", reader.at));
    else if (char === "(") openParenthesis(reader, draft, level);
    else if (char === ")") closeParenthesis(reader, draft, level);
    else if (char === "&" && script[reader.at] === ">") endWord(draft);
    else if (/[;&|\n]/.test(char)) endCommand(reader, draft, level);
    else draft.word = (draft.word ?? "") + char;
    if (char === "\n") skipHeredocs(reader);
    if (char === ";" && script[reader.at] === ";") draft.isPattern = true;
  }
  endCommand(reader, draft, level);
  reader.at++;
}

/** Reads what belongs to a word, or nothing and returns false. */
function readPart(reader: Reader, draft: Draft, level: number): boolean {
  const { script, at } = reader;
  const part = partAt(reader, level);
  if (part !== null) draft.word = (draft.word ?? "") + part;
  if (part !== null || script[at] !== "\\") return part !== null;
  // A backslash before the end of a line joins the lines.
  if (script[at + 1] !== "\n") draft.word = (draft.word ?? "") + (script[at + 1] ?? "");
  reader.at += 2;
  return true;
}

function partAt(reader: Reader, level: number): string | null {
  const { script, at } = reader;
  plain.lastIndex = at;
  const run = plain.exec(script)?.[0];
  if (run !== undefined) {
    reader.at += run.length;
    return run;
  }
  if (script[at] === "'") {
    skipTo(reader, script.indexOf("'", at + 1));
    const content = script.slice(at + 1, reader.at);
    reader.at++;
    return content;
  }
  if (script[at] === '"') return doubleQuoted(reader, level);
  return substitution(reader, level);
}

function doubleQuoted(reader: Reader, level: number): string {
  const { script } = reader;
  const parts: string[] = [];
  reader.at++;
  while (reader.at < script.length && script[reader.at] !== '"') {
    const inner = substitution(reader, level);
    if (inner !== null) {
      parts.push(inner);
      continue;
    }
    if (script[reader.at] === "\\") reader.at++;
    parts.push(script[reader.at] ?? "");
    reader.at++;
  }
  reader.at++;
  return parts.join("");
}

/** `$(…)`, backticks, `<(…)` and `>(…)`; their commands are noted. `$((…))` is arithmetic. */
function substitution(reader: Reader, level: number): string | null {
  const { script, at } = reader;
  if (script.startsWith("$((", at)) {
    reader.at++;
    skipArithmetic(reader);
    return "$(())";
  }
  if (script[at] === "`") {
    skipTo(reader, script.indexOf("`", at + 1));
    const found = simpleCommands(script.slice(at + 1, reader.at));
    for (const { words } of found) reader.found.push({ words, isSubstituted: true });
    reader.at++;
    return "$()";
  }
  if (level >= deepest || script[at + 1] !== "(" || !"$<>".includes(script[at] ?? " ")) return null;
  reader.at += 2;
  readList(reader, level + 1);
  return "$()";
}

function endWord(draft: Draft): void {
  if (draft.word !== null && !draft.isRedirection) draft.words.push(draft.word);
  if (draft.word !== null) draft.isRedirection = false;
  draft.word = null;
}

function endCommand(reader: Reader, draft: Draft, level: number): void {
  endWord(draft);
  const [first] = draft.words;
  if (first === "case") draft.isPattern = true;
  if (first === "esac") draft.isPattern = false;
  if (first !== undefined && !draft.isPattern)
    reader.found.push({ words: draft.words, isSubstituted: level > 0 });
  draft.words = [];
  draft.isRedirection = false;
}

const heredoc = /-?[^\S\n]*(?:'([^'\n]*)'|"([^"\n]*)"|([^\s;&|<>()]+))/y;

/** After `<` or `>`: the number before it and the file after it belong to the redirection. */
function startRedirection(reader: Reader, draft: Draft): void {
  const { script } = reader;
  if (draft.word !== null && /^\d+$/.test(draft.word)) draft.word = null;
  endWord(draft);
  if (script.startsWith("<", reader.at) && script[reader.at + 1] !== "<") {
    heredoc.lastIndex = reader.at + 1;
    const match = heredoc.exec(script);
    reader.at += 1 + (match?.[0].length ?? 0);
    if (match !== null) reader.heredocs.push(match[1] ?? match[2] ?? match[3] ?? "");
    return;
  }
  while (/[<>&|]/.test(script[reader.at] ?? "") && script[reader.at + 1] !== "(") reader.at++;
  draft.isRedirection = true;
}

/** The bodies of `<<EOF` documents are data, not commands. */
function skipHeredocs(reader: Reader): void {
  for (const delimiter of reader.heredocs.splice(0)) {
    const end = new RegExp(`^[^\\S\\n]*${RegExp.escape(delimiter)}(?=[\\s)]|$)`, "gm");
    end.lastIndex = reader.at;
    const match = end.exec(reader.script);
    reader.at = match === null ? reader.script.length : match.index + match[0].length;
  }
}

function openParenthesis(reader: Reader, draft: Draft, level: number): void {
  const { script } = reader;
  if (script[reader.at] === "(") {
    // `for ((i = 0; …))` and `((i++))`.
    reader.at--;
    skipArithmetic(reader);
    return;
  }
  // `name() {` defines a function.
  if (draft.word !== null && draft.words.length === 0) draft.word = null;
  endCommand(reader, draft, level);
  draft.subshells++;
}

function closeParenthesis(reader: Reader, draft: Draft, level: number): void {
  if (draft.subshells > 0) {
    draft.subshells--;
    endCommand(reader, draft, level);
    return;
  }
  // None is open: what stands before is a pattern of `case`.
  draft.isPattern = false;
  draft.word = null;
  draft.words = [];
}

/** To the `)` of the `(` that comes next, or to the end. */
function skipArithmetic(reader: Reader): void {
  const { script } = reader;
  let open = 0;
  do {
    if (script[reader.at] === "(") open++;
    if (script[reader.at] === ")") open--;
    reader.at++;
  } while (open > 0 && reader.at < script.length);
}

function skipTo(reader: Reader, index: number): void {
  reader.at = index === -1 ? reader.script.length : index;
}
