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

/** A live session that is to be challenged, and why. */
export type Challenged = {
  readonly judge: Judge;
  readonly session: LiveSession;
  readonly origin: ChallengeRecord["origin"];
  readonly suspected: "degraded" | "healthy";
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
 * the operation came out. A suspicion is confirmed first, by fresh replays that took no part in it: without that, sessions that
 * only looked degraded would seem to recover. Then, in random order, the operations that keep the process (the sham again, as the
 * control, and `/clear`), then the others, in random order, in new processes beside it with the same HOME.
 * A degraded session gets `challenge.draws` draws of each operation, a healthy one a single draw.
 * @returns what was saved; null when the run was stopped meanwhile
 */
export async function challengeSession(
  context: RunContext,
  lane: OpenLane,
  challenged: Challenged,
): Promise<ChallengeRecord | null> {
  const { judge, session, suspected, origin } = challenged;
  const id = `${lane.planned.id}-x`;
  context.emit({ kind: "challenge-started", session: session.id, suspected });
  const draws: ChallengeDraw[] = [];
  const play = async (draw: Draw) => {
    const played = await playDraw(context, lane, { challenge: id, draw, judge });
    draws.push(draw.draw);
    return judge.assess(played);
  };
  let confirmed: boolean | null = null;
  if (suspected === "degraded") {
    confirmed =
      (await play(inPlace(lane, challenged, { operation: sham, ordinal: 1 }))) === "degraded";
  }
  const planned = confirmed === false ? [] : plannedDraws(context, lane, challenged);
  for (const open of planned) {
    if (context.signal.aborted) return null;
    await play(open());
  }
  if (context.signal.aborted) return null;
  const record: ChallengeRecord = {
    id,
    session: session.id,
    lane: lane.planned.id,
    wave: lane.wave,
    origin,
    suspected,
    confirmed,
    draws,
  };
  await context.store.saveChallenge(context.run.id, record);
  return record;
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
  // The first draw of the sham on a degraded session was its confirmation.
  const control = { operation: sham, ordinal: suspected === "degraded" ? 2 : 1 };
  const kept = shuffled(
    [
      control,
      // Where the sham itself is the baseline there is nothing else to do in place.
      ...(lane.planned.strategy === sham ? [] : ordinals).map((ordinal) => ({
        operation: lane.planned.strategy,
        ordinal,
      })),
    ],
    random,
  );
  const beside = shuffled(
    others.flatMap((operation) => ordinals.map((ordinal) => ({ operation, ordinal }))),
    random,
  );
  return [
    ...kept.map((wanted) => () => inPlace(lane, challenged, wanted)),
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
): Promise<readonly ReplayRecord[]> {
  const prompts = shuffled(
    context.suite.prompts,
    seededRandom(context.run.seed, "draw", challenge, draw.draw.id),
  );
  const played: ReplayRecord[] = [];
  try {
    for (const [position, prompt] of prompts.entries()) {
      if (context.signal.aborted || judge.isDecided(played, prompts.length - position)) break;
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
      if (context.signal.aborted) break;
      await saveReplay(context, replay);
      draw.earlier.push(shownBy(replay.record));
      played.push(replay.record);
    }
  } finally {
    await draw.sessions.end(context.signal.aborted ? "interrupted" : "lane-done");
  }
  return played;
}
