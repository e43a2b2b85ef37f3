import type { FileChange } from "../record/record.ts";
import type { ChangedFile } from "./types.ts";

/** Which files were created, modified or deleted, whatever is in them. */
export function filesChannel(changes: readonly FileChange[]): readonly ChangedFile[] {
  return changes
    .map(({ path, kind }) => ({ path, kind }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
