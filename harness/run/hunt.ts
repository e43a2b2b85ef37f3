import type PQueue from "p-queue";
import { recoveryObstacle } from "../plan/plan.ts";
import type { ChallengeRecord, RunRecords } from "../record/record.ts";
import type { RunContext } from "./context.ts";
import type { Judge } from "./judge.ts";
import { judgeablePrompts, screenSession } from "./screen.ts";

/** The search for degraded sessions to challenge, over the waves of a run. */
export type Hunt = {
  /** Takes note of what the lanes of a complete wave showed. */
  readonly count: (challenges: readonly (ChallengeRecord | null)[]) => void;
  /** Whether more degraded sessions are wanted than were confirmed so far. */
  readonly isOpen: () => boolean;
  /**
   * Screens sessions beside a wave's lanes until the wave's share of degraded ones is found. Sessions are started in blocks of a
   * fixed size; whether another follows depends on complete blocks and complete waves alone, never on concurrency.
   */
  readonly screenWave: (queue: PQueue, wave: number, judge: Judge) => Promise<void>;
  /** Screens on, after a wave that turned out to be the last, until all that are wanted are found. */
  readonly finish: (queue: PQueue, wave: number, judge: Judge) => Promise<void>;
};

/** Large enough to keep a few cores busy, small enough not to find many more than are wanted. */
const blockSize = 4;

/** Before lanes that still wait: blocks must follow each other, and lanes fill the gaps between them. */
const beforeLanes = { priority: 1 };

/** @param earlier what an interrupted sitting of the run saved */
export function createHunt(context: RunContext, earlier: RunRecords | null): Hunt {
  const { sessions, mostScreened } = context.suite.challenge;
  // Sessions that nobody could ever confirm would be screened for nothing.
  const canConfirm = recoveryObstacle(context.suite) === null;
  const lastWave = context.plan.waves.length - 1;
  let confirmed = confirmedAmong(earlier?.challenges ?? []);
  let started = earlier === null ? 0 : firstFreeNumber(earlier);

  // 0 asks for what the lanes show, all of it.
  const isOpen = () => sessions === 0 || confirmed < sessions;
  const isWanted = (target: number) =>
    !context.signal.aborted && started < mostScreened && confirmed < target;
  const screenBlock = async (queue: PQueue, wave: number, judge: Judge) => {
    const size = Math.min(blockSize, mostScreened - started);
    const block = Array.from({ length: size }, () => {
      const number = started++;
      return queue.add(() => screenSession(context, { wave, number }, judge), beforeLanes);
    });
    // All, and not only the first that fails: the others still write to the store.
    const settled = await Promise.allSettled(block);
    for (const outcome of settled) if (outcome.status === "rejected") throw outcome.reason;
    confirmed += confirmedAmong(
      settled.map((outcome) => (outcome.status === "fulfilled" ? outcome.value : null)),
    );
  };
  const screenUntil = async (target: number, queue: PQueue, wave: number, judge: Judge) => {
    if (!canConfirm || judgeablePrompts(context, judge).length === 0) return;
    while (isWanted(target)) await screenBlock(queue, wave, judge);
  };

  return {
    count: (challenges) => {
      confirmed += confirmedAmong(challenges);
    },
    isOpen,
    // The first wave only calibrates: until it is complete nobody can tell a degraded session.
    screenWave: async (queue, wave, judge) => {
      if (wave > 0) await screenUntil(Math.ceil((sessions * wave) / lastWave), queue, wave, judge);
    },
    finish: (queue, wave, judge) => screenUntil(sessions, queue, wave, judge),
  };
}

function confirmedAmong(challenges: readonly (ChallengeRecord | null)[]): number {
  return challenges.filter((challenge) => challenge?.confirmed === true).length;
}

/** A session that was cut off left replays but no challenge; its number must not come again. */
function firstFreeNumber({ replays }: RunRecords): number {
  const lanes = replays.filter(({ purpose }) => purpose.kind === "screen").map(({ lane }) => lane);
  const numbers = lanes.map((lane) => Number(/-l(\d+)$/.exec(lane)?.[1] ?? -1));
  return Math.max(-1, ...numbers) + 1;
}
