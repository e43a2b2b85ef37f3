import { z } from "zod";
import { channels } from "../record/record.ts";
import {
  count,
  duration,
  field,
  identifier,
  oneOf,
  section,
  text,
  texts,
  version,
  wholeNumber,
  yesOrNo,
} from "./fields.ts";
import { strategyEntry } from "./strategySchema.ts";

const margin = (where: string) =>
  // From a half on, a strategy that recovers every other session would count as doing nothing.
  field(z.number().gt(0).lt(0.5), {
    allowed: "a number above 0 and below 0.5",
    example: "0.05",
    about: `largest difference that counts as none, ${where}`,
  });

const rate = (about: string) =>
  field(z.number().gt(0).lt(1), {
    allowed: "a rate above 0 and below 1",
    example: "0.05",
    about,
  });

/** Fields that flags override, so that a flag is held to the same rule as its key. */
export const overridable = {
  kind: oneOf(["claude-code", "sdk"], "the agent that plays the prompts"),
  model: text("full model id", "claude-sonnet-4-5"),
  cli: version("exact version of the agent", "2.1.328"),
  lanes: count("lanes per strategy; under 20 sessions the matrix prints no interval", 30),
  perPrompt: count("replays of each prompt in a lane", 2),
  waves: count("blocks of time in which every strategy runs", 3),
  vendor: text("simulated vendor's profile: a name, or the path of a YAML file", "april"),
  seed: wholeNumber("seed of every random choice", 1),
};

const cli = section(
  {
    "claude-code": version("version of the Claude Code CLI", "2.1.328").default("2.1.328"),
    sdk: version("revision of the sdk agent", "1.2.0").default("1.2.0"),
  },
  "the version as given, for each agent",
  "{ claude-code: 2.1.328, sdk: 1.2.0 }",
);

const timeouts = section(
  {
    firstOutput: duration("until the agent prints anything", "60s").prefault("60s"),
    idle: duration("between two things that the agent prints", "120s").prefault("120s"),
    afterResult: duration("until a process whose work is done ends by itself", "5s").prefault("5s"),
    wall: duration("for a whole turn", "10m").prefault("10m"),
  },
  "how long the agent is waited for",
  "{ idle: 120s, wall: 10m }",
);

const agent = section(
  {
    kind: overridable.kind.default("sdk"),
    model: overridable.model.default("claude-sonnet-4-5"),
    cli: cli.prefault({}),
    timeouts: timeouts.prefault({}),
    maxTurns: count("most API calls of one user turn", 40).default(40),
  },
  "what plays the prompts",
  "{ kind: sdk, model: claude-sonnet-4-5 }",
);

const folder = text(
  "folder that is copied fresh for every replay; relative to the suite file",
  "../fixtures/workspaces/shop",
);

const insidePath = field(z.string().regex(/^(?!\/|[A-Za-z]:)(?!(?:.*[/\\])?\.\.(?:[/\\]|$)).*\S/), {
  allowed: "a path inside the workspace",
  example: "src/paginate.ts",
  about: "path relative to the workspace",
});

const expectations = section(
  {
    ending: oneOf(
      ["completed"],
      "every tool call has its result, no truncation, no refusal",
    ).exactOptional(),
    tools: section(
      {
        required: texts("tools that must be called", "Read").exactOptional(),
        forbidden: texts("tools that must not be called", "WebFetch").exactOptional(),
        max: wholeNumber("most tool calls", 20).exactOptional(),
      },
      "which tools are called, and how often",
      "{ required: [Read, Edit], max: 20 }",
    ).exactOptional(),
    readBeforeEdit: yesOrNo("no file is edited before it was read").exactOptional(),
    thinkingTokens: section(
      {
        min: count("least thinking tokens", 200).exactOptional(),
        max: count("most thinking tokens", 20_000).exactOptional(),
      },
      "depth of reasoning",
      "{ min: 200 }",
    ).exactOptional(),
    changed: field(z.array(insidePath), {
      allowed: "a list of paths inside the workspace",
      example: "[src/paginate.ts]",
      about: "exactly the files that differ afterwards",
    }).exactOptional(),
    parses: yesOrNo("changed source files parse").exactOptional(),
    answerSchema: field(
      z.union([text("path of a .json file", "./answer.json"), z.record(z.string(), z.unknown())]),
      {
        allowed: "a JSON schema, or the path of a .json file with one",
        example: "./answer.schema.json",
        about:
          "JSON schema of the final answer (the whole text, or its last fenced JSON block); a path is relative to the suite file",
      },
    ).exactOptional(),
    command: text(
      "run by the shell in the workspace; exit code 0 is success",
      "node --test",
    ).exactOptional(),
  },
  "absolute checks that need no reference",
  "{ ending: completed, command: node --test }",
);

