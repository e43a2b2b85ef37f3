import { structuredPatch, type StructuredPatchHunk } from "diff";
import type { ClientText } from "../record/record.ts";
import type { NamedText } from "./namedTexts.ts";

/** Longer diffs say no more than that everything is different. */
const longestDiff = 64 * 1024;

/** A few lines may be shown, even of a short text. */
const longestQuote = 2 * 1024;

/** Comparing two texts of hundreds of kilobytes must not hold up a run. */
const longestComparisonMs = 500;

/** Gives a record for each text that was not met before. */
export type ClientTexts = (texts: readonly NamedText[]) => readonly ClientText[];

/** Remembers, for one recorder, the first text of each part, and which others it has met; texts themselves are told to nobody. */
export function createClientTexts(): ClientTexts {
  const first = new Map<string, NamedText>();
  const met = new Set<string>();
  return (texts) =>
    texts.flatMap((text): ClientText[] => {
      const key = `${text.part} ${text.hash}`;
      if (met.has(key)) return [];
      met.add(key);
      const against = first.get(text.part) ?? null;
      if (against === null) first.set(text.part, text);
      return [
        {
          part: text.part,
          hash: text.hash,
          characters: text.text.length,
          lines: text.text === "" ? 0 : text.text.split("\n").length,
          against: against?.hash ?? null,
          diff: against === null ? null : unifiedDiff(against, text),
        },
      ];
    });
}

/**
 * Only the lines that differ, with their places; null when there are too many. Which text a run meets first depends on
 * concurrency, so the two are always compared in the order of their hashes, and the result is turned round where need be.
 */
function unifiedDiff(before: NamedText, after: NamedText): string | null {
  const isTurned = before.hash > after.hash;
  const [old, young] = isTurned ? [after.text, before.text] : [before.text, after.text];
  const patch = structuredPatch("", "", old, young, "", "", {
    context: 0,
    timeout: longestComparisonMs,
  });
  if (patch === undefined) return null;
  const lines = patch.hunks.flatMap((hunk) => hunkLines(hunk, isTurned));
  const text = lines.join("\n");
  if (text.length > longestDiff) return null;
  return quotes(lines, "-", before.text) || quotes(lines, "+", after.text) ? null : text;
}

/** Without context a hunk is what is removed, then what is added. */
function hunkLines(hunk: StructuredPatchHunk, isTurned: boolean): readonly string[] {
  const withSign = (sign: string) =>
    hunk.lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1));
  const [removed, added] = isTurned
    ? [withSign("+"), withSign("-")]
    : [withSign("-"), withSign("+")];
  const old = `${hunk.oldStart},${hunk.oldLines}`;
  const young = `${hunk.newStart},${hunk.newLines}`;
  return [
    isTurned ? `@@ -${young} +${old} @@` : `@@ -${old} +${young} @@`,
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
  ];
}

/** Whether so much of a text is in a difference that it could as well be recorded itself, which it must not be. */
function quotes(lines: readonly string[], sign: "+" | "-", text: string): boolean {
  const quoted = lines.filter((line) => line.startsWith(sign)).join("").length;
  return quoted > Math.max(longestQuote, text.length / 2);
}
