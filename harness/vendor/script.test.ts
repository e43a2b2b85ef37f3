import { execa } from "execa";
import { betaAgentToolset20260401 } from "@anthropic-ai/sdk/tools/agent-toolset/node";
import { cp, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { distance } from "fastest-levenshtein";
import { afterAll, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { renderCall, type RenderedCall } from "./dialect.ts";
import { loadScripts, scriptFor, type Script, type ScriptStep } from "./script.ts";

const scratch = await mkdtemp(join(tmpdir(), "vendor-test-"));
afterAll(() => rm(scratch, { recursive: true }));

const suitesFolder = join(import.meta.dirname, "../../suites");
const promptSchema = z.object({
  id: z.string(),
  prompt: z.string(),
  workspace: z.string().optional(),
  expect: z.object({ command: z.string(), changed: z.array(z.string()) }),
});
const suiteSchema = z.object({ workspace: z.string(), prompts: z.array(promptSchema) });
const readSuite = async (name: string) =>
  suiteSchema.parse(parse(await readFile(join(suitesFolder, name), "utf8")));

const scripts = await loadScripts();
const core = await readSuite("core.yaml");
const smoke = await readSuite("smoke.yaml");
const dialects = {
  "claude-code": new Set(["Bash", "Read", "Edit", "Write"]),
  sdk: new Set(["bash", "read", "edit", "write", "glob", "grep"]),
};

/** Two ways of one script must differ by more than this to be told apart whatever the noise threshold is. */
const farthestThreshold = 0.5;
const nearest = 0.35;

/** Degraded forms after which the workspace's own test passes all the same, since they bend what it compares with. */
const passingForms = new Set(["fix-last-page/bends-the-test", "sync-zones/changes-the-truth"]);

test("every prompt of the suites has its own script, and no other matches it", () => {
  for (const { id, prompt } of [...core.prompts, ...smoke.prompts]) {
    expect(scriptFor(scripts, prompt)?.id).toBe(id);
    expect(scripts.filter((script) => scriptFor([script], prompt) !== null)).toHaveLength(1);
  }
  expect(scriptFor(scripts, "Say hello.")).toBeNull();
});

test("every script has near and far alternatives and at least three degraded forms", () => {
  for (const { ways, degraded } of scripts) {
    expect(new Set(ways.map((way) => way.kind))).toEqual(new Set(["usual", "near", "far"]));
    expect(degraded.length).toBeGreaterThanOrEqual(3);
  }
});

const promptsWithScripts = core.prompts.map((prompt) => {
  const script = scriptFor(scripts, prompt.prompt);
  if (script === null) throw new Error(`no script for ${prompt.id}`);
  return { id: prompt.id, prompt, script };
});

test.each(promptsWithScripts)(
  "the workspace of $id fails its test before anybody works in it",
  async ({ prompt }) => {
    const folder = await copyOf(prompt.workspace ?? core.workspace);
    expect((await run(prompt.expect.command, folder)).exitCode).toBe(1);
    const [first, second] = [
      await run(prompt.expect.command, folder),
      await run(prompt.expect.command, folder),
    ];
    expect(first.stdout).toBe(second.stdout);
  },
);

test.each(promptsWithScripts)(
  "every healthy way of $id changes the expected files and passes",
  async ({ prompt, script }) => {
    const contents: string[] = [];
    for (const way of script.ways) {
      const played = await play(prompt, way.steps);
      expect(played).toMatchObject({ passes: true, changed: prompt.expect.changed, failed: [] });
      contents.push(played.contents);
    }
    // Equal code: what tells near from far is only how it was reached.
    expect(new Set(contents).size).toBe(1);
  },
);

test.each(promptsWithScripts)(
  "every degraded form of $id can be played, and its test tells on it",
  async ({ prompt, script }) => {
    for (const form of script.degraded) {
      const played = await play(prompt, form.steps);
      expect({ form: form.id, failed: played.failed }).toEqual({ form: form.id, failed: [] });
      expect({ form: form.id, passes: played.passes }).toEqual({
        form: form.id,
        passes: passingForms.has(`${script.id}/${form.id}`),
      });
    }
  },
);

const scriptsAndDialects = scripts.flatMap((script) =>
  Object.entries(dialects).map(([dialect, tools]) => ({ id: script.id, dialect, script, tools })),
);

test.each(scriptsAndDialects)(
  "ways of $id in the dialect of $dialect are near or far as they say",
  ({ script, tools }) => {
    const [usual, ...others] = script.ways;
    if (usual === undefined) throw new Error("no usual way");
    for (const way of others) {
      const apart = farthestApart(usual.steps, way.steps, tools);
      if (way.kind === "near") expect(apart, way.id).toBeLessThan(nearest);
      else expect(apart, way.id).toBeGreaterThan(farthestThreshold);
    }
    for (const form of script.degraded) {
      expect(farthestApart(usual.steps, form.steps, tools), form.id).toBeGreaterThan(
        farthestThreshold,
      );
    }
  },
);

/** The larger of the distances of the channels `tools` and `files`. */
function farthestApart(
  a: Script["ways"][number]["steps"],
  b: typeof a,
  tools: ReadonlySet<string>,
): number {
  return Math.max(toolDistance(tokensOf(a, tools), tokensOf(b, tools)), fileDistance(a, b));
}

/** Levenshtein on canonical tool names by the longer sequence; each name becomes one character. */
function toolDistance(a: readonly string[], b: readonly string[]): number {
  const alphabet = [...new Set([...a, ...b])];
  const spell = (tokens: readonly string[]) =>
    tokens.map((token) => String.fromCodePoint(65 + alphabet.indexOf(token))).join("");
  return distance(spell(a), spell(b)) / Math.max(a.length, b.length);
}

/** One token per call; calls of one step are sorted, since their order means nothing. */
function tokensOf(steps: readonly ScriptStep[], tools: ReadonlySet<string>): readonly string[] {
  return callsOf(steps, tools).flatMap((calls) => calls.map(tokenOf).sort());
}

function tokenOf({ name, input }: RenderedCall): string {
  const program = typeof input["command"] === "string" ? `:${input["command"].split(" ")[0]}` : "";
  return `${name.toLowerCase()}${program}`;
}

function callsOf(
  steps: readonly ScriptStep[],
  tools: ReadonlySet<string>,
): readonly RenderedCall[][] {
  return steps.map((step) =>
    "calls" in step
      ? step.calls.map((action) => {
          const call = renderCall(action, { tools, workingDirectory: null });
          if (call === null) throw new Error(`cannot be played: ${JSON.stringify(action)}`);
          return call;
        })
      : [],
  );
}

function fileDistance(a: readonly ScriptStep[], b: readonly ScriptStep[]): number {
  const [left, right] = [changedBy(a), changedBy(b)];
  const union = left.union(right).size;
  return union === 0 ? 0 : 1 - left.intersection(right).size / union;
}

function changedBy(steps: readonly ScriptStep[]): ReadonlySet<string> {
  const actions = steps.flatMap((step) => ("calls" in step ? step.calls : []));
  return new Set(
    actions.flatMap((action) => {
      if ("edit" in action) return [action.edit.path];
      if ("write" in action) return [action.write.path];
      if ("bash" in action && action.bash.startsWith("sed -i"))
        return action.bash.match(/src\/\S+/g) ?? [];
      return [];
    }),
  );
}

type Prompt = z.infer<typeof promptSchema>;

/** Plays the steps with the real tools of the SDK in a copy of the prompt's workspace. */
async function play(prompt: Prompt, steps: readonly ScriptStep[]) {
  const workspace = prompt.workspace ?? core.workspace;
  const folder = await copyOf(workspace);
  const tools = betaAgentToolset20260401({ workdir: folder, env: environment });
  const failed: string[] = [];
  for (const call of callsOf(steps, dialects.sdk).flat()) {
    const tool = tools.find(({ name }) => name === call.name);
    const isTestRun = call.name === "bash" && String(call.input["command"]).startsWith("node ");
    try {
      await tool?.run(call.input);
    } catch (error) {
      if (!isTestRun) failed.push(`${JSON.stringify(call)}: ${String(error)}`);
    }
  }
  for (const tool of tools) await tool.close?.();
  const before = await textsOf(join(suitesFolder, workspace));
  const after = await textsOf(folder);
  const changed = [...after]
    .filter(([path, text]) => before.get(path) !== text)
    .map(([path]) => path);
  return {
    passes: (await run(prompt.expect.command, folder)).exitCode === 0,
    changed: changed.sort(),
    contents: JSON.stringify([...after].sort(([a], [b]) => (a < b ? -1 : 1))),
    failed,
  };
}

const environment = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` };

function run(command: string, cwd: string) {
  return execa(command, { shell: true, cwd, reject: false, env: environment });
}

async function copyOf(workspace: string): Promise<string> {
  const folder = await mkdtemp(join(scratch, "workspace-"));
  await cp(join(suitesFolder, workspace), folder, { recursive: true });
  return folder;
}

async function textsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(
        async (file) => [file.slice(folder.length + 1), await readFile(file, "utf8")] as const,
      ),
    ),
  );
}
