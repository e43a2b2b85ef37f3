import type { Attestation, Purpose, ReplayRecord, WireSummary } from "../record/record.ts";
import type { LaneFolders, LaneSessions, LiveSession, Readiness } from "../session/session.ts";
import type { Prompt } from "../suite/suite.ts";
import { isMissing, toolCallsOf, type Transcript } from "../transcript/transcript.ts";
import { attest, summarise, type EarlierReplay } from "../wire/wire.ts";
import type { RunContext, RunnableStrategy } from "./context.ts";
import type { LaneTime } from "./experimentTime.ts";
import { outcomeOf, resetWorkspace } from "./workspace.ts";

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

/**
 * Plays one prompt once: pristine workspace, a session in the promised state, the user turns, then what the wire, the
 * workspace and the success command say about it. What the agent does is data; this rejects only when the harness itself cannot go on.
 */
export async function playReplay(context: RunContext, task: ReplayTask): Promise<ReplayRecord> {
  const startedAt = performance.now();
  const { prompt, folders, time } = task;
  // Before the session is readied: a new process reads its working directory at start-up.
  await resetWorkspace(prompt.workspace, folders.workspace);
  const idleMs = time.pauseBefore(task.sessions.current()?.replays ?? 0);
  const beganAtMs = time.nowMs();
  const readiness = await task.sessions.ready();
  const { session } = readiness;
  const sessionAgeMs = time.nowMs() - session.bornAtMs;
  announce(context, task, session, { idleMs: readiness.spawned ? 0 : idleMs, sessionAgeMs });

  const transcript = await session.agent.play(prompt.turns);
  const wire = summarise(await context.recorder.take(session.id));
  time.replayPlayed();
  session.replays++;
  session.toolCalls += toolCallsOf(transcript).length;

  const outcome = await outcomeOf(
    context.pristine.get(prompt.workspace) ?? new Map(),
    folders.workspace,
  );
  return {
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
    attestation: attestReplay(context, task, { readiness, transcript, wire }),
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

function attestReplay(
  context: RunContext,
  task: ReplayTask,
  seen: {
    readonly readiness: Readiness;
    readonly transcript: Transcript;
    readonly wire: WireSummary | null;
  },
): Attestation {
  const { strategy, prepared } = task.runnable;
  if (seen.readiness.clearFailure !== null) {
    return {
      kind: "unattested",
      reason: `/clear did not take effect: ${seen.readiness.clearFailure}`,
    };
  }
  if (seen.wire === null || isMissing(seen.transcript.ending)) {
    return {
      kind: "unobserved",
      reason: `the replay ended as ${seen.transcript.ending.kind} before it could be attested`,
    };
  }
  return attest(
    {
      processId: seen.readiness.session.id,
      cliVersion: prepared.version,
      betasSuppressed: strategy.betas === "suppressed",
      model: context.suite.agent.model,
      emptyContext: strategy.conversation !== "keep",
      newProcess: strategy.conversation === "new-process",
      freshDevice: strategy.identity === "fresh",
    },
    seen.wire,
    task.earlier,
  );
}
