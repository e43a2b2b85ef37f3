import fc from "fast-check";
import { expect, test } from "vitest";
import { clientPieces } from "./clientPieces.ts";

const client = (text: string) => ({ isClients: true, text });
const user = (text: string) => ({ isClients: false, text });

test.each([
  ["Fix it.", [user("Fix it.")]],
  ["", [user("")]],
  [
    "<system-reminder>a <b> c</system-reminder>\nFix <T>it</T>.",
    [client("<system-reminder>a <b> c</system-reminder>"), user("\nFix <T>it</T>.")],
  ],
  [
    "<command-name>/clear</command-name> <command-args></command-args>",
    [
      client("<command-name>/clear</command-name>"),
      user(" "),
      client("<command-args></command-args>"),
    ],
  ],
  ["a <system-reminder> without an end", [user("a <system-reminder> without an end")]],
  [
    "<system-reminder><command-name>a</command-name></system-reminder>b",
    [client("<system-reminder><command-name>a</command-name></system-reminder>"), user("b")],
  ],
  [
    "[Request interrupted by user for tool use]",
    [client("[Request interrupted by user for tool use]")],
  ],
])("%j is taken apart", (text, pieces) => {
  expect(clientPieces(text)).toEqual(pieces);
});

test("law: the pieces are the text", () => {
  const part = fc.constantFrom(
    "<system-reminder>",
    "</system-reminder>",
    "<command-name>",
    "</command-name>",
    "x",
    " ",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      expect(
        clientPieces(text)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
    }),
  );
});

test("megabytes of tags without an end are read in linear time", () => {
  const startedAt = performance.now();
  clientPieces("<system-reminder><command-name>".repeat(200_000));
  clientPieces("<system-reminder></system-reminder>".repeat(100_000));
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
