import { seededRandom } from "../base/base.ts";
import { attribute } from "./attribution/attribute.ts";
import { diagnose } from "./diagnosis/diagnose.ts";
import { observationOf, traitsOf } from "./diagnosis/material.ts";
import { modesOf, usualMode } from "./diagnosis/modes.ts";
import type { ScoredRun } from "./scoreRun.ts";
import type { Evidence, StrategyEvidence } from "./strategyResult.ts";
import type { Matrix } from "./types.ts";

/** What may be behind the divergence of a run: client or vendor, and by which mechanism. */
export function causesOf(
  evidence: Evidence,
  strategies: readonly StrategyEvidence[],
  scoredRun: ScoredRun,
): Pick<Matrix, "attribution" | "diagnosis"> {
  const { records, baseline, outcomes, level } = evidence;
  const scored = strategies.flatMap((own) => own.scored);
  const attribution = attribute(records, evidence.clients, scored);
  const usable = strategies.flatMap(({ selection }) => selection.usable);
  const modes = modesOf(scoredRun);
  const divergedOf = new Map(scored.map(({ replay, diverged }) => [replay.id, diverged]));
  const diagnosis = diagnose({
    observations: usable.map((replay) => {
      const mode = modes.get(replay.id) ?? usualMode;
      return observationOf(replay, {
        diverged: divergedOf.get(replay.id) ?? mode !== usualMode,
        mode,
      });
    }),
    strategies: traitsOf(
      strategies.map(({ strategy }) => strategy),
      usable,
      baseline?.strategy.id ?? null,
    ),
    baseline: baseline?.strategy.id ?? null,
    outcomes,
    attribution,
    level,
    randomFor: (piece) => seededRandom(records.run.seed, "diagnosis", piece),
  });
  return { attribution, diagnosis };
}
