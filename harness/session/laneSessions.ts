import type { AgentSession, PreparedAgent, SessionConfig } from "../agents/agents.ts";
import { sha256 } from "../base/base.ts";
import type { SessionRecord } from "../record/record.ts";
import type { Strategy } from "../suite/suite.ts";
import { createHome, type LaneFolders } from "./folders.ts";
import { recycleReason } from "./recycle.ts";

/** A process that replays can be sent to, and what is known of its life so far. */
export type LiveSession = {
  readonly id: string;
  readonly ordinal: number;
  readonly agent: AgentSession;
  readonly device: string;
  /** experiment time at which it was born */
  readonly bornAtMs: number;
  replays: number;
  toolCalls: number;
  conversations: number;
};

/** How the next replay's session came to be ready. */
export type Readiness = {
  readonly session: LiveSession;
  readonly spawned: boolean;
  /** real milliseconds that the start took; 0 when nothing was started */
  readonly startWallMs: number;
  /** null when the conversation was not to be cleared; else what the agent said about it */
  readonly clearFailure: string | null;
};

/** What a lane's sessions share: everything of SessionConfig that does not change from process to process. */
export type LaneIdentity = {
  readonly laneId: string;
  readonly wave: number;
  readonly strategy: Strategy;
  readonly prepared: PreparedAgent;
  readonly folders: LaneFolders;
  readonly seed: number;
  /** who the client believes to be: the lane, also for processes started beside it to challenge it */
  readonly deviceOwner: string;
  /** processes that an interrupted run already used in this lane; 0 for a fresh lane */
  readonly usedOrdinals: number;
  /** identities used so far; only counts where the strategy renews them */
  readonly usedIdentities: number;
  readonly common: Omit<
    SessionConfig,
    | "processId"
    | "baseUrl"
    | "egressProxy"
    | "home"
    | "tmp"
    | "cwd"
    | "betas"
    | "flags"
    | "sessionUuid"
    | "deviceId"
  >;
  readonly baseUrlFor: (processId: string) => string;
  readonly egressProxyFor: (processId: string) => string | undefined;
  readonly nowMs: () => number;
  /** told when a process has started, so that virtual time can pass */
  readonly onStarted: () => void;
  readonly onEnded: (session: SessionRecord) => Promise<void>;
};

export type LaneSessions = {
  /** Gives a session in the state that the strategy promises for the next replay. */
  readonly ready: () => Promise<Readiness>;
  readonly current: () => LiveSession | null;
  /** Ends the present process; the next `ready` starts another. */
  readonly end: (why: SessionRecord["ended"]) => Promise<void>;
};

/** The sessions of one lane, one at a time, renewed and cleared as the lane's strategy says. */
export function createLaneSessions(lane: LaneIdentity): LaneSessions {
  let live: LiveSession | null = null;
  let ordinal = lane.usedOrdinals;
  let identity = lane.usedIdentities;
  let isInterrupted = false;

  let ending = Promise.resolve();

  // Also waits for an ending that somebody else began: the lane may not be left while one is being recorded.
  const end: LaneSessions["end"] = (why) => {
    isInterrupted ||= why === "interrupted";
    const session = live;
    live = null;
    if (session !== null) ending = ending.then(() => endSession(lane, session, why));
    return ending;
  };

  const start = async (): Promise<Readiness> => {
    ordinal++;
    if (lane.strategy.identity === "fresh") identity++;
    const session = await startSession(lane, ordinal, identity);
    live = session;
    lane.onStarted();
    // The run was stopped while the process started: `end` found none that it could have ended.
    if (isInterrupted) await end("interrupted");
    return {
      session,
      spawned: true,
      startWallMs: session.agent.startWallMs,
      clearFailure: null,
    };
  };

  const ready: LaneSessions["ready"] = async () => {
    // Kept, because the run may be stopped, and `live` ended, while the conversation is being cleared.
    const session = live;
    const reason = recycleReason(lane.strategy, session && stateOf(session, lane.nowMs()));
    if (reason !== null || session === null) {
      await end(reason === "ended" ? "failed" : "recycled");
      return start();
    }
    const clearFailure =
      lane.strategy.conversation === "clear" ? await clearConversation(session) : null;
    return { session, spawned: false, startWallMs: 0, clearFailure };
  };

  return { ready, current: () => live, end };
}

async function endSession(
  lane: LaneIdentity,
  { id, agent }: LiveSession,
  why: SessionRecord["ended"],
): Promise<void> {
  await agent.stop();
  await lane.onEnded({
    id,
    lane: lane.laneId,
    strategy: lane.strategy.id,
    wave: lane.wave,
    cliVersion: agent.reportedVersion(),
    programSha256: agent.programSha256,
    startWallMs: agent.startWallMs,
    ended: why,
  });
}

/** Starts a new conversation in a live session; null when the agent says that it did. A fresh process needs none. */
export async function clearConversation(session: LiveSession): Promise<string | null> {
  if (session.replays === 0) return null;
  const outcome = await session.agent.clear();
  if (outcome.kind === "not-cleared") return outcome.reason;
  session.conversations++;
  return null;
}

async function startSession(
  lane: LaneIdentity,
  ordinal: number,
  identity: number,
): Promise<LiveSession> {
  const id = `${lane.laneId}-s${String(ordinal).padStart(2, "0")}`;
  const device = sha256(`${lane.seed}/${lane.deviceOwner}/${identity}`);
  const bornAtMs = lane.nowMs();
  const egressProxy = lane.egressProxyFor(id);
  const agent = await lane.prepared.start({
    ...lane.common,
    processId: id,
    baseUrl: lane.baseUrlFor(id),
    ...(egressProxy === undefined ? {} : { egressProxy }),
    home: await createHome(lane.folders, identity),
    tmp: lane.folders.tmp,
    cwd: lane.folders.workspace,
    betas: lane.strategy.betas,
    flags: lane.strategy.flags,
    sessionUuid: uuidFrom(`${lane.seed}/${id}`),
    deviceId: device,
  });
  return { id, ordinal, agent, device, bornAtMs, replays: 0, toolCalls: 0, conversations: 0 };
}

function stateOf(session: LiveSession, nowMs: number) {
  return {
    ageMs: nowMs - session.bornAtMs,
    replays: session.replays,
    toolCalls: session.toolCalls,
    isAlive: session.agent.isAlive(),
  };
}

/** A version 4 UUID made of a text, so that the same plan gives the same first request. */
function uuidFrom(text: string): string {
  const hex = sha256(text);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
