import type { PromptRecord, RunRecords } from "../../record/record.ts";
import { createValidator, type CheckId, type Validator } from "../../validation/validation.ts";
import { classifySessions } from "../degradedSessions.ts";
import type { ScoredRun } from "../scoreRun.ts";
import type { Evidence, StrategyEvidence } from "../strategyResult.ts";
import { compareHabits } from "./compareHabits.ts";
import { passRates } from "./passRates.ts";
import type { Validation } from "./types.ts";
import type { ValidatedReplay } from "./validatedReplay.ts";

type Given = {
  readonly evidence: Pick<Evidence, "records" | "level" | "baseline">;
  readonly strategies: readonly StrategyEvidence[];
  readonly scoredRun: ScoredRun;
};

/** Holds every usable lane replay against its prompt's `expect`, and compares what sets of replays do. Linear in the replays; nothing is drawn. */
export function computeValidation({ evidence, strategies, scoredRun }: Given): Validation {
  const { level, baseline } = evidence;
  const { run } = evidence.records;
  const validators = new Map(
    run.prompts.map((prompt) => [prompt.id, createValidator(expectedOf(prompt))]),
  );
  const structures = new Map(scoredRun.structured.map((one) => [one.replayId, one.structure]));
  const validated = strategies.map((own) => ({
    id: own.strategy.id,
    replays: validate(own, validators, structures),
  }));
  const wordsOf = (promptId: string, check: CheckId) =>
    validators.get(promptId)?.checks.find(({ id }) => id === check)?.words ?? check;
  return {
    level,
    strategies: validated.map(({ id, replays }) => ({
      id,
      checks: passRates(replays, wordsOf, level),
    })),
    comparisons: compareHabits(validated, baseline?.strategy.id ?? null, level),
    notes: notesOn(run),
  };
}

/** Of a run of before expectations were kept, only whether there was a command is known. */
function expectedOf({ expect, hasCommand }: PromptRecord): Parameters<typeof createValidator>[0] {
  return expect ?? (hasCommand ? { command: "the success command" } : {});
}

function validate(
  { strategy, selection, scored }: StrategyEvidence,
  validators: ReadonlyMap<string, Validator>,
  structures: ReadonlyMap<string, ScoredRun["structured"][number]["structure"]>,
): readonly ValidatedReplay[] {
  const diverged = new Map(scored.map((one) => [one.replay.id, one.diverged]));
  // A single replay cannot tell a degraded session from a noisy one.
  const { classified } = strategy.oneReplayPerSession
    ? { classified: [] }
    : classifySessions(scored, false);
  const degraded = new Map(classified.map((one) => [one.session, one.degraded]));
  return selection.usable.flatMap((replay) => {
    const structure = structures.get(replay.id);
    const validator = validators.get(replay.promptId);
    if (structure === undefined || validator === undefined) return [];
    return {
      id: replay.id,
      promptId: replay.promptId,
      strategy: strategy.id,
      lane: replay.lane,
      session: replay.session,
      wave: replay.wave,
      results: validator.judge(replay, structure),
      effort: structure.effort,
      diverged: diverged.get(replay.id) ?? null,
      inDegraded: degraded.get(replay.session) ?? null,
    };
  });
}

function notesOn({ prompts, sequential }: RunRecords["run"]): readonly string[] {
  return [
    ...(prompts.some(({ expect }) => expect === undefined)
      ? [
          "This run was recorded before expectations were kept with it, so only completeness, termination and the success command are checked.",
        ]
      : []),
    ...(typeof sequential?.stoppedAfter === "number"
      ? [
          "The run stopped when its answer was clear; the intervals of checks and habits do not allow for that.",
        ]
      : []),
  ];
}
