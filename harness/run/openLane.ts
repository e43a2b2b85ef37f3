import type { PlannedLane } from "../plan/plan.ts";
import {
  createLaneFolders,
  createLaneSessions,
  type LaneFolders,
  type LaneSessions,
} from "../session/session.ts";
import { strategyOf, type RunContext, type RunnableStrategy } from "./context.ts";
import type { LaneTime } from "./experimentTime.ts";

/** What an earlier, interrupted sitting left of a lane. */
export type SavedLane = {
  readonly replayIds: ReadonlySet<string>;
  readonly processes: number;
};

/** A lane that is being played. */
export type OpenLane = {
  readonly planned: PlannedLane;
  readonly wave: number;
  readonly runnable: RunnableStrategy;
  readonly folders: LaneFolders;
  readonly time: LaneTime;
  readonly sessions: LaneSessions;
};

/** Gives a lane its folders, its time and its sessions; no process is started yet. */
export async function openLane(
  context: RunContext,
  planned: PlannedLane,
  wave: number,
  saved: SavedLane,
): Promise<OpenLane> {
  const runnable = strategyOf(context, planned.strategy);
  const folders = await createLaneFolders(context.folder, planned.id);
  const time = context.time.laneTime(wave);
  // A resumed lane goes on where virtual time had got to, but for the starts of its lost processes.
  for (const _ of saved.replayIds) time.replayPlayed();
  const sessions = createLaneSessions({
    laneId: planned.id,
    wave,
    strategy: runnable.strategy,
    prepared: runnable.prepared,
    folders,
    seed: context.run.seed,
    deviceOwner: planned.id,
    usedOrdinals: saved.processes,
    // Each of them may have been another device; a resumed lane must not show one again.
    usedIdentities: runnable.strategy.identity === "fresh" ? saved.processes : 0,
    common: commonSessionConfig(context),
    baseUrlFor: context.observation.baseUrlFor,
    egressProxyFor: context.observation.egressProxyFor,
    nowMs: time.nowMs,
    onStarted: time.processStarted,
    onEnded: (session) => context.store.saveSession(context.run.id, session),
  });
  return { planned, wave, runnable, folders, time, sessions };
}

/** What all processes of a run are started with. */
export function commonSessionConfig(context: RunContext) {
  return {
    model: context.suite.agent.model,
    credential: context.credential,
    timeouts: context.suite.agent.timeouts,
    maxTurns: context.suite.agent.maxTurns,
    marker: context.marker,
  };
}
