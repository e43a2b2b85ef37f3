import { seededRandom } from "../base/base.ts";
import type { PromptCalibration } from "../divergence/divergence.ts";
import type { RunRecords, StrategyRecord } from "../record/record.ts";
import type { ChallengeOutcome } from "./challenges.ts";
import { degradedShare } from "./degradedSessions.ts";
import { divergenceByPrompt, divergenceRate } from "./divergenceRate.ts";
import { featureParity, parityDetail } from "./featureParity.ts";
import { gainOf, type GainEvidence } from "./gain.ts";
import { costPerReplay, overhead } from "./overhead.ts";
import { harmOf, recoveryBeyondSham, recoveryOf } from "./recovery.ts";
import { clientParts, type ClientIndex } from "./parity/clientParts.ts";
import type { ScoredReplay } from "./scoreRun.ts";
import type { StrategyReplays } from "./selectReplays.ts";
import { shiftFrom } from "./shift.ts";
import { stickinessOf } from "./stickiness.ts";
import { successRate } from "./success.ts";
import type { Estimate, StrategyResult } from "./types.ts";

/** What is known of one strategy before anything is estimated. */
export type StrategyEvidence = {
  readonly strategy: StrategyRecord;
  readonly selection: StrategyReplays;
  readonly scored: readonly ScoredReplay[];
};

/** What all strategies' results draw on. */
export type Evidence = {
  readonly records: RunRecords;
  readonly clients: ClientIndex;
  readonly level: number;
  /** null when the run has no strategy at all */
  readonly baseline: StrategyEvidence | null;
  readonly calibrations: readonly PromptCalibration[];
  readonly outcomes: readonly ChallengeOutcome[];
  /** what one confirmed degraded session cost; null when unknown */
  readonly usdPerSession: number | null;
};

/** Two one-sided tests at 5 % are one interval at 90 %. */
function equivalenceLevel(level: number): number {
  return 1 - 2 * (1 - level);
}

function gainEvidence(
  recovery: Estimate,
  beyondSham: Estimate,
  { records, usdPerSession }: Evidence,
): GainEvidence {
  return { recovery, beyondSham, margin: records.run.margins.recovery, usdPerSession };
}

/** One row of the matrix. */
export function strategyResult(own: StrategyEvidence, evidence: Evidence): StrategyResult {
  const { strategy, selection, scored } = own;
  const { records, level, baseline } = evidence;
  const { oneReplayPerSession } = strategy;
  const { usable } = selection;
  const recovery = recoveryOf(strategy.id, evidence.outcomes, { level });
  const beyondSham = recoveryBeyondSham(strategy.id, evidence.outcomes, {
    level: equivalenceLevel(level),
  });
  const ambiguous = setAsideNotes(own);
  const pair = {
    own: clientParts(usable, evidence.clients),
    baseline: clientParts(baseline?.selection.usable ?? [], evidence.clients),
  };
  const parity = parityDetail(pair, records.texts);
  return {
    id: strategy.id,
    lanes: new Set(usable.map(({ lane }) => lane)).size,
    sessions: new Set(usable.map(({ session }) => session)).size,
    replays: replayCounts(own),
    divergence: divergenceRate(scored, {
      level,
      notes: ambiguous,
      stoppedEarly: typeof records.run.sequential?.stoppedAfter === "number",
    }),
    degradedSessions: degradedShare(scored, { level, oneReplayPerSession }),
    shift: shiftFrom(
      baseline?.strategy.clientConfiguration ?? null,
      strategy.clientConfiguration,
      evidence.calibrations,
    ),
    stickiness: stickinessOf(scored, {
      level,
      oneReplayPerSession,
      random: seededRandom(records.run.seed, "stickiness", strategy.id),
    }),
    recovery,
    harm: harmOf(strategy.id, evidence.outcomes, { level }),
    recoveryBeyondSham: beyondSham,
    gain: gainOf(gainEvidence(recovery, beyondSham, evidence), strategy.claim?.gain ?? null),
    featureParity: featureParity(pair, parity, strategy.claim?.parity ?? null),
    parity,
    overhead: overhead(
      costPerReplay(usable),
      costPerReplay(baseline?.selection.usable ?? []),
      strategy.claim?.overhead ?? null,
    ),
    success: successRate(records.run.prompts, usable),
    byPrompt: divergenceByPrompt(
      records.run.prompts.map(({ id }) => id),
      scored,
    ),
    notes: selection.notes,
  };
}

function replayCounts({ selection, scored }: StrategyEvidence): StrategyResult["replays"] {
  const { planned, missing, unattested, usable } = selection;
  const setAside = usable.length - scored.length;
  return { planned, scored: scored.length, missing, unattested, setAside };
}

function setAsideNotes({ strategy, selection, scored }: StrategyEvidence): readonly string[] {
  const withVerdict = new Set(scored.map(({ replay }) => replay.id));
  const setAside = selection.usable.filter(({ id }) => !withVerdict.has(id));
  if (setAside.length === 0) return [];
  const prompts = [...new Set(setAside.map(({ promptId }) => promptId))].sort().join(", ");
  return [
    `${strategy.id}: ${setAside.length} replays of ${prompts} are set aside, because no mode has a clear majority of sessions or too few sessions played them.`,
  ];
}
