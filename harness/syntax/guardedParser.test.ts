import { expect, test } from "vitest";
import { guardedParser } from "./guardedParser.ts";
import { shell } from "./languages/shell.ts";
import { loadParsers } from "./syntax.ts";
import type { Language } from "../structure/structure.ts";

test("a grammar that traps says so", () => {
  const parse = guardedParser(
    () => ({
      parse: () => {
        throw new Error("memory access out of bounds");
      },
      reset: () => undefined,
    }),
    shell,
  );
  expect(parse("a")).toBe("trapped");
});

test("a parse that is given up does not go on in the next source", () => {
  let resets = 0;
  const parse = guardedParser(
    () => ({
      parse: (_source, _old, options) => {
        let reports = 0;
        const state = { currentOffset: 0, hasError: false };
        // Typed as returning nothing, but the grammar stops where it returns true.
        const goOn = options?.progressCallback as ((at: typeof state) => unknown) | undefined;
        while (goOn?.(state) === false) reports++;
        expect(reports).toBe(12_000);
        return null;
      },
      reset: () => void resets++,
    }),
    shell,
  );
  expect(parse("a")).toBeNull();
  expect(resets).toBe(1);
});

const good: readonly (readonly [language: Language, source: string])[] = [
  ["typescript", "const x = 1;"],
  ["java", "class A {}"],
  ["cpp", "int x;"],
  ["csharp", "class A {}"],
  ["ruby", "x = 1"],
  ["php", "<?php $x = 1;"],
  ["shell", "x=1"],
];

const hostile: readonly (readonly [what: string, source: string])[] = [
  ["100,000 brackets", `${"{".repeat(50_000)}${"}".repeat(50_000)}`],
  ["10 MB in one line", "a + ".repeat(2_500_000)],
  ["NUL bytes", "x = 1\u0000 y"],
  ["lone surrogates", 'x = = "\ud800" \udfff ((('],
  ["2,000 brackets that may mean many things", "a<b(".repeat(500)],
];

test.each(hostile)(
  "%s are no tree, and the source after it parses as before",
  async (_what, source) => {
    const parse = await loadParsers(good.map(([language]) => language));
    for (const [language, sane] of good) {
      const before = parse(language, sane);
      expect(before).not.toBeNull();
      expect(parse(language, source)).toBeNull();
      // A comment makes it a source that is not remembered.
      const comment = language === "ruby" || language === "shell" ? "\n# a" : "\n/* a */";
      expect(parse(language, sane + comment)).toEqual(before);
    }
  },
);

test("after a grammar has run out of memory, sources parse as before, however often it happens", async () => {
  const parse = await loadParsers(["java", "typescript"]);
  const before = parse("typescript", "const a = f(1);");
  expect(before).not.toBeNull();
  for (const size of [10_000, 10_001]) {
    // Repairing this at its end takes all memory that there is.
    expect(parse("java", "a<".repeat(size))).toBeNull();
    expect(parse("typescript", `const a = f(1); // ${size}`)).toEqual(before);
    expect(parse("java", `class A {} // ${size}`)).not.toBeNull();
    expect(parse("java", `class A { // ${size}`)).toBeNull();
  }
});

test("source of another language is no tree", async () => {
  const parse = await loadParsers(["java", "go", "csharp"]);
  for (const language of ["java", "go", "csharp"] as const)
    expect(parse(language, "def f(x):\n    return [y for y in x]\n")).toBeNull();
});

test("PHP without its opening tag is read as PHP", async () => {
  const parse = await loadParsers(["php"]);
  expect(parse("php", "echo strlen($x);")).toEqual(parse("php", "<?php echo strlen($y);"));
  expect(parse("php", "echo strlen($x);")).not.toEqual(parse("php", "echo trim($x);"));
});
