import { describe, expect, test } from "vitest";
import { describeUserError, UserErrors } from "../base/base.ts";
import { builtInIds } from "./builtInStrategies.ts";
import { strategyById } from "./strategies.ts";
import { parseSuite, type Suite, type TextAt } from "./suite.ts";

const text = (content: string, realPath = "/repository/x.json") =>
  ({ kind: "text", text: content, realPath }) as const;
const textsAt: Readonly<Record<string, TextAt>> = {
  "answer.json": text('{ "type": "object", "required": ["total"] }'),
  "broken.json": text('{ "type": '),
  "list.json": text("[1]"),
  "wrong.json": text('{ "type": "object", "properties": { "a": { "type": "txt" } } }'),
  "link.json": text("{}", "/elsewhere/x.json"),
  "huge.json": { kind: "unreadable", why: "is larger than 1 MiB" },
};

const places = {
  file: "/repository/suites/core.yaml",
  shownAs: "suites/core.yaml",
  repositoryRoot: "/repository",
  folderAt: (path: string) => ({ kind: "folder", realPath: path }) as const,
  textAt: (path: string) =>
    textsAt[path.replace("/repository/", "")] ?? { kind: "missing" as const },
};

const read = (yaml: string): Suite => parseSuite(yaml, places);

/** What a user sees, one line for each mistake. */
function mistakes(yaml: string): readonly string[] {
  try {
    read(yaml);
  } catch (error) {
    if (error instanceof UserErrors) return error.errors.map(describeUserError);
    throw error;
  }
  return [];
}

const smallest = `name: small
workspace: ../work
prompts:
  - { id: fix, prompt: Fix it }
strategies: [reset]
`;

describe("a suite with nothing but the necessary", () => {
  test("gets every default", () => {
    expect(read(smallest)).toEqual({
      name: "small",
      file: "/repository/suites/core.yaml",
      agent: {
        kind: "sdk",
        model: "claude-sonnet-4-5",
        cli: { "claude-code": "2.1.328", sdk: "1.2.0" },
        timeouts: { firstOutputMs: 60_000, idleMs: 120_000, afterResultMs: 5_000, wallMs: 600_000 },
        maxTurns: 40,
      },
      prompts: [
        {
          id: "fix",
          turns: ["Fix it"],
          workspace: "/repository/work",
          expect: {},
          gate: ["ending", "tools", "files", "code"],
        },
      ],
      strategies: [strategyById("reset")],
      size: { lanes: 30, perPrompt: 2, waves: 3 },
      budget: { usd: null, wallMs: null },
      challenge: { sessions: 14, mostScreened: 200, draws: 3, healthyShare: 0.1 },
      margins: { recovery: 0.2, divergence: 0.05 },
      stop: { alpha: 0.05, tolerated: 0.05, promised: 0.1 },
      vendor: "april",
      seed: 1,
    });
  });
});

