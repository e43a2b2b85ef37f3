import { UserError, UserErrors } from "../base/base.ts";
import { readAnswerSchema, type ReadSchema } from "./answerSchema.ts";
import { notYetRunnable } from "./builtInStrategies.ts";
import { crossProblems } from "./crossProblems.ts";
import type { Problem } from "./problem.ts";
import { readYamlText, type YamlText } from "./readYamlText.ts";
import { shapeProblems } from "./shapeProblems.ts";
import { resolveStrategy, unpinnedStrategies } from "./strategies.ts";
import { suiteSchema, type SuiteInput } from "./suiteSchema.ts";
import type { Prompt, Suite } from "./types.ts";
import { vendorFrom } from "./vendorPath.ts";
import { pathFrom, type Places } from "./workspace.ts";

/**
 * Reads the text of a suite.
 * @param places where the suite is; `shownAs` is how positions name its file (default: its path)
 * @throws UserErrors with every mistake, in the order of the file
 */
export function parseSuite(text: string, places: Places & { readonly shownAs?: string }): Suite {
  const yaml = readYamlText(text, places.shownAs ?? places.file);
  const problems = [
    ...shapeProblems(suiteSchema, yaml.value),
    ...crossProblems(yaml.value, places),
  ];
  refuse(problems, yaml);
  const input = suiteSchema.parse(yaml.value);
  const schemas = answerSchemas(input, places);
  refuse(
    [
      ...missingWorkspaces(input),
      ...schemas.flatMap((read) => (read?.kind === "problem" ? read.problem : [])),
      ...emptyRanges(input),
    ],
    yaml,
  );
  const suite = suiteFrom(input, places.file, schemas);
  refuse([...missingPins(suite), ...notRunnable(suite)], yaml);
  return suite;
}

function refuse(problems: readonly Problem[], yaml: YamlText): void {
  if (problems.length === 0) return;
  const errors = problems.map(
    ({ path, at, message, advice }) =>
      new UserError(message, { advice, position: yaml.positionOf(path, at) }),
  );
  throw new UserErrors(errors.sort(byPosition));
}

function byPosition(a: UserError, b: UserError): number {
  const lines = (a.position?.line ?? 0) - (b.position?.line ?? 0);
  return lines === 0 ? (a.position?.column ?? 0) - (b.position?.column ?? 0) : lines;
}

function missingWorkspaces(input: SuiteInput): readonly Problem[] {
  if (input.workspace !== undefined) return [];
  return input.prompts.flatMap((prompt, index) =>
    prompt.workspace === undefined
      ? {
          path: ["prompts", index, "workspace"],
          at: "value",
          message: `prompts[${index}].workspace is missing, and so is the suite's; it must be a folder in one of the two places.`,
          advice: "Write, for example, workspace: ../fixtures/workspaces/shop.",
        }
      : [],
  );
}

/** One for each prompt; null where it asks for none. */
function answerSchemas(input: SuiteInput, places: Places): readonly (ReadSchema | null)[] {
  return input.prompts.map(({ expect: { answerSchema } }, index) =>
    answerSchema === undefined
      ? null
      : readAnswerSchema(["prompts", index, "expect", "answerSchema"], answerSchema, places),
  );
}

/** Bounds that no replay could keep. */
function emptyRanges(input: SuiteInput): readonly Problem[] {
  return input.prompts.flatMap(({ expect: { thinkingTokens } }, index) => {
    const { min = 0, max = Number.POSITIVE_INFINITY } = thinkingTokens ?? {};
    if (min <= max) return [];
    return {
      path: ["prompts", index, "expect", "thinkingTokens", "max"],
      at: "value",
      message: `prompts[${index}].expect.thinkingTokens.max is ${max}; it must be at least min, which is ${min}.`,
      advice: "Write, for example, thinkingTokens: { min: 200, max: 20000 }.",
    };
  });
}

function missingPins(suite: Suite): readonly Problem[] {
  const { kind } = suite.agent;
  return unpinnedStrategies(suite).map((strategy) => {
    const index = suite.strategies.indexOf(strategy);
    return {
      path: ["strategies", index, "pin"],
      at: "value",
      message: `strategies[${index}].pin has no version for ${kind}, the suite's agent; it must have one.`,
      advice: `Write, for example, pin: { ${kind}: ${suite.agent.cli[kind]} }.`,
    };
  });
}

function notRunnable(suite: Suite): readonly Problem[] {
  return suite.strategies.flatMap(({ id, recycle }, index) =>
    recycle.whenDegraded
      ? {
          path: ["strategies", index],
          at: "value",
          message: `strategies[${index}] (${id}) is recycled when it looks degraded; ${notYetRunnable["guarded"]}.`,
          advice: "Leave it out.",
        }
      : [],
  );
}

function suiteFrom(
  input: SuiteInput,
  file: string,
  schemas: readonly (ReadSchema | null)[],
): Suite {
  const { agent, budget } = input;
  return {
    name: input.name,
    file,
    agent: {
      kind: agent.kind,
      model: agent.model,
      cli: agent.cli,
      timeouts: {
        firstOutputMs: agent.timeouts.firstOutput,
        idleMs: agent.timeouts.idle,
        afterResultMs: agent.timeouts.afterResult,
        wallMs: agent.timeouts.wall,
      },
      maxTurns: agent.maxTurns,
    },
    prompts: input.prompts.map((prompt, index) => ({
      id: prompt.id,
      turns: typeof prompt.prompt === "string" ? [prompt.prompt] : prompt.prompt,
      workspace: pathFrom(file, prompt.workspace ?? input.workspace ?? ""),
      expect: expectationsFrom(prompt.expect, schemas[index] ?? null),
      gate: prompt.gate,
    })),
    strategies: input.strategies.map((entry) => resolveStrategy(entry, agent.kind)),
    size: input.size,
    budget: { usd: budget.usd ?? null, wallMs: budget.wall ?? null },
    challenge: input.challenge,
    stop: input.stop,
    margins: input.margins,
    vendor: vendorFrom(input.vendor, file),
    seed: input.seed,
  };
}

/** A schema from a file becomes part of the suite, so that a run records what it was held to. */
function expectationsFrom(
  given: SuiteInput["prompts"][number]["expect"],
  read: ReadSchema | null,
): Prompt["expect"] {
  const { answerSchema: _, ...others } = given;
  return read?.kind === "schema" ? { ...others, answerSchema: read.schema } : others;
}
