import { availableParallelism } from "node:os";
import Table from "cli-table3";
import { counted, formatDuration, formatUsd } from "../base/base.ts";
import {
  estimateRun,
  overBudget,
  type ExpectedTime,
  type Plan,
  type RunEstimate,
} from "../plan/plan.ts";
import type { Suite } from "../suite/suite.ts";
import { loadProfile } from "../vendor/vendor.ts";
import type { RunFlags } from "./runFlags.ts";

/** With a real vendor nobody knows how long a replay lasts; this is what the core suite's tasks take. */
const realTime: ExpectedTime = { replayMinutes: 1, startMinutes: 0.02 };

/** `run --dry-run`: what would be run and what it would cost; starts nothing and writes nothing. */
export async function printDryRun(suite: Suite, plan: Plan, flags: RunFlags): Promise<number> {
  const isSimulated = flags.baseUrl === undefined;
  const time = isSimulated ? (await loadProfile(suite.vendor)).time : realTime;
  const estimate = estimateRun(suite, plan, time);
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ plan, estimate }, null, 2)}\n`);
    return 0;
  }
  process.stdout.write(
    `${describe(suite, estimate, { isSimulated, concurrency: flags.concurrency ?? availableParallelism() })}\n`,
  );
  return 0;
}

function describe(
  suite: Suite,
  estimate: RunEstimate,
  { isSimulated, concurrency }: { readonly isSimulated: boolean; readonly concurrency: number },
): string {
  const table = new Table({
    head: ["strategy", "lanes", "replays", "sessions (spawns)"],
    style: { head: [], border: [] },
    colAligns: ["left", "right", "right", "right"],
  });
  for (const { id, lanes, replays, spawns } of estimate.strategies) {
    table.push([id, lanes, replays, spawns]);
  }
  table.push(["all", estimate.lanes, estimate.replays, estimate.spawns]);
  const { least, most } = estimate.challengeReplays;
  return [
    `${suite.name}: ${counted(suite.prompts.length, "prompt")}, ${counted(suite.size.waves, "wave")}, seed ${suite.seed}, ${suite.agent.kind} ${suite.agent.cli[suite.agent.kind]}, model ${suite.agent.model}`,
    table.toString(),
    `Challenges add ${least} to ${most} replays.`,
    costLine(estimate, isSimulated),
    ...(isSimulated ? [] : overBudget(estimate, suite.budget, concurrency)),
    `Agents would work for ${formatDuration(estimate.agentMinutes * 60_000)} in all${isSimulated ? ", in virtual time" : ""}.`,
    "Assumed:",
    ...estimate.assumptions.map((assumption) => `- ${assumption}`),
    "Nothing was run.",
  ].join("\n");
}

function costLine(estimate: RunEstimate, isSimulated: boolean): string {
  const { costUsd } = estimate;
  if (costUsd === null) return "Cost: unknown, because the model's price is.";
  const range = `${formatUsd(costUsd.least)} to ${formatUsd(costUsd.most)}`;
  return isSimulated
    ? `Cost: nothing with the simulated vendor; with a real one about ${range}.`
    : `Cost: about ${range}.`;
}
