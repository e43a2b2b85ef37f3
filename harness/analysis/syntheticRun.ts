/**
 * Runs made of known truth, for tests only: what analysis says about them can be compared with what was put in. Nothing
 * in production imports this file.
 */
import { hashToUnit } from "../base/base.ts";
import type {
  ChallengeDraw,
  ChallengeRecord,
  PromptRecord,
  ReplayRecord,
  RunRecord,
  RunRecords,
  SessionRecord,
} from "../record/record.ts";
import { replayOf, type FilledTruth, type StrategyTruth, type Truth } from "./syntheticReplay.ts";

export type { StrategyTruth, Truth } from "./syntheticReplay.ts";

/** Records of a finished run with the given truth. Everything is drawn from the seed, nothing from the order of evaluation. */
export function syntheticRun(truth: Truth): RunRecords {
  const filled: FilledTruth = {
    seed: 7,
    lanes: 30,
    waves: 3,
    prompts: 4,
    perPrompt: 2,
    ambiguous: [],
    draws: 0,
    transient: 0,
    vendor: { kind: "simulated", profile: "synthetic" },
    ...truth,
  };
  const lanes = filled.strategies.flatMap((strategy) =>
    Array.from({ length: filled.lanes }, (_, lane) => laneOf(filled, strategy, lane)),
  );
  const challenged = lanes.flatMap((lane) => challengeOf(filled, lane));
  return {
    run: runRecord(filled),
    sessions: lanes.flatMap(({ sessions }) => sessions),
    replays: [
      ...lanes.flatMap(({ replays }) => replays),
      ...challenged.flatMap(({ replays }) => replays),
    ],
    challenges: challenged.map(({ challenge }) => challenge),
    fingerprints: [],
    texts: [],
  };
}

type Lane = {
  readonly id: string;
  readonly strategy: StrategyTruth;
  readonly wave: number;
  readonly sessions: readonly SessionRecord[];
  readonly replays: readonly ReplayRecord[];
};

function laneOf(truth: FilledTruth, strategy: StrategyTruth, number: number): Lane {
  const wave = number % truth.waves;
  const id = `${strategy.id}-w${wave}-l${String(number).padStart(2, "0")}`;
  const total = truth.prompts * truth.perPrompt;
  const perSession = strategy.replaysPerSession ?? total;
  const replays = Array.from({ length: total }, (_, position) => {
    const session = `${id}-s${String(Math.floor(position / perSession) + 1).padStart(2, "0")}`;
    return replayOf(truth, {
      id: `${id}-r${String(position).padStart(2, "0")}`,
      purpose: { kind: "lane" },
      strategy,
      wave,
      lane: id,
      session,
      position,
      isDegraded: isDegradedSession(truth, strategy, session),
      spawns: position % perSession === 0 ? 1 : 0,
    });
  });
  const sessions = [...new Set(replays.map(({ session }) => session))].map(
    (session): SessionRecord => ({
      id: session,
      lane: id,
      strategy: strategy.id,
      wave,
      cliVersion: null,
      programSha256: null,
      startWallMs: 1,
      ended: "lane-done",
    }),
  );
  return { id, strategy, wave, sessions, replays };
}

function isDegradedSession(truth: FilledTruth, strategy: StrategyTruth, session: string): boolean {
  return hashToUnit(truth.seed, "session", session) < strategy.share;
}

type Challenge = {
  readonly challenge: ChallengeRecord;
  readonly replays: readonly ReplayRecord[];
};

