import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Language, ParseSource } from "../structure/structure.ts";
import { loadParsers } from "./syntax.ts";

let parse: ParseSource;
beforeAll(async () => {
  parse = await loadParsers();
});

const original = `
import { readFile } from "node:fs/promises";
import { total } from "./cart.ts";

/** Pages of a list. */
export async function paginate({ items, page }: Query, size = 10) {
  const start = (page - 1) * size;
  for (const item of items) {
    if (item.price > 0) { total(item, { start }); }
  }
  return items.slice(start, start + size);
}
class Shelf { #books = []; add(book: string) { this.#books.push(book); } fill() { this.add('a'); } }
`;

const python = `
import os
from shop import total, price

class Shelf:
    """Holds books."""
    def add(self, book, *rest):
        for i, part in enumerate(rest):
            book += part
        return self.sort(f"{book}!", key=lambda b: b.title)

    def sort(self, text, key):
        return sorted(text, key=key) if os.name else (text)
`;

describe("the same structure", () => {
  const variants: readonly (readonly [
    what: string,
    language: Language,
    from: string,
    to: string,
  ])[] = [
    ["comments", "typescript", "const start", "// first item\n  const start"],
    ["doc comments", "typescript", "/** Pages of a list. */", ""],
    ["white space", "typescript", "(page - 1) * size", "( page-1 )\n    * size"],
    ["semicolons", "typescript", "* size;", "* size"],
    [
      "brackets around one statement",
      "typescript",
      "{ total(item, { start }); }",
      "total(item, { start });",
    ],
    ["trailing commas", "typescript", "start + size)", "start + size,)"],
    ["style of quotes", "typescript", "'a'", '"a"'],
    ["redundant parentheses", "typescript", "(page - 1) * size", "((page - 1) * size)"],
    ["docstrings", "python", '"""Holds books."""', '"""Keeps them."""'],
    ["python's quotes", "python", 'f"{book}!"', "f'{book}!'"],
    ["python's comments", "python", "import os", "# system\nimport os"],
    ["the order of imported names", "python", "total, price", "price, total"],
  ];
  test.each(variants)("has source that differs in %s", (_what, language, from, to) => {
    const source = language === "python" ? python : original;
    expect(source).toContain(from);
    expect(parse(language, source.replace(from, to))).toEqual(parse(language, source));
  });

  test("has source whose imports come in another order", () => {
    const [first = "", second = ""] = original
      .split("\n")
      .filter((line) => line.startsWith("import"));
    const swapped = original.replace(first, "@").replace(second, first).replace("@", second);
    expect(parse("typescript", swapped)).toEqual(parse("typescript", original));
  });

  test("has a package's names imported in another order", () => {
    expect(parse("typescript", 'import { b, a } from "x"; a(b);')).toEqual(
      parse("typescript", 'import { a, b } from "x"; a(b);'),
    );
  });

  test("has an arrow function with and without brackets around its parameter", () => {
    expect(parse("javascript", "f(x => x)")).toEqual(parse("javascript", "f((x) => x)"));
    expect(parse("typescript", "f(x => x)")).toEqual(parse("typescript", "f((x) => x)"));
  });
});

describe("law: renaming what the source declares leaves the structure unchanged", () => {
  const fresh = fc.stringMatching(/^fresh[A-Z][a-z]{0,5}$/);
  const own = ["paginate", "start", "size", "item", "total", "Shelf", "add", "book", "#books"];
  test.each(own)("typescript: %s", (name) => {
    fc.assert(
      fc.property(fresh, (to) => {
        const renamed = original.replaceAll(
          new RegExp(`(?<![\\w#./])${name}(?!\\w)|(?<=this\\.)${name}\\b`, "g"),
          name.startsWith("#") ? `#${to}` : to,
        );
        const source =
          name === "start" ? renamed.replace(/\{ fresh\w+ \}/, `{ start: ${to} }`) : renamed;
        expect(source).not.toBe(original);
        expect(parse("typescript", source)).toEqual(parse("typescript", original));
      }),
      { numRuns: 5 },
    );
  });

  test.each(["book", "rest", "part", "i", "b", "Shelf", "sort", "self", "text"])(
    "python: %s",
    (name) => {
      const renamed = python.replaceAll(new RegExp(`\\b${name}\\b`, "g"), "renamed");
      expect(parse("python", renamed)).toEqual(parse("python", python));
    },
  );
});

