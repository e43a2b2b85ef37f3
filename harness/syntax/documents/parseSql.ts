import type { SyntaxNode } from "../../structure/structure.ts";
import { NoTree, readSource } from "./readSource.ts";
import type { Ast } from "./sqlNames.ts";
import { sqlTree } from "./sqlTree.ts";

/**
 * Loads the SQL parser, 23 MB of WebAssembly, once per process (imports are remembered); who has no SQL need not.
 * @returns a parser of scripts: the statements in order, or null when one of them parses in none of the dialects
 */
export async function loadSqlParser(): Promise<(source: string) => SyntaxNode | null> {
  const { Dialect, parse } = await import("@polyglot-sql/sdk");
  // Files do not say their dialect. The generic one reads most of all; the others know their own words and quotes.
  const dialects = [
    Dialect.Generic,
    Dialect.PostgreSQL,
    Dialect.MySQL,
    Dialect.SQLite,
    Dialect.TSQL,
    Dialect.BigQuery,
    Dialect.Snowflake,
    Dialect.Oracle,
  ];
  return (source) =>
    readSource(source, (text) => {
      // Dialects without hexadecimal numbers take 0x1F for a zero named x1F.
      const order = /\b0x[\da-f]/i.test(text) ? [Dialect.MySQL, ...dialects] : dialects;
      for (const dialect of order) {
        const { ast, error }: Parsed = parse(text, dialect);
        if (Array.isArray(ast)) return scriptOf(ast);
        // Too deep or too large is so in all dialects, and a long file is too long to be read eight times.
        if (error?.includes("E_GUARD") || text.length > longest) break;
      }
      throw new NoTree();
    });
}

/** Foreign types have a variant for each of some 900 kinds of node; here one rule serves nearly all. */
type Parsed = { readonly ast?: unknown; readonly error?: string | null };

/** Characters up to which a source is tried in other dialects. */
const longest = 200_000;

function scriptOf(statements: readonly Ast[]): SyntaxNode {
  return { label: "sql", children: statements.filter((each) => each !== null).map(statementOf) };
}

/** The parser also reads expressions on their own, and prose such as `hello world` as a column with an alias. */
const expressions = new Set(
  "alias column identifier literal dot star function between like add sub mul div mod eq neq lt gt lte gte in is and or not tuple".split(
    " ",
  ),
);

function statementOf(statement: Ast): SyntaxNode {
  const [kind = ""] = Object.keys(statement ?? {});
  if (expressions.has(kind)) throw new NoTree();
  return sqlTree(statement);
}
