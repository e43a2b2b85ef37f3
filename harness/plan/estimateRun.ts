import { priceOf } from "../base/base.ts";
import type { Strategy, Suite } from "../suite/suite.ts";
import { expectChallenges } from "./expectChallenges.ts";
import { workingWorld } from "./power/workingWorld.ts";
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

/** What is expected where degraded sessions make it cheapest and where they make it dearest. */
export type Range = { readonly least: number; readonly most: number };

/** What a plan will take. Money and tokens are rough: they rest on the assumptions that are listed. */
export type RunEstimate = {
  readonly strategies: readonly StrategyEstimate[];
  readonly lanes: number;
  readonly replays: number;
  readonly spawns: number;
  /** what the search for degraded sessions and their challenges add; all 0 without challenges */
  readonly challenges: {
    /** sessions started only to be classified */
    readonly screened: Range;
    /** replays that classify, confirm and challenge */
    readonly replays: Range;
    readonly processes: Range;
  };
  /** of the lanes alone */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** null when the model's price is unknown */
  readonly costUsd: Range | null;
  readonly agentMinutes: Range;
  readonly assumptions: readonly string[];
};

/** Typical of the core suite's tasks on real CLIs: five requests, each resending the client's own prompt. */
const perReplay = { requests: 5, inputTokensEach: 25_000, outputTokensEach: 250, cachedShare: 0.9 };

/** Degraded shares over which challenges range: without any the screen goes on to its end, with many each is challenged. */
const possibleShares = [0, 0.02, 0.05, 0.1, 0.2, 0.5];

/**
 * What a plan will take, before anything is spent.
 * @param options.withChallenges false (true unless given) when degraded sessions are neither looked for nor challenged
 */
export function estimateRun(
  suite: Suite,
  plan: Plan,
  { withChallenges = true, ...time }: ExpectedTime & { readonly withChallenges?: boolean },
): RunEstimate {
  const strategies = suite.strategies.map((strategy) =>
    estimateStrategy(suite, plan, strategy, time),
  );
  const replays = sum(strategies.map((strategy) => strategy.replays));
  const spawns = sum(strategies.map((strategy) => strategy.spawns));
  const challenges = estimateChallenges(suite, plan, withChallenges);
  const eachUsd = costOfReplay(suite.agent.model);
  const minutes = (extra: "least" | "most") =>
    (replays + challenges.replays[extra]) * time.replayMinutes +
    (spawns + challenges.processes[extra]) * time.startMinutes;
  return {
    strategies,
    lanes: sum(strategies.map((strategy) => strategy.lanes)),
    replays,
    spawns,
    challenges,
    inputTokens: replays * perReplay.requests * perReplay.inputTokensEach,
    outputTokens: replays * perReplay.requests * perReplay.outputTokensEach,
    costUsd:
      eachUsd === null
        ? null
        : {
            least: eachUsd * (replays + challenges.replays.least),
            most: eachUsd * (replays + challenges.replays.most),
          },
    agentMinutes: { least: minutes("least"), most: minutes("most") },
    assumptions: assumptionsOf(suite, time, challenges),
  };
}

function assumptionsOf(
  { challenge }: Suite,
  time: ExpectedTime,
  { replays }: RunEstimate["challenges"],
): readonly string[] {
  const { healthyRate, degradedRate } = workingWorld;
  const shares = possibleShares.map((share) => share * 100);
  return [
    `a replay takes ${perReplay.requests} requests of ${perReplay.inputTokensEach} input and ${perReplay.outputTokensEach} output tokens, ${perReplay.cachedShare * 100} % of the input read from the vendor's cache`,
    `a replay lasts ${time.replayMinutes} min, starting a process ${time.startMinutes} min`,
    ...(replays.most === 0
      ? []
      : [
          `screen and challenges: what is expected with ${Math.min(...shares)} to ${Math.max(...shares)} % of sessions degraded, ${challenge.sessions} confirmed ones wanted and ${challenge.mostScreened} sessions screened at most; healthy sessions diverge in ${healthyRate * 100} % of replays, degraded ones in ${degradedRate * 100} %`,
        ]),
    "list prices; the invoice is the truth",
  ];
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

function estimateChallenges(
  suite: Suite,
  plan: Plan,
  withChallenges: boolean,
): RunEstimate["challenges"] {
  const expected = (withChallenges ? possibleShares : []).map((degradedShare) =>
    expectChallenges(suite, plan, { ...workingWorld, degradedShare }),
  );
  return {
    screened: rangeOf(expected.map(({ screened }) => screened)),
    replays: rangeOf(
      expected.map(({ screenReplays, challengeReplays }) => screenReplays + challengeReplays),
    ),
    processes: rangeOf(expected.map(({ processes }) => processes)),
  };
}

/** In whole numbers. */
function rangeOf(values: readonly number[]): Range {
  if (values.length === 0) return { least: 0, most: 0 };
  return { least: Math.floor(Math.min(...values)), most: Math.ceil(Math.max(...values)) };
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
