import { priceOf } from "../base/base.ts";
import { baselineOf } from "../record/record.ts";
import type { Strategy, Suite } from "../suite/suite.ts";
import type { Plan } from "./types.ts";

/** How long things are taken to last, in minutes. */
export type ExpectedTime = { readonly replayMinutes: number; readonly startMinutes: number };

export type StrategyEstimate = {
  readonly id: string;
  readonly lanes: number;
  readonly replays: number;
  /** processes started; each is one session */
  readonly spawns: number;
};

/** What a plan will take. Money and tokens are rough: they rest on the assumptions that are listed. */
export type RunEstimate = {
  readonly strategies: readonly StrategyEstimate[];
  readonly lanes: number;
  readonly replays: number;
  readonly spawns: number;
  /** replays that challenges add, from the healthy sample alone to every other session found degraded */
  readonly challengeReplays: { readonly least: number; readonly most: number };
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** null when the model's price is unknown */
  readonly costUsd: { readonly least: number; readonly most: number } | null;
  readonly agentMinutes: number;
  readonly assumptions: readonly string[];
};

/** Typical of the core suite's tasks on real CLIs: five requests, each resending the client's own prompt. */
const perReplay = { requests: 5, inputTokensEach: 25_000, outputTokensEach: 250, cachedShare: 0.9 };

/** Share of baseline sessions found degraded at the upper end of the range; the simulated April degrades nearly two in five. */
const mostDegraded = 0.5;

/** What a plan will take, before anything is spent. */
export function estimateRun(suite: Suite, plan: Plan, time: ExpectedTime): RunEstimate {
  const strategies = suite.strategies.map((strategy) =>
    estimateStrategy(suite, plan, strategy, time),
  );
  const replays = sum(strategies.map((strategy) => strategy.replays));
  const challengeReplays = estimateChallenges(suite, plan);
  const inputTokens = replays * perReplay.requests * perReplay.inputTokensEach;
  const outputTokens = replays * perReplay.requests * perReplay.outputTokensEach;
  const eachUsd = costOfReplay(suite.agent.model);
  return {
    strategies,
    lanes: sum(strategies.map((strategy) => strategy.lanes)),
    replays,
    spawns: sum(strategies.map((strategy) => strategy.spawns)),
    challengeReplays,
    inputTokens,
    outputTokens,
    costUsd:
      eachUsd === null
        ? null
        : {
            least: eachUsd * (replays + challengeReplays.least),
            most: eachUsd * (replays + challengeReplays.most),
          },
    agentMinutes:
      (replays + challengeReplays.least) * time.replayMinutes +
      sum(strategies.map((strategy) => strategy.spawns)) * time.startMinutes,
    assumptions: [
      `a replay takes ${perReplay.requests} requests of ${perReplay.inputTokensEach} input and ${perReplay.outputTokensEach} output tokens, ${perReplay.cachedShare * 100} % of the input read from the vendor's cache`,
      `a replay lasts ${time.replayMinutes} min, starting a process ${time.startMinutes} min`,
      `challenges: between the planned sample of healthy sessions and ${mostDegraded * 100} % of the baseline's sessions found degraded`,
      "list prices; the invoice is the truth",
    ],
  };
}

function estimateStrategy(
  suite: Suite,
  plan: Plan,
  strategy: Strategy,
  time: ExpectedTime,
): StrategyEstimate {
  const lanes = plan.waves
    .flatMap((wave) => wave.lanes)
    .filter((lane) => lane.strategy === strategy.id);
  const perLane = suite.prompts.length * suite.size.perPrompt;
  return {
    id: strategy.id,
    lanes: lanes.length,
    replays: lanes.length * perLane,
    spawns: lanes.length * spawnsOfLane(strategy, perLane, time),
  };
}

/** Tool-call limits are left out: how many calls a replay takes is not known beforehand. */
function spawnsOfLane(strategy: Strategy, replays: number, time: ExpectedTime): number {
  if (strategy.conversation === "new-process") return replays;
  const { ttlMs } = strategy.recycle;
  if (ttlMs === null) return 1;
  // A session takes replays until its age has reached the TTL; it is born before its own start-up.
  const room = Math.max(0, ttlMs / 60_000 - time.startMinutes);
  const perSession = Math.max(1, Math.ceil(room / time.replayMinutes));
  return Math.ceil(replays / perSession);
}

function estimateChallenges(suite: Suite, plan: Plan): RunEstimate["challengeReplays"] {
  const baseline = baselineOf(suite.strategies);
  const lanes = plan.waves
    .slice(1)
    .flatMap((wave) => wave.lanes)
    .filter((lane) => lane.strategy === baseline);
  // Every strategy once per draw, and the sham once.
  const ofOne = (draws: number) => (suite.strategies.length * draws + 1) * suite.prompts.length;
  const healthy = lanes.filter((lane) => lane.challengeIfHealthy).length * ofOne(1);
  const degraded = Math.ceil(lanes.length * mostDegraded) * ofOne(suite.challenge.draws);
  return { least: healthy, most: healthy + degraded };
}

function costOfReplay(model: string): number | null {
  const price = priceOf(model);
  if (price === null) return null;
  const { requests, inputTokensEach, outputTokensEach, cachedShare } = perReplay;
  const input =
    inputTokensEach * (cachedShare * price.cacheRead + (1 - cachedShare) * price.cacheWrite);
  return (requests * (input + outputTokensEach * price.output)) / 1e6;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