describe("what a suite says is read", () => {
  test("several user turns, a workspace of the prompt's own, a gate, durations, a budget and a vendor file", () => {
    const suite = read(`name: full
agent: { kind: claude-code, timeouts: { idle: 90s } }
prompts:
  - id: fix
    prompt: [First, Then]
    workspace: ../other
    gate: [tools]
    expect: { tools: { required: [Read], max: 3 }, changed: [src/a.js], command: node test.js }
strategies: [reset]
budget: { usd: 1.5, wall: 2h }
vendor: ./mine.yaml
`);
    expect(suite.prompts[0]).toEqual({
      id: "fix",
      turns: ["First", "Then"],
      workspace: "/repository/other",
      gate: ["tools"],
      expect: {
        tools: { required: ["Read"], max: 3 },
        changed: ["src/a.js"],
        command: "node test.js",
      },
    });
    expect(suite.agent.timeouts).toMatchObject({ idleMs: 90_000, wallMs: 600_000 });
    expect(suite.budget).toEqual({ usd: 1.5, wallMs: 7_200_000 });
    expect(suite.vendor).toBe("/repository/suites/mine.yaml");
  });

  test("anchors, aliases and merges", () => {
    const suite = read(`name: merged
workspace: ../work
prompts:
  - &first { id: one, prompt: Fix it, expect: { parses: true } }
  - { <<: *first, id: two }
strategies: [reset]
`);
    expect(suite.prompts.map(({ id, expect: checks }) => [id, checks])).toEqual([
      ["one", { parses: true }],
      ["two", { parses: true }],
    ]);
  });

  const strategiesOf = (list: string, kind = "sdk") =>
    read(
      `${smallest.replace("strategies: [reset]", `strategies: ${list}`)}agent: { kind: ${kind} }\n`,
    ).strategies;

  test("a built-in strategy with changes keeps its other fields and its claim", () => {
    expect(strategiesOf("[{ id: pin-ttl, recycle: { ttl: 30m } }]")).toEqual([
      {
        ...strategyById("pin-ttl"),
        recycle: { ttlMs: 1_800_000, toolCalls: null, whenDegraded: false },
      },
    ]);
  });

  test("a new strategy takes what it leaves out from the one it extends, but not the claim", () => {
    expect(
      strategiesOf("[{ id: short, extends: pin-ttl, betas: suppressed, recycle: { ttl: null } }]"),
    ).toEqual([
      {
        ...strategyById("pin-ttl"),
        id: "short",
        betas: "suppressed",
        recycle: { ttlMs: null, toolCalls: null, whenDegraded: false },
        claim: null,
      },
    ]);
  });

  test("`cli` pins the version of the suite's agent alone", () => {
    expect(strategiesOf("[{ id: pin-ttl, cli: 2.1.200 }]", "claude-code")[0]?.pin).toEqual({
      "claude-code": "2.1.200",
      sdk: "1.1.0",
    });
  });
});

