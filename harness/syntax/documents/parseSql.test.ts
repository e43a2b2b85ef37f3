import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { SyntaxNode } from "../../structure/structure.ts";
import { loadSqlParser } from "./documents.ts";

let parse: (source: string) => SyntaxNode | null;
beforeAll(async () => {
  parse = await loadSqlParser();
});

const query = `
WITH recent AS (SELECT id, user_id, price * 2 AS doubled FROM orders WHERE day > '2024-01-01')
SELECT u.name, COUNT(*) AS total, SUM(r.doubled) AS turnover
FROM users AS u
INNER JOIN recent r ON u.id = r.user_id
LEFT JOIN users boss ON boss.id = u.boss_id
WHERE u.age >= 18 AND (boss.name IS NOT NULL OR u.country IN ('de', 'fr'))
GROUP BY u.name
HAVING COUNT(*) > 3
ORDER BY turnover DESC, total
LIMIT 10;
CREATE TABLE copies (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, flag BOOLEAN DEFAULT TRUE);
INSERT INTO copies (id, name) VALUES (1, 'One'), (2, NULL);
`;

type Edit = readonly [what: string, from: string | RegExp, to: string];

describe("SQL of the same structure", () => {
  const edits: readonly Edit[] = [
    ["line comments", "FROM users", "-- people\nFROM users"],
    ["block comments", "AND (boss", "/* either */ AND (boss"],
    ["comments at the end", /$/, "-- done"],
    ["line breaks", /\n/g, " "],
    ["indentation", /\n/g, "\n\t    "],
    ["the word AS", "users AS u", "users u"],
    ["the word INNER", "INNER JOIN", "JOIN"],
    ["the word OUTER", "LEFT JOIN", "LEFT OUTER JOIN"],
    ["the word ASC", ", total\n", ", total ASC\n"],
    ["redundant parentheses", "u.age >= 18", "((u.age) >= 18)"],
    ["quotes of identifiers", "FROM orders", 'FROM "orders"'],
    ["quotes of MySQL", "FROM orders", "FROM `orders`"],
    ["the alias of a table", /\bu\b/g, "people"],
    ["an alias in place of a table's name", /\bboss\b(?!_)/g, "chief"],
    ["the name of a query of WITH", /\brecent\b/g, "latest"],
    ["the alias of such a query", /\br\b/g, "lines"],
    ["the alias of a column", /\bturnover\b/g, "money"],
    ["the alias of a counted column", /\btotal\b/g, "n"],
    ["the alias of a column of a derived table", /\bdoubled\b/g, "twice"],
    ["semicolons", /;\n/g, ";;\n"],
  ];
  test.each(edits)("differs in %s", (_what, from, to) => {
    const edited = query.replace(from, to);
    expect(edited).not.toBe(query);
    expect(parse(query)).not.toBeNull();
    expect(parse(edited)).toEqual(parse(query));
  });

  test("law: case of keywords and names is spelling", () => {
    const words = [...query.matchAll(/'[^']*'|\w+|\W/g)].map(([word]) => word);
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: words.length, maxLength: words.length }),
        (upper) => {
          const spelled = words.map((word, index) =>
            word.startsWith("'") ? word : upper[index] ? word.toUpperCase() : word.toLowerCase(),
          );
          expect(parse(spelled.join(""))).toEqual(parse(query));
        },
      ),
      { numRuns: 20 },
    );
  });

  test("law: new names for what a statement itself names change nothing", () => {
    const fresh = fc.stringMatching(/^fresh_[a-z]{1,6}$/);
    fc.assert(
      fc.property(
        fresh,
        fc.constantFrom("u", "r", "recent", "turnover", "total", "doubled"),
        (to, own) => {
          expect(parse(query.replace(new RegExp(`\\b${own}\\b`, "g"), to))).toEqual(parse(query));
        },
      ),
      { numRuns: 20 },
    );
  });

  test("writes a table's name in place of its alias, or a column AS itself", () => {
    expect(parse("SELECT u.id FROM users u")).toEqual(parse("SELECT users.id FROM users"));
    expect(parse("SELECT a AS a, b FROM t ORDER BY a")).toEqual(
      parse("SELECT a, b FROM t ORDER BY a"),
    );
  });

  test("writes other signs for the same", () => {
    expect(parse("SELECT a != b, c::int FROM t")).toEqual(
      parse("SELECT a <> b, CAST(c AS int) FROM t"),
    );
  });

  test("has a chain of AND however it is bracketed", () => {
    expect(parse("SELECT 1 WHERE a AND (b AND (c))")).toEqual(
      parse("SELECT 1 WHERE (a AND b) AND c"),
    );
    expect(parse("SELECT 1 WHERE a AND (b OR c)")).not.toEqual(
      parse("SELECT 1 WHERE a AND b OR c"),
    );
  });

  test("has a function's body or an unread statement in another case and with comments", () => {
    const body = "CREATE FUNCTION f(a int) RETURNS int AS $$ SELECT a + 1 $$ LANGUAGE sql";
    expect(parse(body.replace("SELECT a", "-- one more\n select  a"))).toEqual(parse(body));
    expect(parse(body.replace("+ 1", "+ 2"))).not.toEqual(parse(body));
    expect(parse("call  P(1)")).toEqual(parse("CALL p(1)"));
    expect(parse("call p(2)")).not.toEqual(parse("CALL p(1)"));
  });
});

