import { consensusOf, countVotes, sessionVotes } from "./reference.ts";
import {
  rememberedDistances,
  subjectOf,
  type Distances,
  type Subject,
  type SubjectReplay,
} from "./subjects.ts";
import { promptThresholds, type PromptThresholds } from "./thresholds.ts";
import type { Calibration, PromptCalibration, StructuredReplay } from "./types.ts";

/**
 * Thresholds per prompt and references per prompt and client configuration, by session vote. The first replay or
 * the first session is never the yardstick: with 10 % degraded sessions it would be wrong in 17 % of the runs.
 * @returns one entry per prompt and client configuration, in order of appearance
 * @see STATISTICS 2b
 */
export function calibrate(replays: readonly StructuredReplay[]): Calibration {
  return {
    prompts: calibrationCells(replays, rememberedDistances()).map((cell) => cell.calibration),
  };
}

/** A prompt under one client configuration, with what scoring its own replays needs. */
export type Cell = {
  readonly calibration: PromptCalibration;
  readonly replays: readonly SubjectReplay[];
  readonly votes: ReadonlyMap<string, Subject>;
};

export function calibrationCells(
  replays: readonly StructuredReplay[],
  distances: Distances,
): Cell[] {
  const subjects = replays.map((replay) => ({
    ...replay,
    subject: subjectOf(replay.structure, replay.gate),
  }));
  const prompts = Map.groupBy(subjects, (replay) => replay.promptId);
  return [...prompts.values()].flatMap((ofPrompt) => {
    const thresholds = promptThresholds(ofPrompt, ofPrompt[0]?.gate ?? [], distances);
    const cells = Map.groupBy(ofPrompt, (replay) => replay.clientConfiguration);
    return [...cells.values()].flatMap((own) => cellOf(own, thresholds, distances));
  });
}

function cellOf(
  replays: readonly SubjectReplay[],
  { threshold, note }: PromptThresholds,
  distances: Distances,
): Cell[] {
  const votes = sessionVotes(replays, threshold, distances);
  const consensus = consensusOf(countVotes(votes.values()), threshold, distances);
  const [first] = replays;
  if (first === undefined || consensus === null) return [];
  const { promptId, clientConfiguration, gate } = first;
  const { reference, ambiguous } = consensus;
  const notes = [consensus.note, note].filter((text) => text !== "").join(" ");
  const calibration = {
    promptId,
    clientConfiguration,
    gate,
    threshold,
    reference,
    ambiguous,
    note: notes,
  };
  return [{ calibration, replays, votes }];
}
