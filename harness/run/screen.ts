import { hashToUnit, seededRandom, shuffled } from "../base/base.ts";
import { baselineOf, type ChallengeRecord, type ReplayRecord } from "../record/record.ts";
import { removeLaneFolders } from "../session/session.ts";
import type { Prompt } from "../suite/suite.ts";
import {
  defaultScreen,
  screenReplay,
  startScreen,
  type ScreenState,
} from "../statistics/statistics.ts";
import type { EarlierReplay } from "../wire/wire.ts";
import { challengeSession } from "./challenge.ts";
import type { RunContext } from "./context.ts";
import type { Judge } from "./judge.ts";
import { openLane, type OpenLane } from "./openLane.ts";
import { playReplay, saveReplay } from "./playReplay.ts";
import { shownBy } from "./shownBy.ts";

/** Where a screened session belongs; `number` is unique in the run. */
export type ScreenPlace = { readonly wave: number; readonly number: number };

/**
 * Starts one more session of the baseline and replays prompts only until it is clear whether it is degraded; then challenges
 * it if it is, or if it belongs to the sample of healthy ones. What came of it is saved in any case.
 * @returns what was saved; null when the run was stopped meanwhile
 */
export async function screenSession(
  context: RunContext,
  place: ScreenPlace,
  judge: Judge,
): Promise<ChallengeRecord | null> {
  const lane = await openScreenLane(context, place);
  const stop = () => void lane.sessions.end("interrupted").catch(() => undefined);
  context.signal.addEventListener("abort", stop, { once: true });
  try {
    return await screenAndChallenge(context, lane, judge);
  } finally {
    context.signal.removeEventListener("abort", stop);
    await lane.sessions.end(context.signal.aborted ? "interrupted" : "lane-done");
    await removeLaneFolders(lane.folders);
  }
}

/** The prompts of which a replay of the baseline can be judged at present. */
export function judgeablePrompts(
  { run, suite, strategies }: RunContext,
  judge: Judge,
): readonly Prompt[] {
  const configuration = strategies.get(baselineOf(run.strategies) ?? "")?.clientConfiguration ?? "";
  return suite.prompts.filter(({ id }) => judge.canJudge(id, configuration));
}

function openScreenLane(context: RunContext, { wave, number }: ScreenPlace): Promise<OpenLane> {
  const { run, suite } = context;
  const planned = {
    id: `screen-w${wave}-l${String(number).padStart(2, "0")}`,
    strategy: baselineOf(run.strategies) ?? "",
    replays: [],
    challengeIfHealthy:
      hashToUnit(run.seed, "healthy screen", number) < suite.challenge.healthyShare,
  };
  return openLane(context, planned, wave, { replayIds: new Set(), processes: 0 });
}

async function screenAndChallenge(
  context: RunContext,
  lane: OpenLane,
  judge: Judge,
): Promise<ChallengeRecord | null> {
  const { suspected, earlier } = await classifySession(context, lane, judge);
  const session = lane.sessions.current();
  if (context.signal.aborted) return null;
  if (suspected !== "undecided" && session !== null) {
    if (suspected === "degraded" || lane.planned.challengeIfHealthy) {
      return challengeSession(context, lane, {
        judge,
        session,
        suspected,
        earlier,
        origin: "screen",
      });
    }
  }
  const leftAlone: ChallengeRecord = {
    id: `${lane.planned.id}-x`,
    session: session?.id ?? `${lane.planned.id}-s01`,
    lane: lane.planned.id,
    wave: lane.wave,
    origin: "screen",
    suspected,
    confirmed: null,
    draws: [],
  };
  await context.store.saveChallenge(context.run.id, leftAlone);
  return leftAlone;
}

type Classified = {
  readonly suspected: ChallengeRecord["suspected"];
  /** what the session showed */
  readonly earlier: EarlierReplay[];
};

/** Replays the prompts in random order, again and again, until the odds are clear. */
async function classifySession(
  context: RunContext,
  lane: OpenLane,
  judge: Judge,
): Promise<Classified> {
  const { id } = lane.planned;
  const random = seededRandom(context.run.seed, "screen", id);
  let state = startScreen(defaultScreen);
  // A replay that cannot be judged would only be paid for.
  const prompts = judgeablePrompts(context, judge);
  let waiting = shuffled(prompts, random);
  const played: ReplayRecord[] = [];
  while (played.length < defaultScreen.mostReplays && state.verdict === "open") {
    const [prompt, ...rest] = waiting;
    if (prompt === undefined || context.signal.aborted) break;
    waiting = rest.length > 0 ? rest : shuffled(prompts, random);
    const replay = await playReplay(context, {
      id: `${id}-r${String(played.length).padStart(2, "0")}`,
      purpose: { kind: "screen" },
      prompt,
      runnable: lane.runnable,
      wave: lane.wave,
      lane: id,
      position: played.length,
      folders: lane.folders,
      time: lane.time,
      sessions: lane.sessions,
      earlier: played.map(shownBy),
    });
    if (context.signal.aborted) break;
    await saveReplay(context, replay);
    played.push(replay.record);
    const diverged = judge.verdictOn(replay.record);
    if (diverged !== null) state = screenReplay(defaultScreen, state, diverged);
  }
  // What is to be challenged is one process: a session that had to be started anew is another one.
  const isOneSession = new Set(played.map(({ session }) => session)).size === 1;
  return {
    suspected: isOneSession ? suspicionOf(state) : "undecided",
    earlier: played.map(shownBy),
  };
}

function suspicionOf({ verdict }: ScreenState): ChallengeRecord["suspected"] {
  switch (verdict) {
    case "flagged":
      return "degraded";
    case "healthy":
      return "healthy";
    case "open":
    case "undecided":
      return "undecided";
  }
}
