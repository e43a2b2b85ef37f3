import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { ParseSource, SyntaxNode } from "../structure/structure.ts";
import { loadParsers } from "./syntax.ts";
import { compiledLaws } from "./testing/compiledLaws.ts";
import type { Edit, Laws } from "./testing/laws.ts";
import { nativeLaws } from "./testing/nativeLaws.ts";
import { scriptLaws } from "./testing/scriptLaws.ts";

const all = [...compiledLaws, ...nativeLaws, ...scriptLaws];

let parse: ParseSource;
beforeAll(async () => {
  parse = await loadParsers(all.map(({ language }) => language));
});

/** Lines of the tree: unequal ones tell where, which two trees of a thousand nodes do not. */
function linesOf(tree: SyntaxNode | null, indent = ""): string[] {
  if (tree === null) return ["does not parse"];
  return [`${indent}${tree.label}`, ...tree.children.flatMap((c) => linesOf(c, `${indent} `))];
}

function outline({ language }: Laws, source: string): string[] {
  return linesOf(parse(language, source));
}

function edited(source: string, [, from, to]: Edit): string {
  expect(source).toContain(from);
  return source.replaceAll(from, () => to);
}

function renamed(source: string, from: string, to: string): string {
  return source.replaceAll(new RegExp(`(?<![\\w])${from}(?![\\w])`, "g"), to);
}

describe.each(all)("$language", (laws) => {
  const { source, own, comment, same, different } = laws;
  const ownNames = own.split(" ").filter((name) => name !== "");

  test("parses", () => {
    expect(outline(laws, source).length).toBeGreaterThan(40);
  });

  test.each(same)("law: %s does not matter", (...edit) => {
    expect(outline(laws, edited(source, edit))).toEqual(outline(laws, source));
  });

  test.each(different)("law: another %s is another structure", (...edit) => {
    const after = outline(laws, edited(source, edit));
    expect(after).not.toEqual(["does not parse"]);
    expect(after).not.toEqual(outline(laws, source));
  });

  test.each(ownNames)("law: renaming %s changes nothing", (name) => {
    const after = renamed(source, name, /^[A-Z]/.test(name) ? "Fresh" : "fresh");
    expect(after).not.toBe(source);
    expect(outline(laws, after)).toEqual(outline(laws, source));
  });

  test("law: comments, blank lines and renaming any of its names change nothing", () => {
    const lines = source.split("\n");
    const line = fc.nat({ max: lines.length - 4 });
    const names = fc.subarray(ownNames);
    fc.assert(
      fc.property(fc.uniqueArray(line), fc.uniqueArray(line), names, (commented, blank, chosen) => {
        const spaced = lines.map((text, index) => {
          const isProse = /^#(?:!|define)|^package|EOT|^hello/.test(text) || text === "";
          const noted = commented.includes(index) && !isProse ? `${text} ${comment}` : text;
          return blank.includes(index) ? `${noted}\n` : noted;
        });
        const after = chosen.reduce(
          (text, name, index) =>
            renamed(text, name, `${/^[A-Z]/.test(name) ? "F" : "f"}resh${index}`),
          spaced.join("\n"),
        );
        expect(outline(laws, after)).toEqual(outline(laws, source));
      }),
      { numRuns: 15 },
    );
  });
});
