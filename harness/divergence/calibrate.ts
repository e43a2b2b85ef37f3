import type { Structure } from "../structure/structure.ts";
import { consensusOf, type Consensus } from "./reference.ts";
import {
  rememberedDistances,
  withSubjects,
  type Distances,
  type Subject,
  type SubjectReplay,
} from "./subjects.ts";
import { promptThresholds, type PromptThresholds } from "./thresholds.ts";
import type { Calibration, PromptCalibration, StructuredReplay } from "./types.ts";
import { ballotOf, countVotes, type Ballot } from "./votes.ts";

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
  /** by session; only those that were asked */
  readonly votes: ReadonlyMap<string, Subject>;
  readonly consensus: Consensus;
};

export function calibrationCells(
  replays: readonly StructuredReplay[],
  distances: Distances,
): Cell[] {
  const prompts = Map.groupBy(replays, (replay) => replay.promptId);
  return [...prompts.values()].flatMap((played) => {
    const ofPrompt = withSubjects(played);
    const thresholds = promptThresholds(ofPrompt, ofPrompt[0]?.gate ?? [], distances);
    const cells = Map.groupBy(ofPrompt, (replay) => replay.clientConfiguration);
    return [...cells.values()].flatMap((own) => {
      const ballot = ballotOf(own, ofPrompt.length, { ...thresholds, distances });
      return cellOf(own, ballot, { ...thresholds, distances });
    });
  });
}

function cellOf(
  replays: readonly SubjectReplay[],
  { votes, note: sampling }: Ballot,
  { threshold, note, distances }: PromptThresholds & { readonly distances: Distances },
): Cell[] {
  const consensus = consensusOf(countVotes(votes.values()), threshold, distances);
  const [first] = replays;
  if (first === undefined || consensus === null) return [];
  const { promptId, clientConfiguration, gate } = first;
  const { subject, share, sessions, ambiguous } = consensus;
  const reference = {
    hash: subject.hash,
    structure: exampleOf(subject, replays, votes),
    share,
    sessions,
  };
  const notes = [consensus.note, sampling, note].filter((text) => text !== "").join(" ");
  const calibration = {
    promptId,
    clientConfiguration,
    gate,
    threshold,
    reference,
    ambiguous,
    note: notes,
  };
  return [{ calibration, replays, votes, consensus }];
}

/** The first voter's own structure: in the channels that do not gate, equal subjects may differ. */
function exampleOf(
  subject: Subject,
  replays: readonly SubjectReplay[],
  votes: ReadonlyMap<string, Subject>,
): Structure {
  const [voter] = [...votes].find(([, vote]) => vote === subject) ?? [];
  const example = replays.find((one) => one.session === voter && one.subject === subject);
  return example?.structure ?? subject.structure;
}
