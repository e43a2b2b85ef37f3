import { baselineOf, type ChallengeRecord, type ReplayRecord } from "../record/record.ts";
import type { PlannedLane } from "../plan/plan.ts";
import { removeLaneFolders } from "../session/session.ts";
import type { Prompt } from "../suite/suite.ts";
import { isMissing } from "../transcript/transcript.ts";
import { challengeSession } from "./challenge.ts";
import type { RunContext } from "./context.ts";
import type { Judge } from "./judge.ts";
import { openLane, type OpenLane, type SavedLane } from "./openLane.ts";
import { playReplay, saveReplay } from "./playReplay.ts";
import { shownBy } from "./shownBy.ts";

/**
 * Plays what is left of a lane, then challenges its session where the plan or the judge asks for it. Every finished
 * replay is saved before the next begins. Ends early, and silently, when the run is being stopped.
 * @returns the challenge, if there was one
 */
export async function playLane(
  context: RunContext,
  planned: PlannedLane,
  wave: number,
  options: {
    readonly saved: SavedLane;
    readonly judge: Judge;
    /** false once enough degraded sessions were challenged */
    readonly challengeDegraded: boolean;
  },
): Promise<ChallengeRecord | null> {
  const { saved, judge, challengeDegraded } = options;
  if (planned.replays.every((replay) => saved.replayIds.has(replay.id))) return null;
  let challenge: ChallengeRecord | null = null;
  const lane = await openLane(context, planned, wave, saved);
  // What goes wrong with it is told by the `end` below, which waits for this one.
  const stop = () => void lane.sessions.end("interrupted").catch(() => undefined);
  context.signal.addEventListener("abort", stop, { once: true });
  try {
    const played = await playReplays(context, lane, saved);
    for (const replay of played) judge.learn(replay);
    challenge = await challengeWhereAsked(context, lane, { judge, played, challengeDegraded });
  } finally {
    context.signal.removeEventListener("abort", stop);
    await lane.sessions.end(context.signal.aborted ? "interrupted" : "lane-done");
    await removeLaneFolders(lane.folders);
  }
  if (!context.signal.aborted) {
    context.emit({ kind: "lane-finished", lane: planned.id, strategy: planned.strategy });
  }
  return challenge;
}

async function playReplays(
  context: RunContext,
  lane: OpenLane,
  saved: SavedLane,
): Promise<readonly ReplayRecord[]> {
  const played: ReplayRecord[] = [];
  for (const [position, replay] of lane.planned.replays.entries()) {
    if (saved.replayIds.has(replay.id)) continue;
    if (context.signal.aborted) break;
    const done = await playReplay(context, {
      id: replay.id,
      purpose: { kind: "lane" },
      prompt: promptOf(context, replay.promptId),
      runnable: lane.runnable,
      wave: lane.wave,
      lane: lane.planned.id,
      position,
      folders: lane.folders,
      time: lane.time,
      sessions: lane.sessions,
      earlier: played.map(shownBy),
    });
    // Ending the agent is how a stop interrupts it, so what it left then says nothing about the agent.
    if (context.signal.aborted) break;
    await saveReplay(context, done);
    if (isMissing(done.record.transcript.ending)) await lane.sessions.end("failed");
    played.push(done.record);
  }
  return played;
}

/** @throws Error when the plan names a prompt that the suite has not: a bug, not a user's mistake */
export function promptOf(context: RunContext, id: string): Prompt {
  const found = context.suite.prompts.find((prompt) => prompt.id === id);
  if (found === undefined) throw new Error(`The plan names prompt ${id}, which the suite has not.`);
  return found;
}

/** Only the baseline's sessions are challenged, and only when one process played the whole lane. */
async function challengeWhereAsked(
  context: RunContext,
  lane: OpenLane,
  outcome: {
    readonly judge: Judge;
    readonly played: readonly ReplayRecord[];
    readonly challengeDegraded: boolean;
  },
): Promise<ChallengeRecord | null> {
  const { judge, played, challengeDegraded } = outcome;
  const session = lane.sessions.current();
  const isBaseline = lane.planned.strategy === baselineOf(context.run.strategies);
  if (!context.withChallenges || !isBaseline || session === null || context.signal.aborted) {
    return null;
  }
  const isWhole =
    played.length === lane.planned.replays.length &&
    played.every((replay) => replay.session === session.id);
  if (!isWhole) return null;
  const suspected = judge.assess(played);
  if (typeof suspected === "object") return null;
  if (suspected === "healthy" && !lane.planned.challengeIfHealthy) return null;
  if (suspected === "degraded" && !challengeDegraded) return null;
  const earlier = played.map(shownBy);
  return challengeSession(context, lane, { judge, session, suspected, earlier, origin: "lane" });
}
