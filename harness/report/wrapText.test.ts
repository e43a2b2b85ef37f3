import fc from "fast-check";
import { expect, test } from "vitest";
import { wrapText } from "./wrapText.ts";

test("law: no line is wider than asked and no visible character is lost", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.integer({ min: 5, max: 40 }),
      fc.constantFrom("", "  "),
      (text, width, indent) => {
        const lines = wrapText(text, width, indent);
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
        const visible = (value: string) => value.replace(/[\s\p{Cc}]/gu, "");
        expect(visible(lines.join(""))).toBe(visible(text));
      },
    ),
  );
});

test("lines break at spaces and later lines are indented", () => {
  expect(wrapText("one two three", 9, "  ")).toEqual(["one two", "  three"]);
});

test("a word that fits in no line is cut", () => {
  expect(wrapText("abcdefgh", 3)).toEqual(["abc", "def", "gh"]);
});

test("a width that is too small for the indent, or 0, still ends", () => {
  expect(wrapText("ab c", 0)).toEqual(["a", "b", "c"]);
  expect(wrapText("ab cd", 1, "    ")).toEqual(["a", "    b", "    c", "    d"]);
});
