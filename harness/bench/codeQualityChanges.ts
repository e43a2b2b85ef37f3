import { seededRandom, shuffled } from "../base/base.ts";
import type { Language } from "../structure/structure.ts";
import type { Source } from "./codeQualityCorpus.ts";
import { textOf, tokensOf, type Token } from "./codeQualityTokens.ts";

/** A source whose behaviour differs at one place. */
export type Change = {
  readonly rule: string;
  /** line of the source, from 1 */
  readonly line: number;
  readonly from: string;
  readonly to: string;
  readonly text: string;
};

type Site = { readonly source: Source; readonly tokens: readonly Token[]; readonly index: number };
/** What stands at the place instead, or null where the rule does not apply. */
type Rule = (site: Site) => string | null;

/** Differences that the README of `syntax` says are not seen. */
export const knownInvisible: ReadonlySet<string> = new Set([
  "own name for another",
  "end of a long text",
]);

const tokenRules: Readonly<Record<string, Rule>> = {
  boundary: spacedMark({ "<": "<=", "<=": "<", ">": ">=", ">=": ">" }),
  operator: spacedMark({
    "+": "-",
    "-": "+",
    "*": "/",
    "/": "*",
    "&&": "||",
    "||": "&&",
    "==": "!=",
    "!=": "==",
    "===": "!==",
    "!==": "===",
    "+=": "-=",
    "-=": "+=",
  }),
  keyword: swappedWord,
  constant: otherNumber,
  text: textStart,
  "foreign name": foreignName,
  "own name for another": otherOwnName,
  "end of a long text": textEnd,
};

/**
 * Sources with one change of behaviour each, a few of every kind, drawn by a fixed seed. Some may not parse.
 * @param most per kind
 */
export function behaviourChanges(source: Source, most: number): readonly Change[] {
  const tokens = tokensOf(source.language, source.text);
  const byToken = Object.entries(tokenRules).map(([rule, apply]) =>
    tokens.flatMap((token, index): Change[] => {
      const to = apply({ source, tokens, index });
      if (to === null) return [];
      const before = textOf(tokens.slice(0, index));
      const text = `${before}${to}${textOf(tokens.slice(index + 1))}`;
      return [{ rule, line: before.split("\n").length, from: token.text, to, text }];
    }),
  );
  const all = [...byToken, removedStatements(source), negatedConditions(source)];
  const random = seededRandom("behaviour changes", source.name);
  return all.flatMap((changes) => shuffled(changes, random).slice(0, most));
}

/** Languages in which `<` and `/` are no operators. */
const withoutOperators = new Set<Language>(["css", "json", "yaml", "html", "shell"]);

function spacedMark(others: Readonly<Record<string, string>>): Rule {
  return ({ source, tokens, index }) => {
    const [before, token, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
    if (token?.kind !== "mark" || withoutOperators.has(source.language)) return null;
    if (before?.kind !== "space" || after?.kind !== "space") return null;
    // In SQL both are one sign.
    if (source.language === "sql" && token.text === "==") return null;
    return others[token.text] ?? null;
  };
}

const otherWords: Readonly<Record<string, string>> = {
  true: "false",
  false: "true",
  True: "False",
  False: "True",
  and: "or",
  or: "and",
  lt: "le",
  gt: "ge",
  eq: "ne",
  AND: "OR",
  OR: "AND",
  ASC: "DESC",
  DESC: "ASC",
  LEFT: "INNER",
  SUM: "AVG",
  COUNT: "MAX",
};

function swappedWord({ source, tokens, index }: Site): string | null {
  const token = tokens[index];
  if (token?.kind !== "word" || source.language === "html") return null;
  return Object.hasOwn(otherWords, token.text) ? (otherWords[token.text] ?? null) : null;
}

function otherNumber({ tokens, index }: Site): string | null {
  const token = tokens[index];
  if (token?.kind !== "number") return null;
  return token.text.startsWith("0x") ? `${token.text}1` : `1${token.text}`;
}

/** Opening, content and closing of a plain string. */
function partsOf(token: Token | undefined): readonly [string, string, string] | null {
  if (token?.kind !== "string") return null;
  const open = /^\w*(?:"""|\$?["'`/])/u.exec(token.text)?.[0] ?? "";
  const close = open.endsWith('"""') ? 3 : 1;
  if (open.endsWith("/") || token.text.length < open.length + close) return null;
  return [open, token.text.slice(open.length, -close), token.text.slice(-close)];
}

const withCharacters = new Set<Language>(["c", "cpp", "java", "csharp", "rust", "go"]);

function textStart({ source, tokens, index }: Site): string | null {
  const [open, body, close] = partsOf(tokens[index]) ?? [];
  if (open === undefined || body === undefined || close === undefined) return null;
  if (close === "'" && withCharacters.has(source.language)) return body === "z" ? "'y'" : "'z'";
  return `${open}z${body}${close}`;
}

function textEnd({ tokens, index }: Site): string | null {
  const [open, body, close] = partsOf(tokens[index]) ?? [];
  if (open === undefined || body === undefined || close === undefined) return null;
  return body.length > 26 ? `${open}${body}z${close}` : null;
}

const wordsAreNames = new Set<Language>(["css", "yaml", "html", "sql", "shell"]);
const shellWords =
  /^(?:if|then|else|elif|fi|for|do|done|while|case|esac|in|function|local|return)$/u;
const callers =
  /^(?:if|while|for|switch|catch|return|function|match|fn|func|sizeof|super|constructor|and|or|not|in|elif|foreach|fun|assert)$/u;

/** A name that the source does not give itself: a called function, a member; where all is names, any word. */
function foreignName({ source, tokens, index }: Site): string | null {
  const [before, token, after] = [tokens[index - 1]?.text ?? "", tokens[index], tokens[index + 1]];
  if (token?.kind !== "word" || source.renames.has(token.text.replace(/^[$@]+/u, ""))) return null;
  if (wordsAreNames.has(source.language)) {
    if (shellWords.test(token.text) || before.endsWith("!") || /^[A-Z]+$/u.test(token.text))
      return null;
    // What a closing tag says wrongly is not heard.
    if (source.language === "html" && before.endsWith("</")) return null;
    // A colour stays a colour.
    if (token.text.startsWith("#"))
      return `${token.text.slice(0, -1)}${token.text.endsWith("0") ? "1" : "0"}`;
    return `${token.text}x`;
  }
  if (callers.test(token.text) || token.text.startsWith("@")) return null;
  const isMember = /(?:\.|->|::)$/u.test(before) && !before.endsWith("...");
  return after?.text === "(" || isMember ? `${token.text.replace(/([?!]?)$/u, "Other$1")}` : null;
}

function otherOwnName({ source, tokens, index }: Site): string | null {
  const token = tokens[index];
  const [sign = ""] = /^[$@]*/u.exec(token?.text ?? "") ?? [];
  const name = token?.text.slice(sign.length) ?? "";
  if (token?.kind !== "word" || !source.renames.has(name)) return null;
  const names = [...source.renames.keys()];
  const other = names[(names.indexOf(name) + 1) % names.length];
  return other === undefined || other === name ? null : `${sign}${other}`;
}

/** Lines that begin or end a block, or that belong to the statement before. */
const noStatement =
  /^(?:[)\]}>.|&+?:<-]|\/\/|\/\*|\*|--|#|@|if\b|else|elif|elsif|for\b|while\b|do\b|done|then|fi\b|try|catch|except|finally|def |class |func |fn |pub |impl|module |end\b|with |case |when |switch|match|esac|return [^;]*$|package |import$|use |begin|rescue|ensure|unless|until|loop|foreach|namespace|export |async |await$|<)/u;

