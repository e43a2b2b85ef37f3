import type { Plan } from "../plan/plan.ts";
import type { RunRecord } from "../record/record.ts";
import type { Suite } from "../suite/suite.ts";
import type { RunnableStrategy } from "./context.ts";

/** What a run is, before anything of it was played. */
export function newRunRecord(
  start: Pick<
    RunRecord,
    "id" | "vendor" | "observed" | "startedAt" | "configurationHash" | "resume"
  > & {
    readonly suite: Suite;
    readonly plan: Plan;
    readonly strategies: ReadonlyMap<string, RunnableStrategy>;
  },
): RunRecord {
  const { suite, plan, strategies, ...given } = start;
  const planned = new Map<string, number>();
  for (const lane of plan.waves.flatMap((wave) => wave.lanes)) {
    planned.set(lane.strategy, (planned.get(lane.strategy) ?? 0) + lane.replays.length);
  }
  return {
    ...given,
    suiteName: suite.name,
    agent: suite.agent.kind,
    cli: suite.agent.cli[suite.agent.kind],
    model: suite.agent.model,
    seed: suite.seed,
    finishedAt: null,
    strategies: [...strategies.values()].map(({ strategy, clientConfiguration }) => ({
      id: strategy.id,
      clientConfiguration,
      claim: strategy.claim,
      oneReplayPerSession: strategy.conversation === "new-process",
    })),
    prompts: suite.prompts.map((prompt) => ({
      id: prompt.id,
      gate: prompt.gate,
      hasCommand: prompt.expect.command !== undefined,
    })),
    margins: suite.margins,
    plannedReplays: Object.fromEntries(planned),
  };
}
