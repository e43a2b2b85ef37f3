import { formatDuration, formatUsd } from "../base/base.ts";
import type { Suite } from "../suite/suite.ts";
import type { RunEstimate } from "./estimateRun.ts";

/**
 * Where an estimate goes over a suite's budget, one sentence for each limit; empty when it fits. Ask only where money is spent:
 * simulated dollars and virtual minutes count against no budget.
 * @param concurrency lanes at a time, 1 or more
 */
export function overBudget(
  estimate: Pick<RunEstimate, "costUsd" | "agentMinutes">,
  budget: Suite["budget"],
  concurrency: number,
): readonly string[] {
  const sentences: string[] = [];
  const { costUsd, agentMinutes } = estimate;
  if (budget.usd !== null && costUsd !== null && costUsd.most > budget.usd) {
    const surely = costUsd.least > budget.usd ? "is" : "may be";
    sentences.push(
      `The cost of ${formatUsd(costUsd.least)} to ${formatUsd(costUsd.most)} ${surely} over the budget of ${formatUsd(budget.usd)}.`,
    );
  }
  const wallMs = (agentMinutes.most / concurrency) * 60_000;
  if (budget.wallMs !== null && wallMs > budget.wallMs) {
    const surely = (agentMinutes.least / concurrency) * 60_000 > budget.wallMs ? "is" : "may be";
    sentences.push(
      `The time of up to about ${formatDuration(wallMs)} ${surely} over the budget of ${formatDuration(budget.wallMs)}.`,
    );
  }
  return sentences;
}
