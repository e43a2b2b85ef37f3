import { execa } from "execa";
import { readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { publint } from "publint";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { projectFolder, temporaryFolder, testCache } from "./sametwice.ts";

/** A folder into which the packed package was installed, as by somebody who has nothing else of ours. */
let consumer: Awaited<ReturnType<typeof temporaryFolder>>;
let installed = false;

beforeAll(async () => {
  consumer = await temporaryFolder();
  installed = await installPackage(consumer.path);
}, 240_000);
afterAll(() => consumer[Symbol.asyncDispose]());
beforeEach((context) => context.skip(!installed, "npm cannot reach its registry"));

describe("the installed package", () => {
  test("says its version and its commands", async () => {
    const version = await run(["--version"]);
    const { default: manifest } = await import("../../package.json", { with: { type: "json" } });
    expect(version).toMatchObject({ exitCode: 0, stdout: manifest.version, stderr: "" });
    const help = await run(["--help"]);
    expect(help).toMatchObject({ exitCode: 0, stderr: "" });
    expect(help.stdout).toContain("Usage: sametwice");
  });

  test("runs a suite it brings, and as a module computes the same matrix from the store", async () => {
    const suite = "node_modules/sametwice/suites/smoke.yaml";
    const small = ["--lanes", "1", "--strategies", "reset,suppress-betas"];
    const { exitCode, stdout, stderr } = await run([
      "run",
      suite,
      ...small,
      "--out",
      "out",
      "--json",
    ]);
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    // Had the agent, the grammars or the scripts not been found, replays would be missing.
    expect(JSON.parse(stdout)).toMatchObject({
      strategies: [
        { id: "reset", replays: { planned: 2, missing: 0, unattested: 0 } },
        { id: "suppress-betas", replays: { planned: 2, missing: 0, unattested: 0 } },
      ],
    });
    await write("compute.mjs", computeFromStore);
    const computed = await node(["compute.mjs"]);
    expect(computed).toMatchObject({ exitCode: 0, stderr: "" });
    expect(computed.stdout).toBe(stdout);
    expect((await run(["matrix", "--out", "out"])).stdout).toContain("SIMULATED vendor april");
  });

  test("runs a suite of the consumer's own", async () => {
    await write("mine.yaml", ownSuite);
    const { exitCode, stdout, stderr } = await run(["run", "mine.yaml", "--out", "own"]);
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain("suite mine");
    expect(stdout).toContain("SIMULATED");
  });

  test.each([
    ["nodenext", "nodenext", "es2022"],
    ["bundler", "esnext", "esnext"],
  ])(
    "gives its types to a consumer who resolves modules as %s",
    async (resolution, module, target) => {
      await write("typed.mts", typed);
      const compiler = join(projectFolder, "node_modules/typescript/bin/tsc");
      const strict = ["--noEmit", "--strict", "--skipLibCheck", "false", "--types", ""];
      const modules = ["--module", module, "--moduleResolution", resolution, "--target", target];
      const { exitCode, stdout } = await node([compiler, ...strict, ...modules, "typed.mts"]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    },
  );

  test("holds what it needs to run, and none of our tests", async () => {
    const files = await readdir(join(consumer.path, "node_modules/sametwice"), { recursive: true });
    expect(files.filter((file) => /\.test\.|testing|synthetic/.test(file))).toEqual([]);
    expect(files.filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))).toEqual([
      // Agents work on this one; nobody runs it below node_modules.
      "fixtures/workspaces/pages/src/catalog.ts",
      "fixtures/workspaces/pages/src/paginate.ts",
    ]);
    const top = await readdir(join(consumer.path, "node_modules/sametwice/fixtures"));
    expect(top.toSorted()).toEqual(["scripts", "vendors", "workspaces"]);
  });

  test("has a manifest that publint finds nothing wrong with", async () => {
    const pkgDir = join(consumer.path, "node_modules/sametwice");
    expect((await publint({ pkgDir, pack: false })).messages).toEqual([]);
  });

  test("refuses an old Node in one sentence", async () => {
    await write("oldNode.cjs", pretendNode20);
    const { exitCode, stdout, stderr } = await node(["--require", "./oldNode.cjs", binary]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toBe(
      "sametwice needs Node 24.11 or newer and this is Node 20.20.2: start it with npx -p node@24 sametwice --help, or install a newer Node.",
    );
  });
});

const binary = "node_modules/.bin/sametwice";

function run(args: readonly string[]) {
  return node([binary, ...args]);
}

function node(args: readonly string[]) {
  return inConsumer(process.execPath, args);
}

function inConsumer(file: string, args: readonly string[]) {
  return execa(file, args, {
    cwd: consumer.path,
    reject: false,
    stdin: "ignore",
    extendEnv: false,
    env: { ...ordinaryEnvironment(), SAMETWICE_CACHE: testCache },
  });
}

function write(name: string, content: string): Promise<void> {
  return writeFile(join(consumer.path, name), content);
}

/** What a user's shell has: nothing of the npm that runs these tests, which would lead another npm astray, but the Node of this test. */
function ordinaryEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(package|lifecycle|config_local)|INIT_CWD$|VITEST|NODE_ENV$|TEST$)/.test(name),
  );
  const path = `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`;
  return { ...Object.fromEntries(kept), PATH: path };
}

