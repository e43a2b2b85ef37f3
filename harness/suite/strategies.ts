import { UserError, UserErrors } from "../base/base.ts";
import type { AgentKind } from "../record/record.ts";
import { builtInIds, builtInStrategies, notYetRunnable } from "./builtInStrategies.ts";
import { suggestion } from "./problem.ts";
import type { StrategyEntry } from "./strategySchema.ts";
import type { Strategy, Suite } from "./types.ts";

/**
 * A built-in strategy.
 * @throws UserError when there is none of that id, with those there are
 */
export function strategyById(id: string): Strategy {
  const found = builtInStrategies.find((strategy) => strategy.id === id);
  if (found !== undefined) return found;
  const [message, advice] = unknownStrategy(id, builtInIds);
  throw new UserError(`The list of strategies ${message}`, { advice });
}

/**
 * The strategies that a list of ids names, in the list's order: the suite's own version of each, else the built-in one.
 * @throws UserErrors naming `--strategies` for unknown, repeated and not yet runnable ids and for an empty list
 */
export function selectStrategies(
  suite: Pick<Suite, "strategies">,
  ids: readonly string[],
): readonly Strategy[] {
  const available = new Map(
    [...builtInStrategies, ...suite.strategies].map((strategy) => [strategy.id, strategy]),
  );
  const refusals = ids.flatMap((id, index) => {
    const refusal = refusalOf(id, { available, earlier: ids.slice(0, index) });
    return refusal === null
      ? []
      : new UserError(`--strategies ${refusal[0]}`, { advice: refusal[1] });
  });
  if (ids.length === 0) {
    refusals.push(
      new UserError("--strategies is empty; it must be a list of strategy ids.", {
        advice: "Write, for example, --strategies reset,restart.",
      }),
    );
  }
  if (refusals.length > 0) throw new UserErrors(refusals);
  return ids.flatMap((id) => available.get(id) ?? []);
}

type Sentences = readonly [message: string, advice: string];

function refusalOf(
  id: string,
  list: { readonly available: ReadonlyMap<string, Strategy>; readonly earlier: readonly string[] },
): Sentences | null {
  if (!list.available.has(id)) return unknownStrategy(id, [...list.available.keys()]);
  if (list.earlier.includes(id)) {
    return [`has "${id}" twice; it must name each strategy once.`, "Leave the second out."];
  }
  const reason = notYetRunnable[id];
  return reason === undefined ? null : [`has "${id}"; ${reason}.`, "Leave it out."];
}

/** What is wrong with an id, to be put behind the name of the flag or key that holds it, and what to do. */
function unknownStrategy(id: string, known: readonly string[]): Sentences {
  const meant = suggestion(id, known);
  return [
    `has "${id}"; it must be one of ${known.join(", ")}.`,
    meant === null ? "Use one of these ids." : `Did you mean ${meant}?`,
  ];
}

/**
 * The strategy of one entry of a suite. What it leaves out comes from the built-in strategy that it extends; the field's
 * claim is inherited only by a strategy of the same id, because nobody claimed anything about a new one.
 */
export function resolveStrategy(entry: StrategyEntry, kind: AgentKind): Strategy {
  if (typeof entry === "string") return strategyById(entry);
  const { extends: baseId, recycle, pin, cli, ...given } = entry;
  const base = strategyById(baseId ?? entry.id);
  return {
    ...base,
    claim: base.id === entry.id ? base.claim : null,
    ...given,
    recycle: {
      ttlMs: recycle?.ttl === undefined ? base.recycle.ttlMs : recycle.ttl,
      toolCalls: recycle?.toolCalls === undefined ? base.recycle.toolCalls : recycle.toolCalls,
      whenDegraded: recycle?.whenDegraded ?? base.recycle.whenDegraded,
    },
    pin: pin === null ? null : mergedPin(base.pin, { ...pin, ...(cli && { [kind]: cli }) }),
  };
}

function mergedPin(base: Strategy["pin"], given: NonNullable<Strategy["pin"]>): Strategy["pin"] {
  const merged = { ...base, ...given };
  return Object.keys(merged).length === 0 ? null : merged;
}

/**
 * What a strategy's client is, as a key: strategies with an equal client share their references.
 * @param cliAsGiven the agent's version where the strategy pins none
 * @returns for example `2.1.328`, `2.1.328 betas suppressed`, `2.1.300 betas suppressed, flags frozen`
 */
export function clientConfigurationOf(
  strategy: Pick<Strategy, "pin" | "betas" | "flags">,
  agentKind: AgentKind,
  cliAsGiven: string,
): string {
  const changes = [
    ...(strategy.betas === "suppressed" ? ["betas suppressed"] : []),
    ...(strategy.flags === "frozen" ? ["flags frozen"] : []),
  ];
  const version = strategy.pin?.[agentKind] ?? cliAsGiven;
  return [version, changes.join(", ")].filter((part) => part !== "").join(" ");
}

/** Pinned strategies that name no version for the agent that is to run: they would silently run the version as given. */
export function unpinnedStrategies(
  suite: Pick<Suite, "strategies" | "agent">,
): readonly Strategy[] {
  return suite.strategies.filter(
    (strategy) => strategy.pin !== null && strategy.pin[suite.agent.kind] === undefined,
  );
}
