import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { describe, expect, test } from "vitest";
import { describeUserError, UserError, UserErrors } from "../base/base.ts";
import { suiteFolder } from "./testing/suiteFolder.ts";
import { unwrapped, ruleOf, type Schema } from "./schemaAt.ts";
import { suiteSchema } from "./suiteSchema.ts";
import {
  builtInStrategies,
  clientConfigurationOf,
  loadSuite,
  strategyById,
  suiteHash,
  suiteJsonSchema,
  withOverrides,
  type Overrides,
} from "./suite.ts";

const small = `name: small
workspace: ../work
prompts:
  - { id: fix, prompt: Fix it }
strategies: [reset, { id: pin-ttl, recycle: { ttl: 30m } }]
`;

const linesOf = (error: unknown): readonly string[] => {
  if (error instanceof UserErrors) return error.errors.map(describeUserError);
  if (error instanceof UserError) return [describeUserError(error)];
  throw error;
};

/** What a user sees when a suite is refused. */
async function refusal(file: string): Promise<readonly string[]> {
  try {
    await loadSuite(file);
  } catch (error) {
    return linesOf(error);
  }
  return [];
}

describe("a suite on disk", () => {
  test("is read with absolute paths", async () => {
    await using folder = await suiteFolder();
    const suite = await loadSuite(await folder.write(small));
    expect([suite.file, suite.prompts[0]?.workspace]).toEqual([
      join(folder.root, "suites", "suite.yaml"),
      join(folder.root, "work"),
    ]);
  });

  test("takes the JSON schema of an answer from a file beside it, but not a binary or a folder", async () => {
    await using folder = await suiteFolder();
    const named = (path: string) =>
      small.replace("Fix it }", `Fix it, expect: { answerSchema: ${path} } }`);
    await writeFile(join(folder.root, "answer.json"), '{ "type": "object" }');
    await writeFile(join(folder.root, "binary.json"), new Uint8Array([0xff, 0xfe, 0x00]));
    await mkdir(join(folder.root, "folder.json"));
    const suite = await loadSuite(await folder.write(named("../answer.json")));
    expect(suite.prompts[0]?.expect).toEqual({ answerSchema: { type: "object" } });
    for (const [path, why] of [
      ["../binary.json", "is not a UTF-8 text"],
      ["../folder.json", "is not a file"],
    ] as const)
      expect((await refusal(await folder.write(named(path)))).join()).toContain(why);
  });

  test.each(["core", "smoke"])("suites/%s.yaml of this repository is right", async (name) => {
    const suite = await loadSuite(join(import.meta.dirname, `../../suites/${name}.yaml`));
    expect(suite.name).toBe(name);
    expect(suite.strategies.slice(0, 4).map(({ id }) => id)).toEqual([
      "reset",
      "restart",
      "suppress-betas",
      "pin-ttl",
    ]);
  });

  test("that is not there, or a folder, is refused", async () => {
    await using folder = await suiteFolder();
    expect(await refusal(join(folder.root, "none.yaml"))).toEqual([
      `There is no suite ${folder.root}/none.yaml. Check the path.`,
    ]);
    expect(await refusal(folder.root)).toEqual([
      `${folder.root} is not a file. Name a suite's YAML file, for example suites/core.yaml.`,
    ]);
  });

  test.each([
    ["zero bytes", Buffer.from("name: a\0b")],
    ["bytes that are not UTF-8", Buffer.from([0x6e, 0xff, 0xfe, 0x61])],
  ])("with %s is refused", async (_, content) => {
    await using folder = await suiteFolder();
    const file = await folder.write(content);
    expect(await refusal(file)).toEqual([
      `${file} is not a UTF-8 text. Name a suite's YAML file, saved as UTF-8.`,
    ]);
  });

  test("whose workspace is not there, a file or a link out of the repository is refused", async () => {
    await using folder = await suiteFolder();
    await using elsewhere = await suiteFolder();
    await symlink(elsewhere.root, join(folder.root, "link"));
    await writeFile(join(folder.root, "file"), "");
    const withWorkspace = async (path: string) =>
      refusal(await folder.write(small.replace("../work", path)));
    const at = `${folder.root}/suites/suite.yaml:2:12`;
    expect(await withWorkspace("../none")).toEqual([
      `${at} - workspace is "../none", and there is nothing at ${folder.root}/none; it must be a folder inside ${folder.root}. Correct the path, which is relative to the suite file, or make the folder.`,
    ]);
    expect(await withWorkspace("../file")).toEqual([
      `${at} - workspace is "../file", which is not a folder; it must be a folder inside ${folder.root}. Name the folder that holds the file.`,
    ]);
    expect(await withWorkspace("../link/work")).toEqual([
      `${at} - workspace is "../link/work", a link out of the repository to ${elsewhere.root}/work; it must be a folder inside ${folder.root}. Copy the workspace into the repository that holds the suite.`,
    ]);
    expect(await withWorkspace(elsewhere.root)).toEqual([
      `${at} - workspace is "${elsewhere.root}", which leaves the repository; it must be a folder inside ${folder.root}. Copy the workspace into the repository that holds the suite.`,
    ]);
  });

  test("a link that stays inside the repository is followed", async () => {
    await using folder = await suiteFolder();
    await symlink(join(folder.root, "work"), join(folder.root, "link"));
    expect(await refusal(await folder.write(small.replace("../work", "../link")))).toEqual([]);
  });
});