/** Builds, packs and installs. @returns false when the registry cannot be reached, which is a failure where CI is set */
async function installPackage(folder: string): Promise<boolean> {
  const env = ordinaryEnvironment();
  // prepack builds.
  const pack = ["pack", "--pack-destination", folder, "--loglevel=error"];
  await execa("npm", pack, { cwd: projectFolder, extendEnv: false, env, stdin: "ignore" });
  const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
  await writeFile(join(folder, "package.json"), '{ "private": true }\n');
  // Without a network npm waits for every single dependency in turn, minutes in all.
  const retries = process.env["CI"] ? 1 : 0;
  const { exitCode, stderr } = await execa(
    "npm",
    [
      ["install", `./${tarball}`, "--prefer-offline", "--no-audit", "--no-fund"],
      [
        "--loglevel=error",
        `--fetch-retries=${retries}`,
        "--fetch-retry-maxtimeout=1000",
        "--fetch-retry-mintimeout=1000",
      ],
    ].flat(),
    { cwd: folder, extendEnv: false, env, stdin: "ignore", reject: false },
  );
  if (exitCode === 0) return true;
  const isOffline = /\b(ECONN\w+|ENET\w+|EHOST\w+|EAI_\w+|ENOTFOUND|ETIMEDOUT)\b/.test(stderr);
  if (process.env["CI"] || !isOffline) throw new Error(`npm install failed:\n${stderr}`);
  process.stderr.write(
    "Tests of the installed package are skipped: npm cannot reach its registry.\n",
  );
  return false;
}

const computeFromStore = `
import { computeMatrix, loadParsers, openStore, renderJson } from "sametwice";
const store = await openStore("out/sametwice.sqlite");
const records = await store.loadRun("latest");
await store.close();
process.stdout.write(renderJson(computeMatrix(records, { parse: await loadParsers() })));
`;

const typed = `
import { computeMatrix, loadParsers, openStore, renderMarkdown, UserError } from "sametwice";
import { loadSuite, planRun, type Matrix, type Plan, type Suite } from "sametwice";
const store = await openStore("runs.sqlite");
export const matrix: Matrix = computeMatrix(await store.loadRun("latest"), { parse: await loadParsers() });
export const text: string = renderMarkdown(matrix);
export const suite: Suite = await loadSuite("mine.yaml");
export const plan: Plan = planRun(suite);
export const advice: string | undefined = new UserError("what", { advice: "do" }).advice;
// @ts-expect-error: were the types lost, everything would be any and this would pass.
export const wrong: number = matrix;
`;

const ownSuite = `
name: mine
agent: { kind: sdk, model: claude-sonnet-4-6, cli: { sdk: 1.2.0 } }
workspace: node_modules/sametwice/fixtures/workspaces/cart
prompts:
  - { id: any, prompt: Rename getTotal to cartTotal everywhere in src. }
strategies: [restart]
size: { lanes: 1, perPrompt: 1, waves: 1 }
vendor: healthy
seed: 1
`;

const pretendNode20 = `
Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } });
`;
