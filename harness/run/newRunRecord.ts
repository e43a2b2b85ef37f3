import { canonicalJson } from "../base/base.ts";
import type { Plan } from "../plan/plan.ts";
import type { RunRecord, SequentialRecord } from "../record/record.ts";
import type { Strategy, Suite } from "../suite/suite.ts";
import type { RunnableStrategy } from "./context.ts";

/** What a run is, before anything of it was played. */
export function newRunRecord(
  start: Pick<
    RunRecord,
    "id" | "vendor" | "observed" | "startedAt" | "configurationHash" | "resume"
  > & {
    /** for a run that may stop early */
    readonly sequential?: SequentialRecord | null;
    readonly suite: Suite;
    readonly plan: Pick<Plan, "waves">;
    readonly strategies: ReadonlyMap<
      string,
      Pick<RunnableStrategy, "strategy" | "clientConfiguration">
    >;
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
      ...copyOf(
        strategy,
        [...strategies.values()].map((own) => own.strategy),
      ),
      id: strategy.id,
      clientConfiguration,
      claim: strategy.claim,
      oneReplayPerSession: strategy.conversation === "new-process",
    })),
    prompts: suite.prompts.map((prompt) => ({
      id: prompt.id,
      gate: prompt.gate,
      hasCommand: prompt.expect.command !== undefined,
      expect: prompt.expect,
    })),
    margins: suite.margins,
    sequential: start.sequential ?? null,
    plannedReplays: Object.fromEntries(planned),
  };
}

/** Names and claims change nothing of what is done. */
function copyOf(strategy: Strategy, all: readonly Strategy[]): { readonly copyOf?: string } {
  const definition = (one: Strategy): string =>
    canonicalJson({ ...one, id: "", description: "", claim: null });
  const first = all.find((other) => definition(other) === definition(strategy));
  return first === undefined || first.id === strategy.id ? {} : { copyOf: first.id };
}