describe("another structure", () => {
  const edits: readonly (readonly [what: string, language: Language, from: string, to: string])[] =
    [
      ["operator", "typescript", "page - 1", "page + 1"],
      ["number", "typescript", "page - 1", "page - 2"],
      ["method of the world outside", "typescript", ".slice(", ".splice("],
      ["package", "typescript", "node:fs/promises", "node:fs"],
      ["imported function of a package", "typescript", "{ readFile }", "{ writeFile }"],
      ["missing statement", "typescript", "const start = (page - 1) * size;", ""],
      ["missing await", "typescript", "async function", "function"],
      ["loop", "typescript", "const item of", "const item in"],
      ["string", "typescript", "'a'", "'b'"],
      ["python operator", "python", "+=", "-="],
      ["python attribute", "python", "os.name", "os.sep"],
      ["python keyword", "python", "if os.name", "if not os.name"],
    ];
  test.each(edits)("has source with another %s", (_what, language, from, to) => {
    const source = language === "python" ? python : original;
    expect(source).toContain(from);
    expect(parse(language, source.replace(from, to))).not.toEqual(parse(language, source));
  });

  test("has an array of one beside its only element", () => {
    expect(parse("javascript", "f([a])")).not.toEqual(parse("javascript", "f(a)"));
  });
});

describe("source without a tree", () => {
  test("is source with a syntax error, in every language", () => {
    expect(parse("typescript", "function (")).toBeNull();
    expect(parse("tsx", "<div>")).toBeNull();
    expect(parse("javascript", "let = = 3")).toBeNull();
    expect(parse("python", "def f(:\n  return")).toBeNull();
  });

  test("is source nested so deeply that reading it would overflow the stack", () => {
    expect(parse("javascript", `${"[".repeat(20_000)}${"]".repeat(20_000)}`)).toBeNull();
  });

  test("is source in a language whose grammar was not asked for", async () => {
    const onlyPython = await loadParsers(["python"]);
    expect(onlyPython("python", "x = 1")).not.toBeNull();
    expect(onlyPython("typescript", "const x = 1")).toBeNull();
  });
});

test("a component with markup parses as tsx and as javascript", () => {
  const component = "const App = () => <ul>{items.map((item) => <li key={item}>{item}</li>)}</ul>;";
  expect(parse("tsx", component)).not.toBeNull();
  expect(parse("javascript", component)).not.toBeNull();
});

test("indentation of markup does not matter, its text does", () => {
  const button = parse("tsx", "<button>Add one</button>");
  expect(parse("tsx", "<button>\n  Add\n  one\n</button>")).toEqual(button);
  expect(parse("tsx", "<button>Add two</button>")).not.toEqual(button);
});

test("law: renaming a parameter property changes nothing", () => {
  const source = "class A { constructor(private source: string) {} f() { return this.source; } }";
  expect(parse("typescript", source.replaceAll("source", "fresh"))).toEqual(
    parse("typescript", source),
  );
});

test("law: renaming an interpolated variable of PHP changes nothing, and a local named index of Rust neither", async () => {
  const both = await loadParsers(["php", "rust"]);
  expect(both("php", '$n = 1; echo "$n S";')).toEqual(both("php", '$m = 1; echo "$m S";'));
  expect(both("rust", "fn f() { let index = 1; g(index); }")).toEqual(
    both("rust", "fn f() { let place = 1; g(place); }"),
  );
});

test("an empty file has a tree of one node", () => {
  expect(parse("typescript", "")).toEqual({ label: "program", children: [] });
});