/** Removes a line that is a statement of its own, as far as a line can tell. */
function removedStatements(source: Source): readonly Change[] {
  if (/^(?:json|yaml|html|sql)$/u.test(source.language)) return [];
  const hasSemicolons = !/^(?:python|go|ruby|shell)$/u.test(source.language);
  const lines = source.text.split("\n");
  return lines.flatMap((line, index): Change[] => {
    const statement = line.trim();
    const previous = lines[index - 1]?.trim() ?? "";
    if (statement === "" || noStatement.test(statement)) return [];
    if (hasSemicolons ? !statement.endsWith(";") : /[\\,|&({[:=+]$/u.test(statement)) return [];
    if (/[,\\=(+.?|&]$/u.test(previous)) return [];
    if (!isBalanced(statement) || / do(?: \|.*\|)?$|;;$/u.test(statement)) return [];
    const text = lines.toSpliced(index, 1).join("\n");
    return [{ rule: "statement removed", line: index + 1, from: statement, to: "", text }];
  });
}

function isBalanced(line: string): boolean {
  const count = (pattern: RegExp): number => line.match(pattern)?.length ?? 0;
  return count(/[([{]/gu) === count(/[)\]}]/gu);
}

type Negation = readonly [RegExp, string];
const inBrackets: Negation = [
  /^(\s*(?:\} else )?if )\((.+)\)( (?:\{|return|throw|break|continue).*)$/u,
  "$1(!($2))$3",
];
const bare: Negation = [/^(\s*(?:\} else )?if )([^;]+?)( \{)$/u, "$1!($2)$3"];
const negations: Readonly<Partial<Record<Language, Negation>>> = {
  typescript: inBrackets,
  tsx: inBrackets,
  javascript: inBrackets,
  java: inBrackets,
  c: inBrackets,
  cpp: inBrackets,
  csharp: inBrackets,
  php: inBrackets,
  go: bare,
  rust: [/^(\s*(?:\} else )?if )((?!let )[^;]+?)( \{)$/u, "$1!($2)$3"],
  python: [/^(\s*(?:el)?if )(.+)(:)$/u, "$1not ($2)$3"],
  ruby: [/^(.*\bif )(.+)()$/u, "$1!($2)$3"],
  shell: [/^(\s*if )(.+)(; then)$/u, "$1! $2$3"],
};

function negatedConditions(source: Source): readonly Change[] {
  const [pattern, replacement] = negations[source.language] ?? [];
  if (pattern === undefined || replacement === undefined) return [];
  const lines = source.text.split("\n");
  return lines.flatMap((line, index): Change[] => {
    if (!pattern.test(line)) return [];
    const to = line.replace(pattern, replacement);
    const text = lines.with(index, to).join("\n");
    return [{ rule: "condition negated", line: index + 1, from: line.trim(), to: to.trim(), text }];
  });
}
