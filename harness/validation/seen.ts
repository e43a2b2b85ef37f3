import type { ReplayRecord } from "../record/record.ts";
import type { Structure } from "../structure/structure.ts";
import type { ToolCall } from "../transcript/transcript.ts";

/** A replay that is not missing data, with its structure. */
export type Seen = {
  readonly replay: ReplayRecord;
  readonly structure: Structure;
  /** of the transcript, in order of issue */
  readonly calls: readonly ToolCall[];
};

/** The tool of a call's token: `Bash(npm test)` is `Bash`. */
export function toolOf(token: string): string {
  return token.replace(/\(.*$/s, "");
}
