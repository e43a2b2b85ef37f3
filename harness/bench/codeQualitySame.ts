import { isMap, parseDocument, visit } from "yaml";
import type { Language } from "../structure/structure.ts";
import type { Source } from "./codeQualityCorpus.ts";
import { textOf, tokensOf, type Token } from "./codeQualityTokens.ts";

/** Gives the source in other words of the same structure, or the text itself where the language does not permit the change. */
export type Rewording = (source: Source, text: string) => string;

/** Each alone and in this order all together. */
export const rewordings: Readonly<Record<string, Rewording>> = {
  rename: renamed,
  imports: ({ language }, text) => withImportsReversed(language, text),
  order: reordered,
  quotes: overTokens(withOtherQuotes),
  "comments removed": overTokens(withoutComments),
  "comments added": overTokens(withComments),
  indentation: overTokens(indentedOtherwise),
  "line breaks": overTokens(brokenLines),
  "joined lines": overTokens(joinedLines),
};

type TokenRewording = (language: Language, tokens: readonly Token[]) => readonly Token[];

function overTokens(change: TokenRewording): Rewording {
  return ({ language }, text) => textOf(change(language, tokensOf(language, text)));
}

/** What is code within a text. */
const interpolations: Readonly<Partial<Record<Language, RegExp>>> = {
  typescript: /\$\{[^}]*\}/gu,
  tsx: /\$\{[^}]*\}/gu,
  javascript: /\$\{[^}]*\}/gu,
  python: /(?<=^f.*)\{[^}]*\}/gu,
  csharp: /(?<=^\$.*)\{[^}]*\}/gu,
  ruby: /#\{[^}]*\}/gu,
  php: /(?<=^".*)(?:\{\$[^}]*\}|\$\w+)/gu,
  shell: /(?<=^"[^]*)(?:\$\{[^}]*\}|\$\w+|\$\([^]*\))/gu,
};

/** Own names as words of the code; the corpus has no foreign member of the same name. */
function renamed(source: Source, text: string): string {
  const { language, renames } = source;
  const replace = (piece: string) =>
    piece.replace(/[\p{L}_][\p{L}\d_]*/gu, (name) => renames.get(name) ?? name);
  const tokens = tokensOf(language, text).map(({ kind, text: piece }) => {
    if (kind === "word") {
      // `$name` and `@name` are names with a sign, `x-name` is another name.
      const [, sign = "", name = piece] = /^([$@]*)(.*)$/u.exec(piece) ?? [];
      return `${sign}${renames.get(name) ?? name}`;
    }
    const code = interpolations[language];
    return kind === "string" && code !== undefined ? piece.replace(code, replace) : piece;
  });
  return tokens.join("");
}

const imports: Readonly<Partial<Record<Language, RegExp>>> = {
  typescript: /^import .*;$/u,
  tsx: /^import .*;$/u,
  javascript: /^import .*;$/u,
  python: /^(?:import|from) /u,
  go: /^\t"[^"]+"$/u,
  rust: /^use /u,
  java: /^import /u,
  c: /^#include /u,
  cpp: /^#include /u,
  csharp: /^using [\w.]+;$/u,
  ruby: /^require /u,
  php: /^use .*;$/u,
};

/** Lines of imports that follow each other change places; others stay where they are. */
function withImportsReversed(language: Language, text: string): string {
  const pattern = imports[language];
  if (pattern === undefined) return text;
  const lines = text.split("\n");
  const found = lines.filter((line) => pattern.test(line));
  return lines.map((line) => (pattern.test(line) ? (found.pop() ?? line) : line)).join("\n");
}

/** Keys of objects and attributes of elements in reverse; keywords of SQL in small letters. */
function reordered({ language }: Source, text: string): string {
  return orders[language]?.(text) ?? text;
}

const orders: Readonly<Partial<Record<Language, (text: string) => string>>> = {
  json: (text) => `${JSON.stringify(withKeysReversed(JSON.parse(text)), null, 2)}\n`,
  yaml: (text) => {
    const document = parseDocument(text);
    visit(document, (_key, node) => {
      // An anchor must stay before what refers to it.
      const isFixed = node === document.contents && /\*\w/u.test(text);
      if (isMap(node) && !isFixed) node.items.reverse();
    });
    return document.toString();
  },
  html: (text) =>
    text.replace(
      /<(\w+)((?:\s+[\w-]+(?:="[^"]*")?)+)(\s*\/?>)/gu,
      (_all, tag: string, list: string, end: string) => {
        const attributes = list.match(/[\w-]+(?:="[^"]*")?/gu) ?? [];
        return `<${tag} ${attributes.toReversed().join(" ")}${end}`;
      },
    ),
  sql: (text) => {
    const tokens = tokensOf("sql", text).map((token) => {
      const isKeyword = token.kind === "word" && /^[A-Z]+$/u.test(token.text);
      return isKeyword ? token.text.toLowerCase() : token.text;
    });
    return tokens.join("");
  },
};

function withKeysReversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKeysReversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, withKeysReversed(inner)]);
  return Object.fromEntries(entries.toReversed());
}

const twoQuotes = new Set<string>(
  "typescript tsx javascript python ruby php shell css yaml html".split(" "),
);

