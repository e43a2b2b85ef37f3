import PQueue from "p-queue";
import { reapMarked, sweepOnExit } from "../childProcess/childProcess.ts";
import type { PlannedWave } from "../plan/plan.ts";
import type { ReplayRecord, RunRecords } from "../record/record.ts";
import type { Suite } from "../suite/suite.ts";
import type { RunContext } from "./context.ts";
import type { StopReason } from "./events.ts";
import { createHunt, type Hunt } from "./hunt.ts";
import { createJudge, type Judge } from "./judge.ts";
import { playLane } from "./lane.ts";
import { createLimits } from "./limits.ts";
import type { SavedLane } from "./openLane.ts";
import { createStopping } from "./stopping.ts";
import { createSuccessCheck } from "./successCommand.ts";
import { snapshotOf } from "./workspace.ts";

/** How a sitting of a run ended. */
export type RunOutcome =
  | { readonly kind: "finished" }
  | { readonly kind: "stopped"; readonly why: StopReason };

/**
 * Plays what is left of a run's plan, wave after wave; within a wave the lanes run `concurrency` at a time, in the plan's order.
 * Every finished replay is one transaction in the store, so a stop of any kind loses at most what is in flight.
 * @param options.earlier what an interrupted sitting of the same run saved, null for a new run
 * @param options.interrupt aborted by the user's Ctrl-C
 */
export async function executeRun(
  context: Omit<RunContext, "signal" | "checkSuccess" | "pristine">,
  options: { readonly earlier: RunRecords | null; readonly interrupt: AbortSignal },
): Promise<RunOutcome> {
  const stop = new AbortController();
  let why: StopReason | null = null;
  const stopFor = (reason: StopReason) => {
    why ??= reason;
    stop.abort();
  };
  const onInterrupt = () => stopFor({ kind: "interrupted" });
  options.interrupt.addEventListener("abort", onInterrupt, { once: true });
  const limits = createLimits(context.suite, context.vendor === null, stopFor);
  const live: RunContext = {
    ...context,
    signal: stop.signal,
    checkSuccess: createSuccessCheck(),
    pristine: await snapshotsOf(context.suite),
    emit: (event) => {
      if (event.kind === "replay-finished") limits.count(event.replay);
      context.emit(event);
    },
  };
  // For an exit that nobody could prepare for, such as a second Ctrl-C.
  const cancelSweep = sweepOnExit(context.marker);
  try {
    await playWaves(live, { earlier: options.earlier, abandon: () => stop.abort() });
  } finally {
    options.interrupt.removeEventListener("abort", onInterrupt);
    limits.end();
    await reapMarked(context.marker);
    cancelSweep();
  }
  if (why === null) return { kind: "finished" };
  context.emit({ kind: "run-stopped", why });
  return { kind: "stopped", why };
}

async function snapshotsOf(suite: Suite): Promise<RunContext["pristine"]> {
  const folders = [...new Set(suite.prompts.map((prompt) => prompt.workspace))];
  return new Map(
    await Promise.all(folders.map(async (path) => [path, await snapshotOf(path)] as const)),
  );
}

async function playWaves(
  context: RunContext,
  { earlier, abandon }: { readonly earlier: RunRecords | null; readonly abandon: () => void },
): Promise<void> {
  const lanes = context.plan.waves.flatMap((wave) => wave.lanes);
  const earlierReplays = (earlier?.replays ?? []).filter(
    (replay) => replay.purpose.kind === "lane",
  );
  context.emit({
    kind: "run-started",
    runId: context.run.id,
    waves: context.plan.waves.length,
    lanes: lanes.length,
    replays: lanes.reduce((sum, lane) => sum + lane.replays.length, 0),
    alreadySaved: earlierReplays.length,
  });
  const judge = createJudge(context.run, context.parse);
  const hunt = createHunt(context, earlier);
  const stopping = createStopping(context);
  for (const wave of context.plan.waves) {
    if (context.signal.aborted) return;
    const ofWave = earlierReplays.filter((replay) => replay.wave === wave.index);
    for (const replay of ofWave) judge.learn(replay);
    await playWave(context, wave, { judge, hunt, earlierReplays: ofWave, abandon });
    if (context.signal.aborted) return;
    const isClear = await stopping.takeIn(wave.index, judge);
    judge.freeze();
    if (!isClear) continue;
    context.emit({ kind: "answer-clear", wave: wave.index });
    const queue = new PQueue({ concurrency: context.concurrency });
    if (context.withChallenges) await hunt.finish(queue, wave.index, judge);
    return;
  }
}

async function playWave(
  context: RunContext,
  wave: PlannedWave,
  state: {
    readonly judge: Judge;
    readonly hunt: Hunt;
    readonly earlierReplays: readonly ReplayRecord[];
    /** ends the lanes that are being played */
    readonly abandon: () => void;
  },
): Promise<void> {
  context.emit({ kind: "wave-started", wave: wave.index, lanes: wave.lanes.length });
  const queue = new PQueue({ concurrency: context.concurrency });
  const { judge, hunt } = state;
  const challengeDegraded = hunt.isOpen();
  const lanes = wave.lanes.map((lane) =>
    queue.add(async () => {
      if (context.signal.aborted) return null;
      const saved = savedOf(lane.id, state.earlierReplays);
      return playLane(context, lane, wave.index, { saved, judge, challengeDegraded });
    }),
  );
  const screen = context.withChallenges
    ? hunt.screenWave(queue, wave.index, judge)
    : Promise.resolve();
  for (const part of [...lanes, screen]) part.catch(state.abandon);
  // All, and not only the first that fails: the others still write to the store, which is closed after this.
  const [ended, ...settled] = await Promise.allSettled([screen, ...lanes]);
  const failed = [ended, ...settled].find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  hunt.count(settled.map((lane) => (lane.status === "fulfilled" ? lane.value : null)));
  if (!context.signal.aborted) context.emit({ kind: "wave-finished", wave: wave.index });
}

function savedOf(laneId: string, replays: readonly ReplayRecord[]): SavedLane {
  const ofLane = replays.filter((replay) => replay.lane === laneId);
  const sessions = new Set(ofLane.map((replay) => replay.session));
  // One more than those that are known: a process that died in its first replay left no trace but its id.
  return {
    replayIds: new Set(ofLane.map((replay) => replay.id)),
    processes: ofLane.length === 0 ? 0 : sessions.size + 1,
  };
}