describe("a mistake is shown with its place, what was found, what is allowed and what to write", () => {
  const inSmallest = (from: string, to: string) => mistakes(smallest.replace(from, to));

  test.each([
    [
      "prompts:\n  - { id: fix, prompt: Fix it }",
      "prompts: []",
      "3:10 - prompts is an empty list; it must be a list of one or more prompts. Write, for example, prompts: [{ id: fix-off-by-one, prompt: Fix the failing test }].",
    ],
    [
      "prompt: Fix it",
      "prompt: ''",
      '4:24 - prompts[0].prompt is ""; it must be a text, or a list of texts for several user turns, none of them empty. Write, for example, prompt: Fix the failing test and answer in one sentence.',
    ],
    [
      "prompt: Fix it",
      "prompt: []",
      "4:24 - prompts[0].prompt is an empty list; it must be a text, or a list of texts for several user turns, none of them empty. Write, for example, prompt: Fix the failing test and answer in one sentence.",
    ],
    [
      "prompt: Fix it",
      "prompt: [a, '']",
      '4:28 - prompts[0].prompt[1] is ""; it must be a text that is not empty. Write, for example, - Fix the failing test and answer in one sentence.',
    ],
    [
      "id: fix",
      "id: Fix It",
      '4:11 - prompts[0].id is "Fix It"; it must be an id of lower-case letters, digits and single hyphens. Write, for example, id: fix-off-by-one.',
    ],
    [
      "id: fix, ",
      "",
      "4:5 - prompts[0].id is missing; it must be an id of lower-case letters, digits and single hyphens. Write, for example, id: fix-off-by-one.",
    ],
    [
      "name: small",
      "name:",
      "1:6 - name is empty; it must be a text that is not empty. Write, for example, name: core.",
    ],
    [
      "workspace: ../work\n",
      "",
      "3:5 - prompts[0].workspace is missing, and so is the suite's; it must be a folder in one of the two places. Write, for example, workspace: ../fixtures/workspaces/shop.",
    ],
    [
      "workspace: ../work",
      "workspace: ../../elsewhere",
      '2:12 - workspace is "../../elsewhere", which leaves the repository; it must be a folder inside /repository. Copy the workspace into the repository that holds the suite.',
    ],
    [
      "[reset]",
      "[reset, restrat]",
      `5:21 - strategies[1] is "restrat"; it must be one of ${builtInIds.join(", ")}, or a mapping with an id. Did you mean restart?`,
    ],
    [
      "[reset]",
      "[{ id: pin-tll, recycle: { ttl: 45m } }]",
      `5:20 - strategies[0].id is "pin-tll"; it must be one of ${builtInIds.join(", ")}, or come with extends. Did you mean pin-ttl?`,
    ],
    [
      "[reset]",
      "[reset, restart, reset]",
      '5:30 - strategies[2] has the id "reset" of strategies[0]; it must be unique. Write, for example, id: reset-2.',
    ],
    [
      "[reset]",
      "[{ id: pin-ttl, cli: latest }]",
      '5:34 - strategies[0].cli is "latest"; it must be an exact version number, not a range or a tag. Write, for example, cli: 2.1.300.',
    ],
    [
      "[reset]",
      "[{ id: pin-ttl, pin: { sdk: ^1.1 } }]",
      '5:41 - strategies[0].pin.sdk is "^1.1"; it must be an exact version number, not a range or a tag. Write, for example, sdk: 1.1.0.',
    ],
    [
      "[reset]",
      "[{ id: pin-ttl, cli: 1.1.0, pin: { sdk: 1.1.0 } }]",
      "5:29 - strategies[0].cli is given beside pin; it must be one of the two. Keep pin, which names the version for each agent.",
    ],
    [
      "[reset]",
      "[{ id: old, extends: reset, pin: { claude-code: 2.1.200 } }]",
      "5:46 - strategies[0].pin has no version for sdk, the suite's agent; it must have one. Write, for example, pin: { sdk: 1.2.0 }.",
    ],
    [
      "[reset]",
      "[{ id: pin-ttl, recycle: { ttl: 45 } }]",
      "5:45 - strategies[0].recycle.ttl is 45; it must be a number above 0 with a unit (ms, s, m, h or d). Write, for example, ttl: 45m.",
    ],
    [
      "[reset]",
      "[{ id: pin-ttl, recycle: { ttl: 0m } }]",
      '5:45 - strategies[0].recycle.ttl is "0m"; it must be a number above 0 with a unit (ms, s, m, h or d). Write, for example, ttl: 45m.',
    ],
    [
      "[reset]",
      "[guarded]",
      "5:14 - strategies[0] (guarded) is recycled when it looks degraded; the health check that it needs is not built yet. Leave it out.",
    ],
    [
      "[reset]",
      "[reset]\nsize: { lanes: 0 }",
      "6:16 - size.lanes is 0; it must be a whole number, 1 or more. Write, for example, lanes: 30.",
    ],
    [
      "[reset]",
      '[reset]\nsize: { perPrompt: "five" }',
      '6:20 - size.perPrompt is "five"; it must be a whole number, 1 or more. Write, for example, perPrompt: 2.',
    ],
    [
      "[reset]",
      "[reset]\nsize: { lanes: -3 }",
      "6:16 - size.lanes is -3; it must be a whole number, 1 or more. Write, for example, lanes: 30.",
    ],
    [
      "[reset]",
      "[reset]\nsize: { lanes: 2, waves: 3 }",
      "6:26 - size.waves is 3; it must be no more than size.lanes, which is 2. Every wave needs a lane of every strategy: write fewer waves or more lanes.",
    ],
    [
      "[reset]",
      "[reset]\nsize: { lanes: 900000000 }",
      "6:16 - size.lanes times size.perPrompt is 1800000000; it must be no more than 1000000. Write smaller sizes, for example 30 lanes and 2 replays per prompt.",
    ],
    [
      "[reset]",
      "[reset]\nsize: { lane: 5 }",
      "6:9 - size.lane is an unknown key; it must be one of lanes, perPrompt, waves. Did you mean lanes?",
    ],
    [
      "[reset]",
      "[reset]\nsize: many",
      '6:7 - size is "many"; it must be a mapping of lanes, perPrompt, waves. Write, for example, size: { lanes: 30, perPrompt: 2, waves: 3 }.',
    ],
    [
      "[reset]",
      "[reset]\ncolour: red",
      "6:1 - colour is an unknown key; it must be one of $schema, name, agent, workspace, prompts, strategies, size, budget, challenge, margins, stop, vendor, seed. Remove it.",
    ],
    [
      "[reset]",
      "[reset]\nbudget: { wall: 2 hours }",
      '6:17 - budget.wall is "2 hours"; it must be a number above 0 with a unit (ms, s, m, h or d). Write, for example, wall: 2h.',
    ],
    [
      "[reset]",
      "[reset]\nmargins: { recovery: -0.1 }",
      "6:22 - margins.recovery is -0.1; it must be a number above 0 and below 0.5. Write, for example, recovery: 0.05.",
    ],
    [
      "[reset]",
      "[reset]\nmargins: { recovery: 0.9 }",
      "6:22 - margins.recovery is 0.9; it must be a number above 0 and below 0.5. Write, for example, recovery: 0.05.",
    ],
    [
      "[reset]",
      "[reset]\nmargins: { divergence: 0 }",
      "6:24 - margins.divergence is 0; it must be a number above 0 and below 0.5. Write, for example, divergence: 0.05.",
    ],
    [
      "[reset]",
      '[reset]\nmargins: { divergence: "5 points" }',
      '6:24 - margins.divergence is "5 points"; it must be a number above 0 and below 0.5. Write, for example, divergence: 0.05.',
    ],
    [
      "[reset]",
      "[reset]\nchallenge: { healthyShare: 10 }",
      "6:28 - challenge.healthyShare is 10; it must be a number from 0 to 1. Write, for example, healthyShare: 0.1.",
    ],
    [
      "[reset]",
      "[reset]\nagent: { kind: claude-cod }",
      '6:16 - agent.kind is "claude-cod"; it must be one of claude-code, sdk. Did you mean claude-code?',
    ],
    [
      "Fix it }",
      "Fix it, gate: [tool] }",
      '4:39 - prompts[0].gate[0] is "tool"; it must be one of ending, tools, targets, files, code, answer, effort. Did you mean tools?',
    ],
    [
      "Fix it }",
      "Fix it, expect: { changed: [../a.js] } }",
      '4:52 - prompts[0].expect.changed[0] is "../a.js"; it must be a path inside the workspace. Write, for example, - src/paginate.ts.',
    ],
  ])("%j written as %j", (from, to, message) => {
    expect(inSmallest(from, to)).toEqual([`suites/core.yaml:${message}`]);
  });

  test("all mistakes at once, in the order of the file", () => {
    expect(
      mistakes(`name: small
workspace: ../../x
prompts:
  - { id: fix, prompt: Fix it, expct: {} }
  - { id: fix, prompt: 3 }
strategies: [restart, rest]
size: { lanes: 0 }
seed: -1
`).map((line) => line.replace(/;.*/, "")),
    ).toEqual([
      'suites/core.yaml:2:12 - workspace is "../../x", which leaves the repository',
      "suites/core.yaml:4:32 - prompts[0].expct is an unknown key",
      'suites/core.yaml:5:11 - prompts[1] has the id "fix" of prompts[0]',
      "suites/core.yaml:5:24 - prompts[1].prompt is 3",
      'suites/core.yaml:6:23 - strategies[1] is "rest"',
      "suites/core.yaml:7:16 - size.lanes is 0",
      "suites/core.yaml:8:7 - seed is -1",
    ]);
  });
});

