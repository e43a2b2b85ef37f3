import type { Agent, PreparedAgent } from "../agents/agents.ts";
import { UserError, UserErrors } from "../base/base.ts";
import { strategyNeeds } from "../plan/plan.ts";
import type { RunnableStrategy } from "../run/run.ts";
import { clientConfigurationOf, type Strategy, type Suite } from "../suite/suite.ts";
import type { MeasureBetas } from "./measureBetas.ts";

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

/**
 * Makes every version that the suite's strategies need ready to be started.
 * @param measure the betas of a strategy's client beforehand; null when nobody will look at the wire
 * @throws UserError when a version cannot be had, or a client demonstrably does not do what its strategy says
 */
export async function prepareStrategies(
  suite: Suite,
  agent: Agent,
  measure: MeasureBetas | null,
): Promise<ReadonlyMap<string, RunnableStrategy>> {
  const prepared = new Map<string, PreparedAgent>();
  for (const strategy of suite.strategies) {
    const version = versionOf(suite, strategy, agent);
    if (!prepared.has(version)) prepared.set(version, await agent.prepare(version));
  }
  const expected = new Map<string, Promise<readonly string[] | null>>();
  const runnable = suite.strategies.map(async (strategy) => {
    const version = versionOf(suite, strategy, agent);
    const ready = prepared.get(version) ?? (await agent.prepare(version));
    const clientConfiguration = clientConfigurationOf(
      strategy,
      agent.kind,
      suite.agent.cli[agent.kind],
    );
    const betas =
      expected.get(clientConfiguration) ?? measure?.(ready, strategy) ?? Promise.resolve(null);
    expected.set(clientConfiguration, betas);
    const knownEgress = agent.capabilitiesOf(version).callsHome;
    const expectedBetas = await betas;
    return { strategy, prepared: ready, clientConfiguration, expectedBetas, knownEgress };
  });
  const measured = await Promise.all(runnable);
  return new Map(
    measured.map((own) => {
      const forwarded = measured.find(
        ({ strategy, prepared: other }) =>
          strategy.betas === "forwarded" && other.version === own.prepared.version,
      );
      const unsuppressedBetas = forwarded?.expectedBetas ?? null;
      return [own.strategy.id, { ...own, unsuppressedBetas }];
    }),
  );
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
        { advice: "Use 2.1.129 or newer, or leave the strategy out with --strategies." },
      ),
    );
  }
  if (needs.betaSuppression && betaSuppression === false) {
    refusals.push(
      new UserError(
        `Strategy ${strategy.id} suppresses betas, but ${agent.kind} ${version} ignores the setting for it.`,
        { advice: "Use 2.1.34 or newer, or leave the strategy out with --strategies." },
      ),
    );
  }
  return refusals;
}
