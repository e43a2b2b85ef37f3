import { shortened } from "./readSource.ts";

/** Above this, lines are the tokens, as for other source without a tree: a bundled library is no structure. */
const mostTokens = 5_000;

/** How comments of a language look; a string or address that holds their signs is found first. */
const comments = {
  script: String.raw`\/\*[^]*?\*\/|(?<!:)\/\/.*`,
  style: String.raw`\/\*[^]*?\*\/`,
  sql: String.raw`\/\*[^]*?\*\/|--.*`,
};

/**
 * Words and signs of source whose tree is not asked for: comments and style of quotes dropped, strings by their beginning.
 * @param language `sql` also drops upper case outside of strings
 */
export function scriptTokens(source: string, language: keyof typeof comments): string[] {
  const pattern = new RegExp(
    String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|${comments[language]}|[\w$]+|\S`,
    "g",
  );
  const isComment = new RegExp(`^(?:${comments[language]})$`);
  const found = (source.match(pattern) ?? []).filter((token) => !isComment.test(token));
  if (found.length > mostTokens)
    return source
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  return found.map((token) => {
    if (token.length > 1 && /^["']/.test(token)) return `string:${shortened(token.slice(1, -1))}`;
    return language === "sql" ? token.toLowerCase() : token;
  });
}
