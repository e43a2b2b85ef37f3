import type { Language } from "../structure/structure.ts";

export type TokenKind = "space" | "comment" | "string" | "number" | "word" | "mark";

/** A piece of source; the texts of all tokens in order are the source. */
export type Token = { readonly kind: TokenKind; readonly text: string };

type Lexicon = { readonly comment: RegExp | null; readonly string: RegExp; readonly word: RegExp };

const word = /[\p{L}_$@][\p{L}\d_$]*/u;
const quoted = /"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'/u;
const slashes = /\/\/[^\n]*|\/\*[^]*?\*\//u;
/** Regular expressions stand where no value can be divided; they are taken as strings. */
const script: Lexicon = {
  comment: slashes,
  string: new RegExp(
    `${quoted.source}|\`(?:\\\\[^]|[^\`\\\\])*\`|(?<=[(,=:?&|!]\\s*)/(?![/*\\s])(?:\\\\.|\\[(?:\\\\.|[^\\]\\n])*\\]|[^/\\n\\\\])+/\\w*`,
    "u",
  ),
  word,
};
const curly: Lexicon = { comment: slashes, string: quoted, word };

const lexicons: Readonly<Record<Language, Lexicon>> = {
  typescript: script,
  tsx: script,
  javascript: script,
  python: {
    comment: /#[^\n]*/u,
    string: /\w{0,2}"""[^]*?"""|[rbfuRBFU]{0,2}(?:"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*')/u,
    word,
  },
  go: { comment: slashes, string: /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])+'|`[^`]*`/u, word },
  // A quote that nothing closes at once is a lifetime.
  rust: { comment: slashes, string: /"(?:\\[^]|[^"\\])*"|'(?:\\.|[^'\\])'/u, word },
  java: curly,
  c: curly,
  cpp: curly,
  csharp: { ...curly, string: /\$?"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])'/u },
  ruby: { comment: /#[^\n]*/u, string: quoted, word: /[@$]*[\p{L}_][\p{L}\d_]*[?!]?/u },
  php: { comment: /\/\/[^\n]*|\/\*[^]*?\*\/|#(?!\[)[^\n]*/u, string: quoted, word },
  shell: { comment: /(?<=^|\s)#[^\n]*/u, string: quoted, word: /\$?[\p{L}_][\p{L}\d_-]*/u },
  css: { comment: /\/\*[^]*?\*\//u, string: quoted, word: /[\p{L}#@-][\p{L}\d_-]*/u },
  json: { comment: null, string: /"(?:\\.|[^"\\])*"/u, word },
  yaml: { comment: /(?<=^|\s)#[^\n]*/u, string: quoted, word: /[\p{L}_$][\p{L}\d_$-]*/u },
  // Apostrophes are text here, and attributes of the corpus stand in double quotes.
  html: { comment: /<!--[^]*?-->/u, string: /(?<==)"[^"]*"/u, word: /[\p{L}_][\p{L}\d_-]*/u },
  sql: { comment: /--[^\n]*|\/\*[^]*?\*\//u, string: quoted, word: /[\p{L}_][\p{L}\d_]*/u },
};

/** Cuts source into tokens; good enough for the corpus and for this project's own sources, not a lexer of the language. */
export function tokensOf(language: Language, source: string): readonly Token[] {
  const { comment, string, word: name } = lexicons[language];
  const kinds = [
    ["space", /\s+/u],
    ...(comment === null ? [] : [["comment", comment] as const]),
    ["string", string],
    ["number", /\d[\w.]*/u],
    ["word", name],
    ["mark", /[-+*/%=<>!&|^?.:~]+|[^]/u],
  ] as const;
  const pattern = new RegExp(
    kinds.map(([kind, one]) => `(?<${kind}>${one.source})`).join("|"),
    "gu",
  );
  return [...source.matchAll(pattern)].map((match) => {
    const found = kinds.find(([kind]) => match.groups?.[kind] !== undefined);
    return { kind: found?.[0] ?? "mark", text: match[0] };
  });
}

export function textOf(tokens: readonly Token[]): string {
  return tokens.map((token) => token.text).join("");
}
