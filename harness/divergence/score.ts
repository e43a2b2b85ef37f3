import { calibrationCells, type Cell } from "./calibrate.ts";
import { remembered } from "./remembered.ts";
import { rememberedDistances, subjectOf, type Distances, type Subject } from "./subjects.ts";
import type { Calibration, PromptCalibration, ReplayScore, StructuredReplay } from "./types.ts";

export type ScoredReplays = {
  readonly calibrations: Calibration;
  /** by replay id; every replay has an entry */
  readonly scores: ReadonlyMap<string, ReplayScore>;
};

/**
 * Scores the replays by the consensus of the *other* sessions, so that no session is its own yardstick. Thresholds
 * are those of all sessions. Replays of ambiguous prompts, and of a prompt that only one session played, are set aside.
 */
export function scoreReplays(replays: readonly StructuredReplay[]): ScoredReplays {
  const distances = rememberedDistances();
  const cells = calibrationCells(replays, distances);
  return {
    calibrations: { prompts: cells.map((cell) => cell.calibration) },
    scores: new Map(cells.flatMap((cell) => scoresOf(cell, distances))),
  };
}

/** Scores one replay by a frozen calibration; set aside when it has no unambiguous reference for the replay. */
export function scoreAgainst(replay: StructuredReplay, calibration: Calibration): ReplayScore {
  const own = calibration.prompts.find(
    (prompt) =>
      prompt.promptId === replay.promptId &&
      prompt.clientConfiguration === replay.clientConfiguration,
  );
  if (own === undefined) {
    return setAside(`no reference for ${replay.promptId} under ${replay.clientConfiguration}`);
  }
  if (own.ambiguous) return setAside(ambiguity(own));
  const reference = subjectOf(own.reference.structure, own.gate);
  return scoreOf(own, rememberedDistances(), subjectOf(replay.structure, own.gate), reference);
}

function scoresOf(
  { calibration, replays, votes, consensus }: Cell,
  distances: Distances,
): [string, ReplayScore][] {
  if (calibration.ambiguous) {
    const unfair = setAside(ambiguity(calibration));
    return replays.map((replay) => [replay.replayId, unfair]);
  }
  const alone = setAside(`only one session played ${calibration.promptId}`);
  const scoresFrom = (reference: Subject | undefined) =>
    remembered((subject: Subject) =>
      reference === undefined ? alone : scoreOf(calibration, distances, subject, reference),
    );
  const fromReference = remembered(scoresFrom);
  // Sessions with equal votes leave the same votes behind: there are as many references as distinct votes, not as sessions.
  const referenceWithout = remembered(consensus.without);
  return replays.map(({ replayId, session, subject }) => {
    const vote = votes.get(session);
    // A session that was not asked for its vote has no part in the reference.
    const reference = vote === undefined ? consensus.subject : referenceWithout(vote);
    return [replayId, fromReference(reference)(subject)];
  });
}

function scoreOf(
  { gate, threshold }: PromptCalibration,
  distances: Distances,
  replay: Subject,
  reference: Subject,
): ReplayScore {
  const measured = gate.map((channel) => {
    const distance = distances.between(channel, replay, reference);
    return { channel, distance, severity: distance / (threshold[channel] ?? 1) };
  });
  const severity = Math.max(0, ...measured.map((one) => one.severity));
  return {
    kind: "scored",
    diverged: severity > 1,
    severity,
    distances: Object.fromEntries(measured.map(({ channel, distance }) => [channel, distance])),
    over: measured.filter((one) => one.severity > 1).map(({ channel }) => channel),
  };
}

function setAside(reason: string): ReplayScore {
  return { kind: "set-aside", reason };
}

function ambiguity({ promptId, clientConfiguration }: PromptCalibration): string {
  return `${promptId} is ambiguous under ${clientConfiguration}`;
}