/** Challenges the degraded sessions of the first strategy, and every fifth healthy one. */
function challengeOf(truth: FilledTruth, lane: Lane): readonly Challenge[] {
  const [session] = lane.sessions;
  if (truth.draws === 0 || session === undefined || lane.strategy !== truth.strategies[0])
    return [];
  const isDegraded = isDegradedSession(truth, lane.strategy, session.id);
  if (!isDegraded && hashToUnit(truth.seed, "challenged", session.id) > 0.2) return [];
  const gotWell = isDegraded && hashToUnit(truth.seed, "well", session.id) < truth.transient;
  const inPlace = { session: session.id, isDegraded: isDegraded && !gotWell };
  const id = `${lane.id}-x`;
  const play = (strategy: StrategyTruth, ordinal: number, kept: typeof inPlace | null) =>
    drawOf(truth, lane, { challenge: id, strategy, ordinal, kept });
  const ordinals = Array.from({ length: isDegraded ? truth.draws : 1 }, (_, index) => index + 1);
  const drawn = [
    play({ ...lane.strategy, id: "continue" }, 1, inPlace),
    ...(isDegraded ? [play({ ...lane.strategy, id: "continue" }, 2, inPlace)] : []),
    ...truth.strategies.flatMap((strategy, index) =>
      // The first strategy keeps the process, so its state stays; the others draw a new one.
      ordinals.map((ordinal) => play(strategy, ordinal, index === 0 ? inPlace : null)),
    ),
  ];
  const challenge: ChallengeRecord = {
    id,
    session: session.id,
    lane: lane.id,
    wave: lane.wave,
    origin: "lane",
    suspected: isDegraded ? "degraded" : "healthy",
    confirmed: isDegraded ? !gotWell : null,
    draws: drawn.map(({ draw }) => draw),
  };
  return [{ challenge, replays: drawn.flatMap(({ replays }) => replays) }];
}

type WantedDraw = {
  readonly challenge: string;
  readonly strategy: StrategyTruth;
  readonly ordinal: number;
  /** the challenged session when the operation keeps its process */
  readonly kept: { readonly session: string; readonly isDegraded: boolean } | null;
};

function drawOf(
  truth: FilledTruth,
  lane: Lane,
  { challenge, strategy, ordinal, kept }: WantedDraw,
): { readonly draw: ChallengeDraw; readonly replays: readonly ReplayRecord[] } {
  const id = `${strategy.id}-${ordinal}`;
  const session = kept?.session ?? `${challenge}-${id}-s01`;
  const replays = Array.from({ length: truth.prompts }, (_, position) =>
    replayOf(truth, {
      id: `${challenge}-${id}-r${position}`,
      purpose: { kind: "challenge", challenge, draw: id },
      strategy,
      wave: lane.wave,
      lane: lane.id,
      session,
      position,
      isDegraded: kept?.isDegraded ?? isDegradedSession(truth, strategy, session),
      spawns: 0,
    }),
  );
  return { draw: { id, operation: strategy.id, ordinal, session }, replays };
}

function runRecord(truth: FilledTruth): RunRecord {
  const planned = truth.lanes * truth.prompts * truth.perPrompt;
  return {
    id: "synthetic",
    suiteName: "synthetic",
    configurationHash: "synthetic",
    agent: "sdk",
    cli: "2.1.328",
    model: "model",
    vendor: truth.vendor,
    observed: "on",
    seed: truth.seed,
    startedAt: "2026-01-01T00:00:00.000Z",
    finishedAt: "2026-01-01T01:00:00.000Z",
    strategies: truth.strategies.map((strategy) => ({
      id: strategy.id,
      clientConfiguration: strategy.clientConfiguration ?? "as-given",
      claim: strategy.claim ?? null,
      oneReplayPerSession: strategy.replaysPerSession === 1,
    })),
    prompts: Array.from({ length: truth.prompts }, (_, index) => promptRecord(index)),
    sequential: null,
    margins: { recovery: 0.2, divergence: 0.05 },
    plannedReplays: Object.fromEntries(truth.strategies.map(({ id }) => [id, planned])),
    resume: null,
  };
}

function promptRecord(index: number): PromptRecord {
  return {
    id: `prompt-${index + 1}`,
    gate: ["ending", "tools", "files", "code"],
    hasCommand: true,
  };
}
