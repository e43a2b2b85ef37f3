import {
  scoreAgainst,
  scoreReplays,
  structuredReplay,
  type PromptCalibration,
  type ReplayScore,
  type StructuredReplay,
} from "../divergence/divergence.ts";
import type { Channel, ReplayRecord, RunRecord } from "../record/record.ts";
import type { ParseSource } from "../structure/structure.ts";

/** What intervals and tests need of a scored replay: its verdict and where it stands. Calibration makes such from a known truth. */
export type ReplayVerdict = {
  readonly replay: Pick<ReplayRecord, "promptId" | "session" | "lane" | "wave">;
  readonly diverged: boolean;
};

/** A usable replay with its verdict; replays of ambiguous prompts have none and are not among these. */
export type ScoredReplay = {
  readonly replay: ReplayRecord;
  readonly diverged: boolean;
  /** gating channels beyond their threshold */
  readonly over: readonly Channel[];
};

/** All that comparing structures says about a run. */
export type ScoredRun = {
  readonly calibrations: readonly PromptCalibration[];
  /** by replay id, whatever the replay was played for */
  readonly scores: ReadonlyMap<string, ReplayScore>;
  /** the lane replays, in the order of their ids */
  readonly structured: readonly StructuredReplay[];
};

/**
 * Scores the usable replays of a run. Lane replays are compared with the consensus of the other sessions; those of screens and challenges, which
 * never feed a reference, with the consensus of all lane sessions under their client configuration.
 */
export function scoreRun(
  run: RunRecord,
  usable: readonly ReplayRecord[],
  parse: ParseSource,
): ScoredRun {
  const gates = new Map(run.prompts.map(({ id, gate }) => [id, gate]));
  const structured = (replay: ReplayRecord) =>
    structuredReplay(replay, gates.get(replay.promptId) ?? [], parse);
  // Records come in the order in which replays ended, which depends on concurrency.
  const ordered = usable.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const ofLanes = ordered.filter(({ purpose }) => purpose.kind === "lane").map(structured);
  const { calibrations, scores } = scoreReplays(ofLanes);
  const others = ordered
    .filter(({ purpose }) => purpose.kind !== "lane")
    .map((replay) => [replay.id, scoreAgainst(structured(replay), calibrations)] as const);
  return {
    calibrations: calibrations.prompts,
    scores: new Map([...scores, ...others]),
    structured: ofLanes,
  };
}

/** Those of the replays that have a verdict. */
export function scoredAmong(replays: readonly ReplayRecord[], run: ScoredRun): ScoredReplay[] {
  return replays.flatMap((replay) => {
    const score = run.scores.get(replay.id);
    if (score?.kind !== "scored") return [];
    return [{ replay, diverged: score.diverged, over: score.over }];
  });
}