describe("SQL of another structure", () => {
  const edits: readonly Edit[] = [
    ["operator", ">= 18", "> 18"],
    ["number", ">= 18", ">= 21"],
    ["string", "'de'", "'DE'"],
    ["table", "FROM orders", "FROM order_lines"],
    ["column", "u.age", "u.size"],
    ["function", "SUM(", "AVG("],
    ["kind of join", "INNER JOIN", "RIGHT JOIN"],
    ["side of a self-join", "boss.name IS", "u.name IS"],
    ["condition of a join", "r.user_id", "r.id"],
    ["sorting", "turnover DESC", "turnover"],
    ["column to sort by", "ORDER BY turnover", "ORDER BY total"],
    ["place of NULL", "turnover DESC", "turnover DESC NULLS LAST"],
    ["logic", "AND (boss", "OR (boss"],
    ["negation", "IS NOT NULL", "IS NULL"],
    ["limit", "LIMIT 10", "LIMIT 11"],
    ["distinctness", "SELECT u", "SELECT DISTINCT u"],
    ["list", "('de', 'fr')", "('de')"],
    ["NOT NULL", " NOT NULL,", ","],
    ["default", "DEFAULT TRUE", "DEFAULT FALSE"],
    ["type", "VARCHAR(20)", "VARCHAR(30)"],
    ["key", " PRIMARY KEY", ""],
    ["NULL among values", "(2, NULL)", "(2, 0)"],
    ["order of rows", "(1, 'One'), (2, NULL)", "(2, NULL), (1, 'One')"],
    ["missing clause", "HAVING COUNT(*) > 3", ""],
    ["missing statement", /CREATE TABLE .*\n/, ""],
  ];
  test.each(edits)("has another %s", (_what, from, to) => {
    const edited = query.replace(from, to);
    expect(edited).not.toBe(query);
    expect(parse(edited)).not.toBeNull();
    expect(parse(edited)).not.toEqual(parse(query));
  });

  test("tells values without content and words apart", () => {
    const trees = [
      "NULL",
      "TRUE",
      "FALSE",
      "CURRENT_DATE",
      "CURRENT_TIMESTAMP",
      "*",
      "''",
      "0",
      "1.0",
      "-1",
    ].map((value) => JSON.stringify(parse(`SELECT ${value}`)));
    expect(new Set(trees).size).toBe(trees.length);
    expect(trees).not.toContain("null");
    expect(parse("SELECT a FROM t WHERE b IS TRUE")).not.toEqual(
      parse("SELECT a FROM t WHERE b IS FALSE"),
    );
    expect(parse("SELECT 1 UNION SELECT 2")).not.toEqual(parse("SELECT 1 UNION ALL SELECT 2"));
  });
});

describe("SQL without a tree", () => {
  test.each([
    "SELECT FROM WHERE",
    "selec 1",
    "hello world",
    "price",
    "SELECT (",
    "SELECT 'open",
    "\0",
    "SELECT \u0001",
  ])("is %j", (source) => expect(parse(source)).toBeNull());

  test("is SQL nested deeper than the package reads", () => {
    for (const [open, close] of [
      ["(", ")"],
      ["NOT ", ""],
      ["- ", ""],
      ["CASE WHEN a THEN ", " END"],
    ] as const) {
      expect(parse(`SELECT ${open.repeat(100_000)}1${close.repeat(100_000)}`)).toBeNull();
    }
    expect(parse(`SELECT a${"::int".repeat(100_000)}`)).toBeNull();
    expect(parse(`SELECT a${".b".repeat(100_000)}`)).toBeNull();
    expect(parse("SELECT 1")).not.toBeNull();
  });

  test("law: no text whatever makes it throw", () => {
    const parts = fc.constantFrom(
      "SELECT",
      "(",
      ")",
      "'",
      '"',
      "*",
      "FROM t",
      ";",
      "$$",
      "--",
      "/*",
      "\ud800",
      "1",
      "é",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string())), (words) => {
        parse(words.join(" "));
      }),
      { numRuns: 200 },
    );
  });
});

test("an empty script, or one of comments, has a tree of one node", () => {
  const empty = { label: "sql", children: [] };
  expect([parse(""), parse("-- nothing\n/* here */")]).toEqual([empty, empty]);
});

test("an alias that two parts of a statement give to different tables is followed in the first", () => {
  const union = "SELECT x.a FROM s x UNION SELECT x.a FROM t x";
  expect(JSON.stringify(parse(union))).toContain("column:s.a");
  expect(parse(union.replace("FROM t", "FROM u"))).not.toEqual(parse(union));
});

test("words of single dialects are read", () => {
  expect(parse("SELECT 0x1F")).not.toEqual(parse("SELECT 0x2F"));
  expect(parse("SELECT [a b] FROM [t]")).toEqual(parse('SELECT "a b" FROM "t"'));
  expect(parse("SELECT a FROM t WHERE a = :id AND b = $1 AND c = ?")).not.toBeNull();
  expect(parse("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB")).not.toBeNull();
});

test("5,000 statements are read in order, and a chain of 20,000 conditions does not exhaust the stack", () => {
  const script = Array.from(
    { length: 5_000 },
    (_, index) => `INSERT INTO t (a) VALUES (${index});`,
  );
  const statements = parse(script.join("\n"))?.children ?? [];
  expect(statements.length).toBe(5_000);
  expect(JSON.stringify(statements[4_321])).toContain("number:4321");
  expect(parse(`SELECT 1 WHERE ${"a = 1 AND ".repeat(20_000)} b`)).not.toBeNull();
});

test("a line of a megabyte is read or refused", () => {
  expect(parse(`SELECT '${"x".repeat(1e6)}'`)).not.toBeNull();
  expect(parse(",".repeat(1e6))).toBeNull();
});
