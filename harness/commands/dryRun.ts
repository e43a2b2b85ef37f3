import { availableParallelism } from "node:os";
import Table from "cli-table3";
import { counted, formatDuration, formatUsd } from "../base/base.ts";
import {
  estimateRun,
  overBudget,
  recoveryVerdict,
  sizeShows,
  type ExpectedTime,
  type Plan,
  type Range,
  type RunEstimate,
} from "../plan/plan.ts";
import type { Suite } from "../suite/suite.ts";
import { loadProfile } from "../vendor/vendor.ts";
import { assumedFrom } from "./planFlags.ts";
import { recoveryLines, sizeLines } from "./planTables.ts";
import type { RunFlags } from "./runFlags.ts";

/** With a real vendor nobody knows how long a replay lasts; this is what the core suite's tasks take. */
export const realTime: ExpectedTime = { replayMinutes: 1, startMinutes: 0.02 };

/** `run --dry-run`: what would be run and what it would cost; starts nothing and writes nothing. */
export async function printDryRun(suite: Suite, plan: Plan, flags: RunFlags): Promise<number> {
  const isSimulated = flags.baseUrl === undefined;
  const time = isSimulated ? (await loadProfile(suite.vendor)).time : realTime;
  const estimate = estimateRun(suite, plan, { ...time, withChallenges: flags.challenge });
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ plan, estimate }, null, 2)}\n`);
    return 0;
  }
  process.stdout.write(`${describe(suite, estimate, { ...flags, isSimulated })}\n`);
  return 0;
}

function describe(
  suite: Suite,
  estimate: RunEstimate,
  flags: Pick<RunFlags, "concurrency" | "challenge" | "stopWhenClear"> & {
    readonly isSimulated: boolean;
  },
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
  const { isSimulated, concurrency = availableParallelism() } = flags;
  return [
    `${suite.name}: ${counted(suite.prompts.length, "prompt")}, ${counted(suite.size.waves, "wave")}, seed ${suite.seed}, ${suite.agent.kind} ${suite.agent.cli[suite.agent.kind]}, model ${suite.agent.model}`,
    table.toString(),
    challengeLine(suite, estimate),
    costLine(estimate, isSimulated),
    ...(isSimulated ? [] : overBudget(estimate, suite.budget, concurrency)),
    `Agents would work for ${rangeText(estimate.agentMinutes, (minutes) => formatDuration(minutes * 60_000))} in all${isSimulated ? ", in virtual time" : ""}.`,
    ...(flags.stopWhenClear ? ["All of this is for a run that does not stop early."] : []),
    ...powerLines(suite, flags.challenge),
    "Assumed:",
    ...estimate.assumptions.map((assumption) => `- ${assumption}`),
    "Nothing was run.",
  ].join("\n");
}

/** What this run can show in the world that planning believes in; `sametwice plan` tells more. */
function powerLines(suite: Suite, withChallenges: boolean): readonly string[] {
  const { prompts, size } = suite;
  const assumed = {
    ...assumedFrom({ pi: null, q0: null, q1: null, alpha: null, power: null }, null),
    replays: prompts.length * size.perPrompt,
  };
  const unpriced = { replayUsd: null, startUsd: null };
  const recovery = withChallenges
    ? recoveryVerdict(suite, assumed, unpriced)
    : { kind: "impossible" as const, why: "--no-challenge was given" };
  const { degradedShare } = assumed.world;
  return [
    `What it can show if ${degradedShare * 100} % of sessions are degraded (sametwice plan tells more):`,
    ...[...sizeLines(sizeShows(size.lanes, assumed)), ...recoveryLines(recovery)].map(
      (line) => `- ${line}`,
    ),
  ];
}

function challengeLine(suite: Suite, { challenges }: RunEstimate): string {
  const { replays, screened, processes } = challenges;
  if (replays.most === 0) return "Nothing is screened or challenged.";
  return `Screen and challenges add ${rangeText(replays)} replays in ${rangeText(processes)} processes; ${rangeText(screened)} sessions are screened for ${suite.challenge.sessions} degraded ones.`;
}

/** `650 to 1130`, or one number where both are equal. */
function rangeText({ least, most }: Range, format: (value: number) => string = String): string {
  return least === most ? format(least) : `${format(least)} to ${format(most)}`;
}

function costLine(estimate: RunEstimate, isSimulated: boolean): string {
  const { costUsd } = estimate;
  if (costUsd === null) return "Cost: unknown, because the model's price is.";
  const range = rangeText(costUsd, formatUsd);
  return isSimulated
    ? `Cost: nothing with the simulated vendor; with a real one about ${range}.`
    : `Cost: about ${range}.`;
}
