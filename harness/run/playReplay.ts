import type { Purpose, ReplayRecord, WireTrace } from "../record/record.ts";
import type { LaneFolders, LaneSessions, LiveSession } from "../session/session.ts";
import type { Prompt } from "../suite/suite.ts";
import { toolCallsOf } from "../transcript/transcript.ts";
import { summarise, traceOf, type EarlierReplay } from "../wire/wire.ts";
import { attestReplay } from "./attestReplay.ts";
import type { RunContext, RunnableStrategy } from "./context.ts";
import type { LaneTime } from "./experimentTime.ts";
import { resetWorkspace } from "./resetWorkspace.ts";
import { outcomeOf, type Snapshot } from "./workspace.ts";

/** Where and as what a replay is played. */
export type ReplayTask = {
  readonly id: string;
  readonly purpose: Purpose;
  readonly prompt: Prompt;
  readonly runnable: RunnableStrategy;
  readonly wave: number;
  readonly lane: string;
  readonly position: number;
  readonly folders: LaneFolders;
  readonly time: LaneTime;
  readonly sessions: Pick<LaneSessions, "current" | "ready">;
  /** what the lane's earlier replays showed, for strategies that promise a new process or a fresh identity */
  readonly earlier: readonly EarlierReplay[];
};

/** A replay and what was seen on the wire during it; nothing in either is secret. */
export type PlayedReplay = { readonly record: ReplayRecord; readonly trace: WireTrace };

/**
 * Plays one prompt once: pristine workspace, a session in the promised state, the user turns, then what the wire, the
 * workspace and the success command say about it. What the agent does is data; this rejects only when the harness itself cannot go on.
 */
export async function playReplay(context: RunContext, task: ReplayTask): Promise<PlayedReplay> {
  const startedAt = performance.now();
  const { prompt, folders, time } = task;
  // Before the session is readied: a new process reads its working directory at start-up.
  const pristine = pristineOf(context, prompt.workspace);
  await resetWorkspace(pristine, folders.workspace);
  const idleMs = time.pauseBefore(task.sessions.current()?.replays ?? 0);
  const beganAtMs = time.nowMs();
  const readiness = await task.sessions.ready();
  const { session } = readiness;
  const sessionAgeMs = time.nowMs() - session.bornAtMs;
  announce(context, task, session, { idleMs: readiness.spawned ? 0 : idleMs, sessionAgeMs });

  const transcript = await session.agent.play(prompt.turns);
  const seen = await context.observation.take(session.id);
  const wire = seen && summarise(seen.requests);
  time.replayPlayed();
  session.replays++;
  session.toolCalls += toolCallsOf(transcript).length;

  const outcome = await outcomeOf(pristine, folders.workspace);
  const record: ReplayRecord = {
    id: task.id,
    purpose: task.purpose,
    strategy: task.runnable.strategy.id,
    clientConfiguration: task.runnable.clientConfiguration,
    wave: task.wave,
    lane: task.lane,
    session: session.id,
    promptId: prompt.id,
    position: task.position,
    workspace: folders.workspace,
    transcript,
    changes: outcome.changes,
    // Success is a matter of lanes: challenges only ask whether the session still diverges.
    command:
      task.purpose.kind === "lane" ? await context.checkSuccess(prompt, folders, outcome) : null,
    attestation: attestReplay(context, task, { readiness, transcript, seen, wire }),
    wire,
    time: {
      startMs: beganAtMs,
      sessionAgeMs,
      idleMs: readiness.spawned ? 0 : idleMs,
      durationMs: time.nowMs() - beganAtMs,
    },
    wallMs: performance.now() - startedAt,
    spawns: readiness.spawned ? 1 : 0,
  };
  return context.redact({ record, trace: traceOf(seen?.requests ?? []) });
}

/** Saves a replay in one transaction, then tells of it. */
export async function saveReplay(
  context: RunContext,
  { record, trace }: PlayedReplay,
): Promise<void> {
  await context.store.saveReplay(context.run.id, record, trace);
  context.emit({ kind: "replay-finished", replay: record });
}

function announce(
  context: RunContext,
  task: ReplayTask,
  session: LiveSession,
  times: { readonly idleMs: number; readonly sessionAgeMs: number },
): void {
  context.vendor?.announce({
    processId: session.id,
    replayId: task.id,
    device: session.device,
    account: `account-${context.run.seed}`,
    atMinute: task.time.nowMs() / 60_000,
    sessionAgeMinutes: times.sessionAgeMs / 60_000,
    idleMinutes: times.idleMs / 60_000,
    conversation: session.conversations,
  });
}

function pristineOf({ pristine }: RunContext, workspace: string): Snapshot {
  const snapshot = pristine.get(workspace);
  if (snapshot === undefined) throw new Error(`nobody looked at the workspace ${workspace}`);
  return snapshot;
}
