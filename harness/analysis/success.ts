import type { PromptRecord, ReplayRecord } from "../record/record.ts";
import { meanPassHatK } from "../statistics/statistics.ts";
import { groupBy, pointEstimate, unknownEstimate } from "./estimates.ts";
import type { Estimate } from "./types.ts";

/** How many replays must all succeed. */
const k = 2;
const method = `pass^${k}, mean over prompts`;

/**
 * pass^k: the probability that k replays of a prompt all pass its success command, by the unbiased C(c, k) / C(n, k), mean over prompts.
 * Without interval: the replays of a session are not independent, and the matrix compares behaviour, not success.
 */
export function successRate(
  prompts: readonly PromptRecord[],
  replays: readonly ReplayRecord[],
): Estimate {
  if (!prompts.some(({ hasCommand }) => hasCommand)) {
    return unknownEstimate(method, ["Success is unknown: no prompt has a success command."]);
  }
  const results = replays.flatMap(({ promptId, command }) =>
    command === null ? [] : [{ promptId, passed: command.passed }],
  );
  const tested = [...groupBy(results, ({ promptId }) => promptId).values()].map((own) => ({
    trials: own.length,
    passed: own.filter(({ passed }) => passed).length,
  }));
  const { mean, prompts: promptsTested } = meanPassHatK(tested, k);
  if (mean === null) {
    return unknownEstimate(method, [`Success is unknown: no prompt was checked ${k} times.`]);
  }
  const passed = results.filter((result) => result.passed).length;
  return pointEstimate(mean, {
    n: promptsTested,
    count: passed,
    of: results.length,
    method,
    notes: [
      `Success is pass^${k}: the chance that ${k} replays of a prompt both pass its own check, without interval; the counts below it are single replays that passed.`,
    ],
  });
}