function withOtherQuotes(language: Language, tokens: readonly Token[]): readonly Token[] {
  if (!twoQuotes.has(language)) return tokens;
  return tokens.map((token) => {
    const [, prefix = "", quote, body] = /^(\w*)(["'])([\w .,:;/+-]*)\2$/u.exec(token.text) ?? [];
    if (token.kind !== "string" || quote === undefined) return token;
    const other = quote === '"' ? "'" : '"';
    return { ...token, text: `${prefix}${other}${body}${other}` };
  });
}

/** The first line of a script names its interpreter. */
function withoutComments(_language: Language, tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(({ kind, text }) => kind !== "comment" || text.startsWith("#!"));
}

const commentOf: Readonly<Record<Language, string>> = {
  typescript: "// note",
  tsx: "// note",
  javascript: "/* note */",
  python: "# note",
  go: "// note",
  rust: "// note",
  java: "/* note */",
  c: "/* note */",
  cpp: "// note",
  csharp: "// note",
  ruby: "# note",
  php: "// note",
  shell: "# note",
  css: "/* note */",
  json: "",
  yaml: "# note",
  html: "<!-- note -->",
  sql: "-- note",
};

function withComments(language: Language, tokens: readonly Token[]): readonly Token[] {
  if (commentOf[language] === "") return tokens;
  return tokens.map((token, index) =>
    isBetweenStatements(language, tokens, index)
      ? { ...token, text: `${token.text}${commentOf[language]}${token.text}` }
      : token,
  );
}

/** Whether at this white space a line ends after which a comment or an empty line may stand. */
function isBetweenStatements(language: Language, tokens: readonly Token[], index: number): boolean {
  const [before, space, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (before === undefined || after === undefined) return false;
  if (space?.kind !== "space" || !space.text.includes("\n")) return false;
  if (language === "yaml") return after.kind === "word" && tokens[index + 2]?.text === ":";
  if (endOfLineEnds.has(language)) {
    const goesOn =
      before.kind === "mark" ? !/[:)]$/u.test(before.text) : /^[.|&)\]}]/u.test(after.text);
    return !goesOn && depthAt(tokens, index) === 0;
  }
  return before.kind === "mark" && (statementEnds[language] ?? /[;{}]$/u).test(before.text);
}

const endOfLineEnds = new Set<Language>(["python", "ruby", "shell"]);

/** Where it is not a semicolon or a brace. In markup a brace is followed by text. */
const statementEnds: Readonly<Partial<Record<Language, RegExp>>> = {
  json: /,$/u,
  html: />$/u,
  tsx: /;$/u,
  sql: /[,;]$/u,
};

function depthAt(tokens: readonly Token[], index: number): number {
  return tokens.slice(0, index).reduce((depth, { kind, text }) => {
    if (kind !== "mark") return depth;
    if (/^[([{]$/u.test(text)) return depth + 1;
    return /^[)\]}]$/u.test(text) ? depth - 1 : depth;
  }, 0);
}

/** Twice the white space where it has a meaning, tabs for spaces and spaces for tabs elsewhere. */
function indentedOtherwise(language: Language, tokens: readonly Token[]): readonly Token[] {
  const isDoubled = language === "python" || language === "yaml";
  return tokens.map((token, index) => {
    if (token.kind !== "space") return token;
    // What follows a dash is indented by it.
    const isAfterDash = language === "yaml" && tokens[index - 1]?.text === "-";
    if (isAfterDash && token.text === " ") return { ...token, text: "   " };
    const text = token.text.replace(/(?<=\n)[ \t]+/gu, (indent) => {
      if (isDoubled) return indent.repeat(2);
      return indent.replace(/ {2}|\t/gu, (step) => (step === "\t" ? "    " : "\t"));
    });
    return { ...token, text };
  });
}

const unbroken = new Set<Language>(["shell", "yaml", "html"]);

/** Line breaks after the commas between brackets, and empty lines between statements. */
function brokenLines(language: Language, tokens: readonly Token[]): readonly Token[] {
  const isFree = language === "sql" || language === "css";
  return tokens.flatMap((token, index) => {
    if (isBetweenStatements(language, tokens, index))
      return [{ ...token, text: `\n${token.text}` }];
    const breaks = token.text === "," && tokens[index + 1]?.text === " " && !unbroken.has(language);
    if (!breaks || (!isFree && depthAt(tokens, index) === 0)) return [token];
    return [token, { kind: "space" as const, text: "\n        " }];
  });
}

const joinable = new Set<string>(
  "typescript javascript rust java c cpp csharp php css json sql html".split(" "),
);

/** Everything in one line, without comments; directives of a preprocessor keep theirs. */
function joinedLines(language: Language, tokens: readonly Token[]): readonly Token[] {
  if (!joinable.has(language)) return tokens;
  const text = textOf(withoutComments(language, tokens));
  const hasDirectives = language === "c" || language === "cpp" || language === "csharp";
  const lines = text
    .split(/\n\s*/u)
    .map((line) => (hasDirectives && line.startsWith("#") ? `\n${line}\n` : `${line} `));
  return [{ kind: "word", text: lines.join("") }];
}