describe("what is not YAML, or not a suite", () => {
  test.each([
    [
      "",
      "1:1 - The suite is empty; it must be a mapping of $schema, name, agent, workspace, prompts, strategies, size, budget, challenge, margins, stop, vendor, seed. Write, for example, { name: core }.",
    ],
    [
      "- a\n",
      "1:1 - The suite is a list; it must be a mapping of $schema, name, agent, workspace, prompts, strategies, size, budget, challenge, margins, stop, vendor, seed. Write, for example, { name: core }.",
    ],
    [
      "name: a\nname: b\n",
      "2:1 - This is not valid YAML: map keys must be unique. Mend the YAML at this place.",
    ],
    [
      "name: a\n---\nname: b\n",
      "2:1 - This is not valid YAML: a suite is one document, and another begins here. Mend the YAML at this place.",
    ],
    [
      "name: !secret a\n",
      "1:7 - This is not valid YAML: unresolved tag: !secret. Mend the YAML at this place.",
    ],
    [
      "name: *a\n",
      "1:1 - The YAML cannot be resolved: Unresolved alias (the anchor must be set before the alias): a. Define every anchor (&name) before its alias (*name), and use few of them.",
    ],
  ])("%j", (yaml, message) => {
    expect(mistakes(yaml)).toEqual([`suites/core.yaml:${message}`]);
  });

  test("an alias bomb is refused", () => {
    const bomb = ["a: &a [1, 2]"];
    for (const [name, inner] of [
      ["b", "a"],
      ["c", "b"],
      ["d", "c"],
    ]) {
      bomb.push(`${name}: &${name} [${`*${inner},`.repeat(10)}]`);
    }
    expect(mistakes(`${bomb.join("\n")}\n`)[0]).toContain("Excessive alias count");
  });

  test("endless nesting is refused and does not break the reader", () => {
    expect(mistakes("[".repeat(20_000))[0]).toContain("it is nested too deeply");
  });
});

