import type { ReplayRecord } from "../record/record.ts";
import type { EarlierReplay } from "../wire/wire.ts";

/** What a later replay of the same lane is held against. */
export function shownBy(replay: ReplayRecord): EarlierReplay {
  return {
    processId: replay.session,
    deviceId: replay.wire?.deviceId ?? null,
    prompts: replay.transcript.turns.map((turn) => turn.prompt),
  };
}
