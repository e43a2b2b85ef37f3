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

function countLines(diff: string): TextChange {
  const lines = diff.split("\n");
  return {
    linesAdded: lines.filter((line) => line.startsWith("+")).length,
    linesRemoved: lines.filter((line) => line.startsWith("-")).length,
    diff,
  };
}

/** What is removed comes first in each hunk, as in every diff; else the same change would read in two ways. */
function reversed(diff: string): string {
  const hunks: { head: string; removed: string[]; added: string[] }[] = [];
  for (const line of diff.split("\n")) {
    const hunk = hunks.at(-1);
    if (line.startsWith("@@") || hunk === undefined) {
      const head = line.replace(/^(@@ )-(\S+) \+(\S+)/, "$1-$3 +$2");
      hunks.push({ head, removed: [], added: [] });
    } else if (line.startsWith("+")) hunk.removed.push(`-${line.slice(1)}`);
    else if (line.startsWith("-")) hunk.added.push(`+${line.slice(1)}`);
  }
  return hunks.flatMap(({ head, removed, added }) => [head, ...removed, ...added]).join("\n");
}
