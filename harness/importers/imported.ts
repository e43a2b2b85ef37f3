import type { GroupKeys, Imported } from "./types.ts";

/** What a format knows of a transcript; all else is unknown. */
type Known = Pick<Imported, "transcript"> &
  Partial<Omit<Imported, "transcript" | "group">> & {
    readonly group: Pick<GroupKeys, "prompt" | "session"> & Partial<GroupKeys>;
  };

/** A transcript with everything that its log does not tell set to unknown. */
export function importedOf({ group, ...known }: Known): Imported {
  return {
    thread: { kind: "main" },
    outcome: null,
    workspace: null,
    changes: null,
    firstMessage: null,
    problems: [],
    ...known,
    group: { strategy: null, version: null, date: null, model: null, ...group },
  };
}
