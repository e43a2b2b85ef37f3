import type { Watchdog } from "../transcript/transcript.ts";

/** Longest waits of one turn, in milliseconds. */
export type TurnLimits = {
  /** from the start of the turn to the first line */
  readonly firstOutputMs: number;
  /** between two lines */
  readonly idleMs: number;
  /** for the whole turn */
  readonly wallMs: number;
};

/** Which wait was too long, and how long it was. */
export type Expiry = { readonly waitedFor: Watchdog; readonly afterMs: number };

export type TurnWatch = {
  /** Resolves when a limit is exceeded; stays pending when `end` comes first. */
  readonly expired: Promise<Expiry>;
  /** To be called for every line of output. */
  readonly sawOutput: () => void;
  readonly end: () => void;
};

/** About 25 days. Node fires a timer at once that is set beyond it. */
const longestTimerMs = 2 ** 31 - 1;

/** Watches one turn from now on. An expiry is data, not an error: what it means is the caller's business. */
export function watchTurn(limits: TurnLimits): TurnWatch {
  const { promise, resolve } = Promise.withResolvers<Expiry>();
  const startTimer = (waitedFor: Watchdog, afterMs: number) =>
    setTimeout(() => resolve({ waitedFor, afterMs }), Math.min(afterMs, longestTimerMs));

  const wall = startTimer("wall", limits.wallMs);
  const firstOutput = startTimer("first-output", limits.firstOutputMs);
  let idle: NodeJS.Timeout | null = null;
  return {
    expired: promise,
    sawOutput: () => {
      clearTimeout(firstOutput);
      idle = idle?.refresh() ?? startTimer("idle", limits.idleMs);
    },
    end: () => {
      clearTimeout(wall);
      clearTimeout(firstOutput);
      if (idle !== null) clearTimeout(idle);
    },
  };
}
