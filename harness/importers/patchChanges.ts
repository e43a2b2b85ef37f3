import { sha256 } from "../base/base.ts";
import type { FileChange } from "../record/record.ts";

/**
 * The files that a patch in git's format changes. `after` holds the lines that it adds, because nothing else of the file is known.
 * @returns null when the text is no patch
 */
export function patchChanges(patch: string): readonly FileChange[] | null {
  const files = patch.split(/^diff --git /m).slice(1);
  return files.length === 0 ? null : files.map(changeOf);
}

function changeOf(part: string): FileChange {
  const lines = part.split("\n");
  const path = pathOf(lines);
  const head = lines.slice(1, lines.findIndex((line) => line.startsWith("@@")) + 1 || undefined);
  if (head.some((line) => line.startsWith("deleted file"))) {
    return { path, kind: "deleted", before: null, after: null, hash: null };
  }
  const isNew = head.some((line) => line.startsWith("new file"));
  const body = lines.slice(head.length);
  const after = body.flatMap((line) => (line.startsWith("+") ? [line.slice(1)] : [])).join("\n");
  return { path, kind: isNew ? "created" : "modified", before: null, after, hash: sha256(after) };
}

/** `a/x b/x`, or the name after `+++` where a file was renamed. */
function pathOf(lines: readonly string[]): string {
  const added = lines.find((line) => line.startsWith("+++ b/"));
  const named = added?.slice("+++ b/".length) ?? / b\/(.+)$/.exec(lines[0] ?? "")?.[1];
  return (named ?? lines[0] ?? "").trim();
}
