import { seededRandom } from "../base/base.ts";
import { baselineOf, type RunRecords, type StrategyRecord } from "../record/record.ts";
import type { ParseSource } from "../structure/structure.ts";
import { challengeCostOf } from "./challengeCost.ts";
import { attestationOf, notObservedNotes } from "./attestation.ts";
import { causesOf } from "./causes.ts";
import { judgeChallenges } from "./challenges.ts";
import { compareWithBaseline } from "./comparisons.ts";
import { collectFootnotes } from "./footnotes.ts";
import { computeInsight } from "./insight/computeInsight.ts";
import { indexClients } from "./parity/clientParts.ts";
import { promptResults } from "./promptResults.ts";
import { scoredAmong, scoreRun } from "./scoreRun.ts";
import { differentialMissingness, selectReplays, usabilityOf } from "./selectReplays.ts";
import { sequentialResult } from "./sequentialResult.ts";
import { strategyResult, type Evidence, type StrategyEvidence } from "./strategyResult.ts";
import type { Matrix } from "./types.ts";
import { computeValidation } from "./validation/computeValidation.ts";

export type MatrixOptions = {
  /** reads source into syntax trees for the channel `code` */
  readonly parse: ParseSource;
  /** confidence level of all intervals in (0, 1), 0.95 unless given */
  readonly level?: number;
};

/**
 * Computes the mitigation matrix from a run's records, and from nothing else: the same records give the same matrix, byte for byte, in
 * whatever order they come. The permutation tests draw from the run's seed.
 */
export function computeMatrix(stored: RunRecords, options: MatrixOptions): Matrix {
  const records = inOrder(stored);
  const { run } = records;
  const level = options.level ?? 0.95;
  const usable = records.replays.filter((replay) => usabilityOf(replay).kind === "usable");
  const scoredRun = scoreRun(run, usable, options.parse);
  const strategies = run.strategies.map((strategy): StrategyEvidence => {
    const selection = selectReplays(records, strategy.id);
    return { strategy, selection, scored: scoredAmong(selection.usable, scoredRun) };
  });
  const baseline = strategies.find(({ strategy }) => strategy.id === baselineOf(run.strategies));
  const outcomes = judgeChallenges(records, (id) => {
    const score = scoredRun.scores.get(id);
    return score?.kind === "scored" ? score.diverged : null;
  });
  const challengeCost = challengeCostOf(outcomes, records.replays, baseline?.scored ?? []);
  const evidence: Evidence = {
    records,
    clients: indexClients(records),
    level,
    baseline: baseline ?? null,
    calibrations: scoredRun.calibrations,
    outcomes,
    usdPerSession:
      challengeCost.costUsd === null || challengeCost.confirmed === 0
        ? null
        : challengeCost.costUsd / challengeCost.confirmed,
  };
  const computed = {
    strategies: strategies.map((own) => strategyResult(own, evidence)),
    comparisons:
      baseline === undefined ? [] : comparisonsOf(baseline, strategies, { level, seed: run.seed }),
    prompts: promptResults(run.prompts, configurationsOf(run.strategies), scoredRun.calibrations),
  };
  return {
    schema: "sametwice.matrix/1",
    run: runHeader(records),
    baseline: baseline?.strategy.id ?? null,
    ...computed,
    challengeCost,
    sequential: sequentialResult(run.sequential),
    ...causesOf(evidence, strategies, scoredRun),
    attestation: attestationOf(records),
    insight: computeInsight({
      evidence,
      strategies,
      scoredRun,
      comparisons: computed.comparisons,
    }),
    validation: computeValidation({ evidence, strategies, scoredRun }),
    footnotes: collectFootnotes(computed, [
      ...notObservedNotes(run),
      ...differentialMissingness(strategies.map(({ selection }) => selection)),
      ...(run.finishedAt === null ? ["The run is not finished; all numbers are preliminary."] : []),
    ]),
  };
}

/** Records are stored in the order in which things ended, which depends on concurrency. */
function inOrder(records: RunRecords): RunRecords {
  const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);
  return {
    ...records,
    sessions: records.sessions.toSorted(byId),
    replays: records.replays.toSorted(byId),
    challenges: records.challenges.toSorted(byId),
  };
}

/** Which run it was, as every report says it. */
export function runHeader({ run }: RunRecords): Matrix["run"] {
  return {
    id: run.id,
    suite: run.suiteName,
    agent: run.agent,
    cli: run.cli,
    model: run.model,
    vendor: run.vendor,
    seed: run.seed,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
  };
}

function configurationsOf(strategies: readonly StrategyRecord[]): readonly string[] {
  return [...new Set(strategies.map(({ clientConfiguration }) => clientConfiguration))];
}

function comparisonsOf(
  baseline: StrategyEvidence,
  strategies: readonly StrategyEvidence[],
  { level, seed }: { readonly level: number; readonly seed: number },
): Matrix["comparisons"] {
  const compared = ({ strategy, scored }: StrategyEvidence) => ({ id: strategy.id, scored });
  return compareWithBaseline(
    compared(baseline),
    strategies.filter((own) => own !== baseline).map(compared),
    { level, randomFor: (strategy) => seededRandom(seed, "comparison", strategy) },
  );
}
