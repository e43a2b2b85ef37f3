import type { Agent, PreparedAgent } from "../agents/agents.ts";
import { UserError, UserErrors } from "../base/base.ts";
import { strategyNeeds } from "../plan/plan.ts";
import type { RunnableStrategy } from "../run/run.ts";
import { clientConfigurationOf, type Strategy, type Suite } from "../suite/suite.ts";

/**
 * Makes every version that the suite's strategies need ready and refuses what a version cannot do, before anything is spent.
 * @throws UserErrors with one entry for each strategy that its version cannot serve
 */
export async function prepareStrategies(
  suite: Suite,
  agent: Agent,
): Promise<ReadonlyMap<string, RunnableStrategy>> {
  const given = suite.agent.cli[agent.kind];
  const prepared = new Map<string, PreparedAgent>();
  const runnable = new Map<string, RunnableStrategy>();
  const refusals: UserError[] = [];
  for (const strategy of suite.strategies) {
    const version = strategy.pin?.[agent.kind] ?? given;
    const ready = prepared.get(version) ?? (await agent.prepare(version));
    prepared.set(version, ready);
    refusals.push(...refusalsOf(strategy, ready, agent.kind));
    runnable.set(strategy.id, {
      strategy,
      prepared: ready,
      clientConfiguration: clientConfigurationOf(strategy, agent.kind, given),
    });
  }
  if (refusals.length > 0) throw new UserErrors(refusals);
  return runnable;
}

function refusalsOf(strategy: Strategy, prepared: PreparedAgent, kind: string): UserError[] {
  const needs = strategyNeeds(strategy);
  const { clear, betaSuppression } = prepared.capabilities;
  const refusals: UserError[] = [];
  if (needs.clear && (clear === "no-op" || clear === "fake")) {
    const what =
      clear === "fake"
        ? "answers /clear with a new session id but goes on sending the old messages"
        : "does nothing on /clear";
    refusals.push(
      new UserError(
        `Strategy ${strategy.id} needs a /clear that works, but ${kind} ${prepared.version} ${what}.`,
        { advice: "Use 2.1.142 or newer, or leave the strategy out with --strategies." },
      ),
    );
  }
  if (needs.betaSuppression && !betaSuppression) {
    refusals.push(
      new UserError(
        `Strategy ${strategy.id} suppresses betas, but ${kind} ${prepared.version} ignores the setting for it.`,
        { advice: "Use 2.1.104 or newer, or leave the strategy out with --strategies." },
      ),
    );
  }
  return refusals;
}
