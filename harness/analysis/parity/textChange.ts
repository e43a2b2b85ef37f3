import type { ClientText } from "../../record/record.ts";
import type { TextChange } from "./types.ts";

/**
 * The difference between two texts of one part. A run records each text's difference from the first one that it met, so
 * the two can be compared when one of them is that first.
 * @returns null when neither is, when the difference was too large to be recorded, or when the part is no text
 */
export function textChange(
  part: string,
  change: { readonly before: string; readonly after: string },
  texts: readonly ClientText[],
): TextChange | null {
  const textOf = (hash: string) => texts.find((text) => text.part === part && text.hash === hash);
  const after = textOf(change.after);
  if (after?.against === change.before && after.diff !== null) return countLines(after.diff);
  const before = textOf(change.before);
  if (before?.against === change.after && before.diff !== null) {
    return countLines(reversed(before.diff));
  }
  return null;
}

/** Headers name files, not lines. */
const isHeader = (line: string) => /^(?:---|\+\+\+)(?: |$)/.test(line);

function countLines(diff: string): TextChange {
  const lines = diff.split("\n").filter((line) => !isHeader(line));
  return {
    linesAdded: lines.filter((line) => line.startsWith("+")).length,
    linesRemoved: lines.filter((line) => line.startsWith("-")).length,
    diff,
  };
}

function reversed(diff: string): string {
  return diff
    .split("\n")
    .map((line) => {
      if (isHeader(line)) return line;
      if (line.startsWith("@@")) return line.replace(/-(\S+) \+(\S+)/, "-$2 +$1");
      if (line.startsWith("+")) return `-${line.slice(1)}`;
      return line.startsWith("-") ? `+${line.slice(1)}` : line;
    })
    .join("\n");
}
