import type { AnnouncedReplay, VirtualTime } from "./types.ts";
import type { Caller } from "./whoAsks.ts";

/** Knows which replay each process plays. */
export type Replays = {
  readonly announce: (replay: AnnouncedReplay) => void;
  /** The replay that a request belongs to; `isRetry` keeps a repeated first request in the turn it began. */
  readonly of: (
    caller: Caller,
    turn: { readonly step: number; readonly isRetry: boolean },
  ) => AnnouncedReplay;
  /** Tells that a process was given a final answer, so that time passes for processes that nobody announces. */
  readonly turnFinished: (processId: string) => void;
};

/**
 * Announced processes play what was announced last. A process that nobody announces numbers its own user turns and has a clock of
 * its own, which every finished turn advances: a clock for all would make an answer depend on what else is going on.
 */
export function createReplays(time: VirtualTime): Replays {
  const announced = new Map<string, AnnouncedReplay>();
  const unannounced = new Map<string, { turn: number; isOpen: boolean }>();
  return {
    announce: (replay) => announced.set(replay.processId, replay),
    of: (caller, { step, isRetry }) => {
      const { processId, device } = caller;
      const known = announced.get(processId);
      if (known !== undefined) return known;
      const state = unannounced.get(processId) ?? { turn: 0, isOpen: true };
      if (step === 0 && !state.isOpen && !isRetry) {
        state.turn++;
        state.isOpen = true;
      }
      unannounced.set(processId, state);
      const age = time.startMinutes + state.turn * time.replayMinutes;
      return {
        processId,
        replayId: `${processId}/${state.turn + 1}`,
        device: device ?? processId,
        account: "account",
        atMinute: age,
        sessionAgeMinutes: age,
        idleMinutes: 0,
        conversation: state.turn,
      };
    },
    turnFinished: (processId) => {
      const state = unannounced.get(processId);
      if (state !== undefined) state.isOpen = false;
    },
  };
}