describe("the JSON schema of an answer", () => {
  const withSchema = (schema: string) =>
    smallest.replace("Fix it }", `Fix it, expect: ${schema} }`);
  const expectOf = (schema: string) => read(withSchema(schema)).prompts[0]?.expect;

  test("is read from the suite, or from a file beside it, whose content becomes part of the suite", () => {
    const schema = { type: "object", required: ["total"] };
    expect(expectOf("{ answerSchema: { type: object, required: [total] } }")).toEqual({
      answerSchema: schema,
    });
    expect(expectOf("{ answerSchema: ../answer.json }")).toEqual({ answerSchema: schema });
  });

  test.each([
    [
      "{ answerSchema: { type: object, properties: { total: { type: nummer } } } }",
      "4:101 - prompts[0].expect.answerSchema is no JSON schema that can be used at properties.total.type: must be equal to one of the allowed values",
    ],
    [
      "{ answerSchema: { type: object, requird: [total] } }",
      '4:56 - prompts[0].expect.answerSchema is no JSON schema that can be used: strict mode: unknown keyword: "requird". Write',
    ],
    [
      "{ answerSchema: { $ref: 'https://example.com/a.json' } }",
      "4:56 - prompts[0].expect.answerSchema is no JSON schema that can be used: can't resolve reference https://example.com/a.json",
    ],
    ["{ answerSchema: 3 }", "4:56 - prompts[0].expect.answerSchema is 3; it must be a JSON schema"],
    ["{ answerSchema: ./a.yaml }", "which is no .json file"],
    ["{ answerSchema: ../../a.json }", "which leaves the repository"],
    ["{ answerSchema: ../nowhere.json }", "there is nothing at /repository/nowhere.json"],
    ["{ answerSchema: ../huge.json }", "which is larger than 1 MiB"],
    ["{ answerSchema: ../link.json }", "a link out of the repository to /elsewhere/x.json"],
    ["{ answerSchema: ../broken.json }", "4:56 - ../broken.json is not JSON"],
    ["{ answerSchema: ../list.json }", "4:56 - ../list.json holds a list; it must hold a mapping."],
    [
      "{ answerSchema: ../wrong.json }",
      "4:56 - ../wrong.json is no JSON schema that can be used at properties.a.type",
    ],
    [
      "{ thinkingTokens: { min: 300, max: 200 } }",
      "4:75 - prompts[0].expect.thinkingTokens.max is 200; it must be at least min, which is 300.",
    ],
  ])("%s is refused with its place", (schema, message) => {
    expect(mistakes(withSchema(schema)).join("\n")).toContain(message);
  });
});
