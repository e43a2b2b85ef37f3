import fc from "fast-check";
import { expect, test } from "vitest";
import { createLineReader } from "./lines.ts";

function linesOf(chunks: readonly Uint8Array[], limit?: number): string[] {
  const lines: string[] = [];
  const reader = createLineReader((line) => lines.push(line), limit);
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return lines;
}

test("law: however the bytes are cut into chunks, the lines are the same", () => {
  const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\r\n]/g, " "));
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat({ max: 7 })), (lines, cuts) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(""));
      const chunks: Uint8Array[] = [];
      let from = 0;
      for (const length of cuts) chunks.push(bytes.subarray(from, (from += length)));
      chunks.push(bytes.subarray(from));
      expect(linesOf(chunks)).toEqual(lines);
    }),
  );
});

test("a Unicode line separator inside a line does not cut it", () => {
  expect(linesOf([Buffer.from('{"text":"a\u2028b"}\n')])).toEqual(['{"text":"a\u2028b"}']);
});

test("a last line without a line break is handed out at the end", () => {
  expect(linesOf([Buffer.from("one\r\ntwo")])).toEqual(["one", "two"]);
});

test("a line beyond the limit is dropped and the next one is whole", () => {
  const chunks = ["12345", "678", "9\nnext\n"].map((text) => Buffer.from(text));
  expect(linesOf(chunks, 8)).toEqual(["next"]);
});

test("a line of 20 MB in small chunks is read in linear time", () => {
  const chunk = Buffer.alloc(64 * 1024, "x");
  const chunks = [...Array.from({ length: 320 }, () => chunk), Buffer.from("\n")];
  const startedAt = performance.now();
  expect(linesOf(chunks)[0]).toHaveLength(320 * 64 * 1024);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
