import { structuredPatch } from "diff";
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
          diff: against === null ? null : unifiedDiff(against.text, text.text),
        },
      ];
    });
}

/** Only the lines that differ, with their places; null when there are too many. */
function unifiedDiff(before: string, after: string): string | null {
  const patch = structuredPatch("", "", before, after, "", "", {
    context: 0,
    timeout: longestComparisonMs,
  });
  if (patch === undefined) return null;
  const lines = patch.hunks.flatMap(
    ({ oldStart, oldLines, newStart, newLines, lines: changed }) => [
      `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
      ...changed.filter((line) => !line.startsWith("\\")),
    ],
  );
  const text = lines.join("\n");
  if (text.length > longestDiff) return null;
  return quotes(lines, "-", before) || quotes(lines, "+", after) ? null : text;
}

/** Whether so much of a text is in a difference that it could as well be recorded itself, which it must not be. */
function quotes(lines: readonly string[], sign: "+" | "-", text: string): boolean {
  const quoted = lines.filter((line) => line.startsWith(sign)).join("").length;
  return quoted > Math.max(longestQuote, text.length / 2);
}