describe("flags", () => {
  async function overridden(overrides: Overrides) {
    await using folder = await suiteFolder();
    return withOverrides(await loadSuite(await folder.write(small)), overrides);
  }
  const refused = (overrides: Overrides) => overridden(overrides).then(() => [], linesOf);

  test("that are not given change nothing", async () => {
    await using folder = await suiteFolder();
    const suite = await loadSuite(await folder.write(small));
    expect(withOverrides(suite, {})).toEqual(suite);
  });

  test("override the suite", async () => {
    const suite = await overridden({
      agent: "claude-code",
      cli: "2.1.200",
      lanes: 8,
      seed: 9,
      vendor: "sticky",
    });
    expect(suite).toMatchObject({
      seed: 9,
      vendor: "sticky",
      size: { lanes: 8, perPrompt: 2, waves: 3 },
    });
    expect(suite.agent).toMatchObject({
      kind: "claude-code",
      cli: { "claude-code": "2.1.200", sdk: "1.2.0" },
    });
  });

  test("with fewer lanes than the suite's waves play one lane a wave", async () => {
    expect((await overridden({ lanes: 2 })).size).toEqual({ lanes: 2, perPrompt: 2, waves: 2 });
  });

  test("choose strategies: the suite's own version of each, else the built-in one", async () => {
    const { strategies } = await overridden({ strategies: ["restart", "pin-ttl"] });
    expect(strategies.map(({ id, recycle }) => [id, recycle.ttlMs])).toEqual([
      ["restart", null],
      ["pin-ttl", 1_800_000],
    ]);
  });

  test("are held to the rules of the keys and named in the message", async () => {
    expect(
      await refused({ lanes: 0, perPrompt: 1.5, cli: "latest", model: " ", seed: -1 }),
    ).toEqual([
      '--model is " "; it must be a text that is not empty. Write, for example, --model claude-sonnet-4-5.',
      '--cli is "latest"; it must be an exact version number, not a range or a tag. Write, for example, --cli 2.1.328.',
      "--lanes is 0; it must be a whole number, 1 or more. Write, for example, --lanes 30.",
      "--per-prompt is 1.5; it must be a whole number, 1 or more. Write, for example, --per-prompt 2.",
      "--seed is -1; it must be a whole number, 0 or more. Write, for example, --seed 1.",
    ]);
    expect(await refused({ lanes: 2, waves: 5 })).toEqual([
      "--waves is 5; it must be no more than --lanes, which is 2. Every wave needs a lane of every strategy: write fewer waves or more lanes.",
    ]);
    expect(await refused({ strategies: [] })).toEqual([
      "--strategies is empty; it must be a list of strategy ids. Write, for example, --strategies reset,restart.",
    ]);
    expect(await refused({ strategies: ["reset", "reset", "restrat", "guarded"] })).toEqual([
      '--strategies has "reset" twice; it must name each strategy once. Leave the second out.',
      `--strategies has "restrat"; it must be one of ${builtInStrategies.map(({ id }) => id).join(", ")}. Did you mean restart?`,
      '--strategies has "guarded"; the health check that it needs is not built yet. Leave it out.',
    ]);
  });

  test("for an agent that a pinned strategy names no version of are refused", async () => {
    await using folder = await suiteFolder();
    const file = await folder.write(
      small.replace("reset,", "reset, { id: old, extends: reset, pin: { sdk: 1.0.0 } },"),
    );
    const suite = await loadSuite(file);
    const attempt = () => withOverrides(suite, { agent: "claude-code" });
    expect(attempt).toThrow(
      `Strategy old is pinned, but to no version of claude-code. Add claude-code to its pin in ${file}, or leave it out with --strategies.`,
    );
  });
});

