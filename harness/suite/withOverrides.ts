import { resolve } from "node:path";
import type { z } from "zod";
import { UserError, UserErrors } from "../base/base.ts";
import type { AgentKind } from "../record/record.ts";
import { ruleMessage, type Problem } from "./problem.ts";
import { ruleOf } from "./schemaAt.ts";
import { sizeProblem } from "./size.ts";
import { selectStrategies, unpinnedStrategies } from "./strategies.ts";
import { overridable } from "./suiteSchema.ts";
import type { Size, Suite } from "./types.ts";
import { isVendorFile } from "./vendorPath.ts";

/** What the flags of `run` change; undefined leaves the suite's own value. */
export type Overrides = {
  readonly agent?: AgentKind | undefined;
  readonly model?: string | undefined;
  /** version of the agent that is to run */
  readonly cli?: string | undefined;
  readonly strategies?: readonly string[] | undefined;
  readonly lanes?: number | undefined;
  readonly perPrompt?: number | undefined;
  readonly waves?: number | undefined;
  readonly vendor?: string | undefined;
  readonly seed?: number | undefined;
};

/**
 * A suite with flags applied, each held to the rule of the key that it overrides. When only `--lanes` is given and falls below
 * the suite's waves, there are as many waves as lanes.
 * @throws UserErrors that name the flags
 */
export function withOverrides(suite: Suite, overrides: Overrides): Suite {
  checkFlags(overrides);
  const kind = overrides.agent ?? suite.agent.kind;
  const { vendor, strategies } = overrides;
  const changed: Suite = {
    ...suite,
    agent: {
      ...suite.agent,
      kind,
      model: overrides.model ?? suite.agent.model,
      cli: { ...suite.agent.cli, ...(overrides.cli && { [kind]: overrides.cli }) },
    },
    strategies: strategies ? selectStrategies(suite, strategies) : suite.strategies,
    size: sizeFrom(suite, overrides),
    vendor: vendor === undefined ? suite.vendor : isVendorFile(vendor) ? resolve(vendor) : vendor,
    seed: overrides.seed ?? suite.seed,
  };
  checkPins(changed);
  return changed;
}

function sizeFrom({ size }: Suite, overrides: Overrides): Size {
  const lanes = overrides.lanes ?? size.lanes;
  const changed = {
    lanes,
    perPrompt: overrides.perPrompt ?? size.perPrompt,
    waves: overrides.waves ?? Math.min(size.waves, lanes),
  };
  const names = { lanes: "--lanes", perPrompt: "--per-prompt", waves: "--waves" };
  const problem = sizeProblem(changed, names);
  if (problem === null) return changed;
  throw new UserErrors([new UserError(problem.message, { advice: problem.advice })]);
}

function checkFlags(overrides: Overrides): void {
  const checks = [
    ["--agent", overrides.agent, overridable.kind],
    ["--model", overrides.model, overridable.model],
    ["--cli", overrides.cli, overridable.cli],
    ["--lanes", overrides.lanes, overridable.lanes],
    ["--per-prompt", overrides.perPrompt, overridable.perPrompt],
    ["--waves", overrides.waves, overridable.waves],
    ["--vendor", overrides.vendor, overridable.vendor],
    ["--seed", overrides.seed, overridable.seed],
  ] as const;
  const errors = checks.flatMap(([flag, value, schema]) => {
    if (value === undefined) return [];
    const problem = flagProblem(flag, value, schema);
    return problem === null ? [] : new UserError(problem.message, { advice: problem.advice });
  });
  if (errors.length > 0) throw new UserErrors(errors);
}

/** What is wrong with a flag's value by the schema of the key that it overrides, null when nothing is. */
function flagProblem(
  flag: string,
  value: unknown,
  schema: z.ZodType,
): Pick<Problem, "message" | "advice"> | null {
  if (schema.safeParse(value).success) return null;
  const { allowed, example } = ruleOf(schema);
  return {
    message: ruleMessage(flag, value, allowed),
    advice: `Write, for example, ${flag} ${example}.`,
  };
}

function checkPins(suite: Suite): void {
  const { kind } = suite.agent;
  const errors = unpinnedStrategies(suite).map(
    (strategy) =>
      new UserError(`Strategy ${strategy.id} is pinned, but to no version of ${kind}.`, {
        advice: `Add ${kind} to its pin in ${suite.file}, or leave it out with --strategies.`,
      }),
  );
  if (errors.length > 0) throw new UserErrors(errors);
}
