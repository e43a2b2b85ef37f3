import type { Clock } from "../base/base.ts";
import type { VirtualTime } from "../vendor/vendor.ts";

/**
 * The time that a lane lives in. With a real vendor it is the machine's; with the simulated one it is virtual, so that
 * a TTL of 45 minutes is exercised in seconds and the same seed gives the same run.
 */
export type LaneTime = {
  /** milliseconds since the run began */
  readonly nowMs: () => number;
  readonly processStarted: () => void;
  /** Lets the pause before a session's next replay pass; returns how long the session was idle, in milliseconds. */
  readonly pauseBefore: (replaysPlayedInSession: number) => number;
  readonly replayPlayed: () => void;
  /** A time of its own for a process that runs beside the lane, starting now. */
  readonly fork: () => LaneTime;
};

/** Gives each lane of a wave its own time. */
export type ExperimentTime = { readonly laneTime: (wave: number) => LaneTime };

const minuteMs = 60_000;

/** Virtual time as the vendor's profile declares it: every lane of a wave starts at the wave's beginning. */
export function virtualTime(time: VirtualTime): ExperimentTime {
  return { laneTime: (wave) => virtualLaneTime(time, wave * time.waveMinutes * minuteMs) };
}

function virtualLaneTime(time: VirtualTime, startMs: number): LaneTime {
  let now = startMs;
  return {
    nowMs: () => now,
    processStarted: () => {
      now += time.startMinutes * minuteMs;
    },
    pauseBefore: (played) => {
      const isDue = time.pause !== null && played > 0 && played % time.pause.every === 0;
      const idleMs = isDue && time.pause ? time.pause.minutes * minuteMs : 0;
      now += idleMs;
      return idleMs;
    },
    replayPlayed: () => {
      now += time.replayMinutes * minuteMs;
    },
    fork: () => virtualLaneTime(time, now),
  };
}

/** The machine's time, counted from the start of the run. */
export function realTime(clock: Clock, startedAtMs: number): ExperimentTime {
  return { laneTime: () => realLaneTime(() => clock.now() - startedAtMs) };
}

function realLaneTime(nowMs: () => number): LaneTime {
  let lastPlayedAt: number | null = null;
  return {
    nowMs,
    processStarted: () => {
      lastPlayedAt = null;
    },
    pauseBefore: () => (lastPlayedAt === null ? 0 : nowMs() - lastPlayedAt),
    replayPlayed: () => {
      lastPlayedAt = nowMs();
    },
    fork: () => realLaneTime(nowMs),
  };
}