const turn = text("one user turn", "Fix the failing test and answer in one sentence");

const prompt = section(
  {
    id: identifier("id of the prompt, unique in the suite", "fix-off-by-one"),
    prompt: field(z.union([turn, z.array(turn).min(1)]), {
      allowed: "a text, or a list of texts for several user turns, none of them empty",
      example: "Fix the failing test and answer in one sentence",
      about: "what the user says; a list is played turn by turn in one conversation",
    }),
    workspace: folder.exactOptional(),
    expect: expectations.prefault({}),
    gate: field(z.array(oneOf(channels, "a channel of structure")).min(1), {
      allowed: `a list of one or more of ${channels.join(", ")}`,
      example: "[ending, tools, files, code]",
      about: "channels whose divergence counts",
    }).default(["ending", "tools", "files", "code"]),
  },
  "one task with its expectations",
  "{ id: fix-off-by-one, prompt: Fix the failing test }",
);

/** The format of a suite. Unknown keys are mistakes everywhere; every field has a rule and a description. */
export const suiteSchema = section(
  {
    $schema: text("schema for editors", "./suite.schema.json").exactOptional(),
    name: text("name of the suite, for reports", "core"),
    agent: agent.prefault({}),
    workspace: folder.exactOptional(),
    prompts: field(z.array(prompt).min(1), {
      allowed: "a list of one or more prompts",
      example: "[{ id: fix-off-by-one, prompt: Fix the failing test }]",
      about: "the tasks",
    }),
    strategies: field(z.array(strategyEntry).min(1), {
      allowed: "a list of one or more strategies",
      example: "[reset, restart, suppress-betas, pin-ttl]",
      about: "the configurations under comparison; reset is the baseline",
    }),
    size: section(
      {
        lanes: overridable.lanes.default(30),
        perPrompt: overridable.perPrompt.default(2),
        waves: overridable.waves.default(3),
      },
      "how much is played; lanes that waves do not divide are spread as evenly as possible",
      "{ lanes: 30, perPrompt: 2, waves: 3 }",
    ).prefault({}),
    budget: section(
      {
        usd: field(z.number().positive(), {
          allowed: "a number of US dollars above 0",
          example: "40",
          about: "US dollars at list price after which a run against a real vendor stops",
        }).exactOptional(),
        wall: duration("time after which the run stops", "2h").exactOptional(),
      },
      "where the run stops; it can be resumed",
      "{ usd: 40, wall: 2h }",
    ).prefault({}),
    challenge: section(
      {
        sessions: wholeNumber(
          "confirmed degraded sessions to look for; 14 without a recovery bound it at 20 % (0: only those that lanes show)",
          14,
        ).default(14),
        mostScreened: wholeNumber("most sessions that are started to find them", 200).default(200),
        healthyShare: field(z.number().min(0).max(1), {
          allowed: "a number from 0 to 1",
          example: "0.1",
          about: "share of healthy baseline sessions that are challenged too, to see harm",
        }).default(0.1),
        draws: count("times that each operation is applied to a degraded session", 3).default(3),
      },
      "recovery challenges of the baseline's sessions",
      "{ sessions: 14, draws: 3, healthyShare: 0.1 }",
    ).prefault({}),
    margins: section(
      {
        recovery: margin("in probability of recovery").default(0.2),
        divergence: margin("in divergence rate").default(0.05),
      },
      "what counts as no difference; fixed before the run, so that no verdict can be bent to the data",
      "{ recovery: 0.2, divergence: 0.05 }",
    ).prefault({}),
    stop: section(
      {
        alpha: field(z.number().gt(0).lt(0.5), {
          allowed: "a number above 0 and below 0.5",
          example: "0.05",
          about: "chance to be wrong about any strategy",
        }).default(0.05),
        tolerated: rate("a strategy that diverges more often is too high").default(0.05),
        promised: rate("a strategy that diverges less often is low enough").default(0.1),
      },
      "when the answer is clear, for run --stop-when-clear: as soon as every strategy is shown to be one of the two",
      "{ alpha: 0.05, tolerated: 0.05, promised: 0.1 }",
    ).prefault({}),
    vendor: overridable.vendor.default("april"),
    seed: overridable.seed.default(1),
  },
  "what sametwice replays: prompts, strategies and sizes",
  "{ name: core }",
);
export type SuiteInput = z.output<typeof suiteSchema>;
