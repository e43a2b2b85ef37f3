import { diffLines, formatPatch, OMIT_HEADERS, structuredPatch } from "diff";
import type { ChangedText } from "./types.ts";

/** Unchanged lines around a change: a paragraph of the client is one line, so one is enough to find the place. */
const contextLines = 1;

/** Compares two texts by line. Lines of a client's prompt are whole paragraphs: one word changes all of one. */
export function textChange(what: string, from: string, to: string): ChangedText {
  const sizes = { fromCharacters: from.length, toCharacters: to.length };
  if (from === to) {
    return { what, ...sizes, linesAdded: 0, linesRemoved: 0, changed: 0, diff: "" };
  }
  const parts = diffLines(ended(from), ended(to));
  const added = parts.filter((part) => part.added);
  const removed = parts.filter((part) => part.removed);
  const touched = [...added, ...removed].reduce((sum, { value }) => sum + value.length, 0);
  return {
    what,
    ...sizes,
    linesAdded: added.reduce((sum, { count }) => sum + count, 0),
    linesRemoved: removed.reduce((sum, { count }) => sum + count, 0),
    changed: touched / (ended(from).length + ended(to).length),
    diff: unifiedDiff(ended(from), ended(to)),
  };
}

function unifiedDiff(from: string, to: string): string {
  const patch = structuredPatch("", "", from, to, "", "", { context: contextLines });
  return formatPatch(patch, OMIT_HEADERS).trimEnd();
}

/** A line end at the end of one text only would be a change of its last line. */
function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
