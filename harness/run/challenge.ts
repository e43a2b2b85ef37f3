import { seededRandom, shuffled } from "../base/base.ts";
import {
  baselineOf,
  type ChallengeDraw,
  type ChallengeRecord,
  type ReplayRecord,
} from "../record/record.ts";
import {
  clearConversation,
  createLaneSessions,
  type LaneSessions,
  type LiveSession,
} from "../session/session.ts";
import type { Strategy } from "../suite/suite.ts";
import type { EarlierReplay } from "../wire/wire.ts";
import { strategyOf, type RunContext, type RunnableStrategy } from "./context.ts";
import type { LaneTime } from "./experimentTime.ts";
import type { Judge } from "./judge.ts";
import { commonSessionConfig, type OpenLane } from "./openLane.ts";
import { shownBy } from "./shownBy.ts";
import { playReplay, saveReplay } from "./playReplay.ts";

/** The operation that changes nothing: what recovers under it was never degraded. */
export const sham = "continue";

type Challenged = {
  readonly judge: Judge;
  readonly session: LiveSession;
  readonly suspected: ChallengeRecord["suspected"];
  /** what the session showed before, oldest first; grows with every draw in place */
  readonly earlier: EarlierReplay[];
};

/** One operation applied once, with the session that its replays are sent to. */
type Draw = {
  readonly draw: ChallengeDraw;
  readonly runnable: RunnableStrategy;
  readonly sessions: LaneSessions;
  readonly time: LaneTime;
  /** what its process, or for one in place the lane, showed before; grows with every replay of the draw */
  readonly earlier: EarlierReplay[];
};

/**
 * Applies every operation to one live session and replays the prompts after it, each once and only until it is clear how
 * the operation came out. First those that keep the process (the sham, then `/clear`), then the others, in random order, in new
 * processes beside it with the same HOME.
 * A degraded session gets `challenge.draws` draws of each operation, a healthy one a single draw.
 */
export async function challengeSession(
  context: RunContext,
  lane: OpenLane,
  challenged: Challenged,
): Promise<void> {
  const { judge, session, suspected } = challenged;
  const id = `${lane.planned.id}-x`;
  context.emit({ kind: "challenge-started", session: session.id, suspected });
  const draws: ChallengeDraw[] = [];
  for (const open of plannedDraws(context, lane, challenged)) {
    if (context.signal.aborted) return;
    const draw = open();
    await playDraw(context, lane, { challenge: id, draw, judge });
    draws.push(draw.draw);
  }
  if (context.signal.aborted) return;
  await context.store.saveChallenge(context.run.id, {
    id,
    session: session.id,
    lane: lane.planned.id,
    wave: lane.wave,
    suspected,
    draws,
  });
}

/** The draws in the order in which they are made; each is opened only when its turn comes. */
function plannedDraws(
  context: RunContext,
  lane: OpenLane,
  challenged: Challenged,
): readonly (() => Draw)[] {
  const { suspected } = challenged;
  const baseline = baselineOf(context.run.strategies);
  const ordinals = Array.from(
    { length: suspected === "degraded" ? context.suite.challenge.draws : 1 },
    (_, index) => index + 1,
  );
  const others = context.run.strategies
    .map((strategy) => strategy.id)
    .filter((id) => id !== baseline && id !== sham);
  const random = seededRandom(context.run.seed, "challenge", lane.planned.id);
  const beside = shuffled(
    others.flatMap((operation) => ordinals.map((ordinal) => ({ operation, ordinal }))),
    random,
  );
  return [
    () => inPlace(lane, challenged, { operation: sham, ordinal: 1 }),
    // Where the sham itself is the baseline there is nothing else to do in place.
    ...(lane.planned.strategy === sham ? [] : ordinals).map(
      (ordinal) => () => inPlace(lane, challenged, { operation: lane.planned.strategy, ordinal }),
    ),
    ...beside.map((wanted) => () => besideLane(context, lane, wanted)),
  ];
}

type Wanted = { readonly operation: string; readonly ordinal: number };

function inPlace(lane: OpenLane, { session, earlier }: Challenged, wanted: Wanted): Draw {
  const isSham = wanted.operation === sham;
  return {
    draw: { id: `${wanted.operation}-${wanted.ordinal}`, ...wanted, session: session.id },
    runnable: {
      ...lane.runnable,
      strategy: {
        ...lane.runnable.strategy,
        id: wanted.operation,
        conversation: isSham ? "keep" : "clear",
      },
    },
    sessions: {
      current: () => session,
      ready: async () => ({
        session,
        spawned: false,
        startWallMs: 0,
        clearFailure: isSham ? null : await clearConversation(session),
      }),
      // The lane ends its own session.
      end: () => Promise.resolve(),
    },
    time: lane.time,
    earlier,
  };
}

function besideLane(context: RunContext, lane: OpenLane, wanted: Wanted): Draw {
  const runnable = strategyOf(context, wanted.operation);
  const laneId = `${lane.planned.id}-x-${wanted.operation}-${wanted.ordinal}`;
  const time = lane.time.fork();
  const strategy = judgedInOneProcess(runnable.strategy);
  const sessions = createLaneSessions({
    laneId,
    wave: lane.wave,
    strategy,
    prepared: runnable.prepared,
    folders: lane.folders,
    seed: context.run.seed,
    deviceOwner: lane.planned.id,
    usedOrdinals: 0,
    usedIdentities: wanted.ordinal - 1,
    common: commonSessionConfig(context),
    baseUrlFor: context.observation.baseUrlFor,
    egressProxyFor: context.observation.egressProxyFor,
    nowMs: time.nowMs,
    onStarted: time.processStarted,
    onEnded: (session) => context.store.saveSession(context.run.id, session),
  });
  return {
    draw: { id: `${wanted.operation}-${wanted.ordinal}`, ...wanted, session: `${laneId}-s01` },
    runnable: { ...runnable, strategy },
    sessions,
    time,
    earlier: [],
  };
}

/** What is judged is the process that the operation drew, so all of a draw's replays are sent to it. */
function judgedInOneProcess(strategy: Strategy): Strategy {
  return {
    ...strategy,
    conversation: strategy.conversation === "keep" ? "keep" : "clear",
    recycle: { ttlMs: null, toolCalls: null, whenDegraded: false },
  };
}

async function playDraw(
  context: RunContext,
  lane: OpenLane,
  {
    challenge,
    draw,
    judge,
  }: { readonly challenge: string; readonly draw: Draw; readonly judge: Judge },
): Promise<void> {
  const prompts = shuffled(
    context.suite.prompts,
    seededRandom(context.run.seed, "draw", challenge, draw.draw.id),
  );
  const played: ReplayRecord[] = [];
  try {
    for (const [position, prompt] of prompts.entries()) {
      if (context.signal.aborted || judge.isDecided(played, prompts.length - position)) return;
      const replay = await playReplay(context, {
        id: `${challenge}-${draw.draw.id}-r${String(position).padStart(2, "0")}`,
        purpose: { kind: "challenge", challenge, draw: draw.draw.id },
        prompt,
        runnable: draw.runnable,
        wave: lane.wave,
        lane: lane.planned.id,
        position,
        folders: lane.folders,
        time: draw.time,
        sessions: draw.sessions,
        earlier: [...draw.earlier],
      });
      if (context.signal.aborted) return;
      await saveReplay(context, replay);
      draw.earlier.push(shownBy(replay.record));
      played.push(replay.record);
    }
  } finally {
    await draw.sessions.end(context.signal.aborted ? "interrupted" : "lane-done");
  }
}
