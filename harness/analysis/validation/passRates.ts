import { kornGraubard } from "../../statistics/statistics.ts";
import type { CheckId } from "../../validation/validation.ts";
import { fewestUnits, groupBy } from "../estimates.ts";
import { laneClusters } from "../laneRate.ts";
import type { CheckRate, PassRate } from "./types.ts";
import { resultOf, type ValidatedReplay } from "./validatedReplay.ts";

/** What a check of a prompt says, in words. */
export type WordsOf = (promptId: string, check: CheckId) => string;

/**
 * Pass rates of every check that the replays of one strategy have, in the order in which they first appear.
 * @param level confidence level in (0, 1), of each interval by itself
 */
export function passRates(
  replays: readonly ValidatedReplay[],
  wordsOf: WordsOf,
  level: number,
): readonly CheckRate[] {
  const prompts = [...groupBy(replays, ({ promptId }) => promptId)];
  // All replays of a prompt have the same checks.
  const checksOf = (own: readonly ValidatedReplay[]) => own[0]?.results.map(({ id }) => id) ?? [];
  const checks = new Set(prompts.flatMap(([, own]) => checksOf(own)));
  return [...checks].map((check) => {
    const asked = prompts.filter(([, own]) => checksOf(own).includes(check));
    const all = asked.flatMap(([, own]) => own);
    return {
      check,
      rate: passRate(all, check, level),
      byPrompt: asked.map(([promptId, own]) => ({
        promptId,
        words: wordsOf(promptId, check),
        rate: passRate(own, check, level),
      })),
      failure: firstFailure(all, check),
    };
  });
}

/** Prompts weigh the same, and the lane is the independent unit, as in the divergence rate. */
function passRate(asked: readonly ValidatedReplay[], check: CheckId, level: number): PassRate {
  const known = asked.flatMap((replay) => {
    const passed = resultOf(replay, check);
    return passed === null ? [] : [{ replay, diverged: passed }];
  });
  const { estimate, interval, clusters } = kornGraubard(laneClusters(known), level);
  const shown = clusters >= fewestUnits ? interval : null;
  return {
    passed: known.filter(({ diverged }) => diverged).length,
    of: known.length,
    unknown: asked.length - known.length,
    value: estimate,
    lower: shown?.lower ?? null,
    upper: shown?.upper ?? null,
    lanes: clusters,
  };
}

function firstFailure(asked: readonly ValidatedReplay[], check: CheckId): CheckRate["failure"] {
  for (const { id, results } of asked) {
    const failed = results.find((result) => result.id === check && result.passed === false);
    if (failed !== undefined) return { replayId: id, evidence: failed.evidence };
  }
  return null;
}
