import { expect, test } from "vitest";
import { codeFormLines } from "./codeFormLines.ts";

const none = { count: 0, paths: [] };
const clean = { trees: 4, doNotParse: none, noGrammar: none, opaque: none };

test("files that do not parse are said to be compared by tokens, with their names", () => {
  const broken = {
    ...clean,
    trees: 1,
    doNotParse: { count: 2, paths: ["src/a.ts"] },
    opaque: { count: 1, paths: ["logo.png"] },
  };
  expect(
    codeFormLines([
      ["reset", broken],
      ["restart", clean],
    ]),
  ).toEqual([
    "Code of reset: 1 changed file compared as syntax trees, 2 by tokens, because they do not parse (src/a.ts), 1 by their hash alone, because they are too large or no text (logo.png).",
    "Code of the others: all 4 changed files compared as syntax trees.",
  ]);
});

test("where every file is a tree one line says it, and where nothing changed none", () => {
  expect(
    codeFormLines([
      ["reset", clean],
      ["restart", clean],
    ]),
  ).toEqual(["Code: all 8 changed files compared as syntax trees."]);
  expect(codeFormLines([["reset", { ...clean, trees: 0 }]])).toEqual([]);
});
