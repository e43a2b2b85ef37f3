import type { Channel, ReplayRecord } from "../record/record.ts";
import { structureOf, type ParseSource } from "../structure/structure.ts";
import type { StructuredReplay } from "./types.ts";

/** What divergence needs to know of a recorded replay: its structure and where it belongs. */
export function structuredReplay(
  replay: ReplayRecord,
  gate: readonly Channel[],
  parse: ParseSource,
): StructuredReplay {
  return {
    replayId: replay.id,
    promptId: replay.promptId,
    clientConfiguration: replay.clientConfiguration,
    session: replay.session,
    structure: structureOf(replay, parse),
    gate,
  };
}
