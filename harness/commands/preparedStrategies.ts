import type { Agent, PreparedAgent } from "../agents/agents.ts";
import { UserError, UserErrors } from "../base/base.ts";
import { strategyNeeds } from "../plan/plan.ts";
import type { RunnableStrategy } from "../run/run.ts";
import { clientConfigurationOf, type Strategy, type Suite } from "../suite/suite.ts";

/**
 * Refuses strategies that need what their version cannot do, before anything is installed, written or spent.
 * @throws UserErrors with one entry for each need that is not met
 */
export function refuseImpossible(suite: Suite, agent: Agent): void {
  const refusals = suite.strategies.flatMap((strategy) =>
    refusalsOf(strategy, agent, versionOf(suite, strategy, agent)),
  );
  if (refusals.length > 0) throw new UserErrors(refusals);
}

/** Makes every version that the suite's strategies need ready to be started. */
export async function prepareStrategies(
  suite: Suite,
  agent: Agent,
): Promise<ReadonlyMap<string, RunnableStrategy>> {
  const prepared = new Map<string, PreparedAgent>();
  const runnable = new Map<string, RunnableStrategy>();
  for (const strategy of suite.strategies) {
    const version = versionOf(suite, strategy, agent);
    const ready = prepared.get(version) ?? (await agent.prepare(version));
    prepared.set(version, ready);
    runnable.set(strategy.id, {
      strategy,
      prepared: ready,
      clientConfiguration: clientConfigurationOf(strategy, agent.kind, suite.agent.cli[agent.kind]),
    });
  }
  return runnable;
}

function versionOf(suite: Suite, strategy: Strategy, agent: Agent): string {
  return strategy.pin?.[agent.kind] ?? suite.agent.cli[agent.kind];
}

function refusalsOf(strategy: Strategy, agent: Agent, version: string): UserError[] {
  const needs = strategyNeeds(strategy);
  const { clear, betaSuppression } = agent.capabilitiesOf(version);
  const refusals: UserError[] = [];
  if (needs.clear && (clear === "no-op" || clear === "fake")) {
    const what =
      clear === "fake"
        ? "answers /clear with a new session id but goes on sending the old messages"
        : "does nothing on /clear";
    refusals.push(
      new UserError(
        `Strategy ${strategy.id} needs a /clear that works, but ${agent.kind} ${version} ${what}.`,
        { advice: "Use 2.1.142 or newer, or leave the strategy out with --strategies." },
      ),
    );
  }
  if (needs.betaSuppression && !betaSuppression) {
    refusals.push(
      new UserError(
        `Strategy ${strategy.id} suppresses betas, but ${agent.kind} ${version} ignores the setting for it.`,
        { advice: "Use 2.1.104 or newer, or leave the strategy out with --strategies." },
      ),
    );
  }
  return refusals;
}
