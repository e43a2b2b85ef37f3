import type { Ending } from "../transcript/transcript.ts";

/** How the replay ended, without numbers and wordings: two refusals are the same ending. */
export function endingChannel(ending: Ending): string {
  return ending.kind === "truncated" ? `truncated:${ending.at}` : ending.kind;
}