describe("strategies", () => {
  test("the field's claims are there word for word", () => {
    const claims = builtInStrategies.map(({ id, claim }) =>
      claim ? `${id}: ${claim.gain} / ${claim.parity} / ${claim.overhead}` : id,
    );
    expect(claims).toEqual([
      "reset: None / Full / Low",
      "restart: High (~90 % success) / Full / Medium",
      "suppress-betas: Very high / Reduced / Low",
      "pin-ttl: Maximum / Controlled / Medium-High",
      "eval",
      "guarded",
      "fresh-identity",
      "flag-freeze",
      "continue",
    ]);
  });

  test("those with an equal client share a configuration", () => {
    const configurations = builtInStrategies.map(
      (strategy) => `${strategy.id}: ${clientConfigurationOf(strategy, "claude-code", "2.1.328")}`,
    );
    expect(configurations).toEqual([
      "reset: 2.1.328",
      "restart: 2.1.328",
      "suppress-betas: 2.1.328 betas suppressed",
      "pin-ttl: 2.1.300",
      "eval: 2.1.300 betas suppressed",
      "guarded: 2.1.328",
      "fresh-identity: 2.1.328",
      "flag-freeze: 2.1.328 flags frozen",
      "continue: 2.1.328",
    ]);
  });

  test("an id that nobody knows is refused with those there are", () => {
    expect(() => strategyById("pin")).toThrow(
      /^The list of strategies has "pin"; it must be one of reset, /,
    );
  });
});

describe("the hash of a suite", () => {
  test("is the same wherever the repository lies and whatever the budget", async () => {
    await using one = await suiteFolder();
    await using two = await suiteFolder();
    const first = suiteHash(await loadSuite(await one.write(small)));
    const second = suiteHash(await loadSuite(await two.write(`${small}budget: { usd: 5 }\n`)));
    expect(first).toBe(second);
  });

  test("changes with a prompt and with a file of a workspace, but not with what tools leave behind", async () => {
    await using folder = await suiteFolder();
    const suite = await loadSuite(await folder.write(small));
    const before = suiteHash(suite);
    await mkdir(join(folder.root, "work", "__pycache__"));
    await cp(join(folder.root, "work", "a.js"), join(folder.root, "work", "__pycache__", "a.pyc"));
    expect(suiteHash(suite)).toBe(before);
    await writeFile(join(folder.root, "work", "a.js"), "export const a = 2;\n");
    expect(suiteHash(suite)).not.toBe(before);
    const other = await loadSuite(await folder.write(small.replace("Fix it", "Mend it")));
    expect(suiteHash(other)).not.toBe(suiteHash(suite));
  });
});

describe("the format", () => {
  test("suites/suite.schema.json is what the code generates; if not: npx node harness/suite/writeSchema.ts", async () => {
    const file = join(import.meta.dirname, "../../suites/suite.schema.json");
    expect(await readFile(file, "utf8")).toBe(suiteJsonSchema());
  });

  test("every field has a rule for messages", () => {
    expect(() => visit(suiteSchema)).not.toThrow();
  });
});

function visit(schema: Schema): void {
  ruleOf(schema);
  for (const inner of unwrapped(schema)) {
    if (inner instanceof z.ZodObject) Object.values<Schema>(inner.shape).forEach(visit);
    if (inner instanceof z.ZodArray) visit(inner.element);
  }
}
