import {
  scoredAmong,
  scoreRun,
  selectReplays,
  type ReplayVerdict,
  type ScoredRun,
} from "../analysis/analysis.ts";
import { canonicalJson, sha256 } from "../base/base.ts";
import type { PromptCalibration, StructuredReplay } from "../divergence/divergence.ts";
import type { ReplayRecord, RunRecords } from "../record/record.ts";
import type { ParseSource } from "../structure/structure.ts";

/** What approving and comparing both need to know of a run. */
export type MeasuredRun = {
  readonly records: RunRecords;
  readonly cells: readonly Cell[];
  /** by prompt; a prompt without a usable replay has none */
  readonly textHashes: ReadonlyMap<string, string>;
  readonly scored: ScoredRun;
  /** by strategy: the usable lane replays */
  readonly usable: ReadonlyMap<string, readonly ReplayRecord[]>;
};

/** A prompt under one client configuration of the run. */
export type Cell = {
  readonly promptId: string;
  readonly clientConfiguration: string;
  /** strategies of this configuration with a usable replay of the prompt, in the order of the suite */
  readonly strategies: readonly string[];
  readonly calibration: PromptCalibration;
  readonly replays: readonly StructuredReplay[];
};

/** Scores the lane replays of a run; those of screens and challenges have no part in a baseline. */
export function measureRun(records: RunRecords, parse: ParseSource): MeasuredRun {
  const { run } = records;
  const usable = new Map(run.strategies.map(({ id }) => [id, selectReplays(records, id).usable]));
  const all = [...usable.values()].flat();
  const scored = scoreRun(run, all, parse);
  const cells = run.prompts.flatMap(({ id }) =>
    scored.calibrations
      .filter(({ promptId }) => promptId === id)
      .map((calibration): Cell => {
        const { clientConfiguration } = calibration;
        const isOwn = (replay: { promptId: string; clientConfiguration: string }) =>
          replay.promptId === id && replay.clientConfiguration === clientConfiguration;
        return {
          promptId: id,
          clientConfiguration,
          strategies: run.strategies
            .map((strategy) => strategy.id)
            .filter((strategy) => usable.get(strategy)?.some(isOwn)),
          calibration,
          replays: scored.structured.filter(isOwn),
        };
      }),
  );
  return { records, cells, textHashes: textHashesOf(all), scored, usable };
}

/** The usable lane replays of a prompt under a strategy with their verdicts by the run's own references; none when it is ambiguous. */
export function ownVerdicts(
  { usable, scored }: MeasuredRun,
  strategy: string,
  promptId: string,
): readonly ReplayVerdict[] {
  const replays = (usable.get(strategy) ?? []).filter((replay) => replay.promptId === promptId);
  return scoredAmong(replays, scored);
}

/** Lanes of a strategy in the order of their ids: a lane has the same place in the rates of every prompt. */
export function lanesOf({ usable }: MeasuredRun, strategy: string): readonly string[] {
  const lanes = new Set((usable.get(strategy) ?? []).map(({ lane }) => lane));
  return [...lanes].sort((a, b) => (a < b ? -1 : 1));
}

/** Records do not hold the suite, but every transcript holds what was asked. An agent that ended early was not asked everything. */
function textHashesOf(replays: readonly ReplayRecord[]): ReadonlyMap<string, string> {
  const longest = new Map<string, readonly string[]>();
  for (const { promptId, transcript } of replays) {
    const texts = transcript.turns.map(({ prompt }) => prompt);
    if (texts.length > (longest.get(promptId)?.length ?? -1)) longest.set(promptId, texts);
  }
  return new Map(
    [...longest].map(([promptId, texts]) => [promptId, sha256(canonicalJson(texts)).slice(0, 16)]),
  );
}
