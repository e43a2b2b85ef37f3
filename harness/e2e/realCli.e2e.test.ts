import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test, type TestContext } from "vitest";
import { claudeCodeAgent } from "../agents/agents.ts";
import { UserError } from "../base/base.ts";
import type { ReplayRecord } from "../record/record.ts";
import { toolCallsOf } from "../transcript/transcript.ts";
import { isExperimentalBeta } from "../wire/wire.ts";
import { sametwice, temporaryFolder, testCache, type Outcome } from "./sametwice.ts";
import {
  markedBy,
  readRun,
  runWithReplays,
  smoke,
  startSmoke,
  storeIn,
  type Played,
} from "./testing/realRun.ts";

// The real CLI against the embedded vendor, through the whole product.
const newest = "2.1.328";
const pinned = "2.1.300";
const withFakeClear = "2.1.126";
const usable = new Set<string>();

beforeAll(async () => {
  for (const version of ["2.1.200", pinned, newest, withFakeClear]) {
    if (await canBeInstalled(version)) usable.add(version);
  }
}, 600_000);

describe.each(["2.1.200", pinned, newest])("claude %s plays the smoke suite", (version) => {
  let outcome: Outcome;
  let played: Played;
  let traces: readonly string[];

  beforeAll(async () => {
    if (!usable.has(version)) return;
    await using folder = await temporaryFolder();
    const home = join(folder.path, "home");
    await mkdir(home);
    outcome = await smoke(folder.path, `--cli ${version} --lanes 1`, { HOME: home });
    expect(outcome.stderr).toContain("8/8");
    played = await readRun(folder.path);
    traces = await readdir(home);
  }, 120_000);

  function replaysOf(strategy: string): readonly ReplayRecord[] {
    return played.replays.filter((replay) => replay.strategy === strategy);
  }

  test("under all four strategies with nothing missing and nothing unattested", (context) => {
    needs(context, version);
    expect(outcome.exitCode).toBe(0);
    expect(played.counted).toEqual(
      ["reset", "restart", "suppress-betas", "pin-ttl"].map((id) => ({
        id,
        replays: expect.objectContaining({ planned: 2, missing: 0, unattested: 0 }),
      })),
    );
  });

  test("as the version that each strategy promises", (context) => {
    needs(context, version);
    for (const { strategy, wire } of played.replays) {
      expect(wire?.clientVersion).toBe(strategy === "pin-ttl" ? pinned : version);
    }
    for (const { strategy, cliVersion } of played.sessions) {
      expect(cliVersion).toBe(strategy === "pin-ttl" ? pinned : version);
    }
  });

  test("with no experimental beta where betas are suppressed, and with some elsewhere", (context) => {
    needs(context, version);
    for (const { strategy, wire } of played.replays) {
      const experimental = (wire?.betas ?? []).filter(isExperimentalBeta);
      expect(experimental.length > 0).toBe(strategy !== "suppress-betas");
    }
  });

  test("with an empty context after /clear in one process, and with a new process after a restart", (context) => {
    needs(context, version);
    expect(played.replays.map((replay) => replay.wire?.carriedAssistantMessages)).toEqual(
      played.replays.map(() => 0),
    );
    expect(new Set(replaysOf("reset").map((replay) => replay.session)).size).toBe(1);
    expect(new Set(replaysOf("restart").map((replay) => replay.session)).size).toBe(2);
  });

  test("with real tool calls that changed the workspace as asked, one result for each prompt", (context) => {
    needs(context, version);
    expect(played.replays).toHaveLength(8);
    for (const replay of played.replays) expectDone(replay);
    const names = played.replays.flatMap(({ transcript }) =>
      toolCallsOf(transcript).map(({ name }) => name),
    );
    expect(new Set(names)).toEqual(new Set(["Read", "Edit", "Bash"]));
  });

  test("and leaves no process behind, and nothing of its own in the user's HOME", (context) => {
    needs(context, version);
    expect(markedBy(played.run.id)).toEqual([]);
    expect(traces.filter((name) => name.startsWith(".claude"))).toEqual([]);
  });
});

const expectedChanges: Readonly<Record<string, readonly string[]>> = {
  "fix-last-page": ["src/paginate.ts"],
  "rename-total": ["src/cart.js", "src/invoice.js", "src/summary.js"],
};

function expectDone({ promptId, transcript, changes, command }: ReplayRecord): void {
  expect(transcript.ending).toEqual({ kind: "completed" });
  expect(transcript.turns).toHaveLength(1);
  const calls = toolCallsOf(transcript);
  expect(calls.length).toBeGreaterThan(2);
  for (const { outcome } of calls) {
    expect(outcome.kind === "ok" && outcome.output).toMatch(/\S/);
  }
  expect(changes.map(({ path }) => path)).toEqual(expectedChanges[promptId]);
  expect(command).toEqual({ exitCode: 0, passed: true });
}

describe(`claude ${withFakeClear}, whose /clear goes on sending the old messages`, () => {
  test("is refused for every strategy that clears, with the reason, before anything is run", async (context) => {
    needs(context, withFakeClear);
    await using folder = await temporaryFolder();
    const { exitCode, stdout, stderr } = await smoke(
      folder.path,
      `--cli ${withFakeClear} --strategies reset,restart,suppress-betas,flag-freeze`,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr.trim().split("\n")).toEqual(
      ["reset", "suppress-betas", "flag-freeze"].map((strategy) =>
        expect.stringContaining(
          `Strategy ${strategy} needs a /clear that works, but claude-code ${withFakeClear} answers /clear with a new session id but goes on sending the old messages.`,
        ),
      ),
    );
    await using store = await storeIn(folder.path);
    expect(await store.listRuns()).toEqual([]);
  });

  test("is allowed where nothing is cleared", async (context) => {
    needs(context, withFakeClear);
    await using folder = await temporaryFolder();
    const { exitCode } = await smoke(
      folder.path,
      `--cli ${withFakeClear} --strategies restart,continue,fresh-identity --lanes 1`,
    );
    expect(exitCode).toBe(0);
    const { replays } = await readRun(folder.path);
    expect(replays).toHaveLength(6);
    for (const { attestation, wire } of replays) {
      expect(attestation.kind).toBe("attested");
      expect(wire?.clientVersion).toBe(withFakeClear);
    }
  });
});

test("under continue the context grows, under fresh-identity every replay is another device, and all is attested", async (context) => {
  needs(context, newest);
  await using folder = await temporaryFolder();
  const { exitCode } = await smoke(
    folder.path,
    `--cli ${newest} --strategies continue,fresh-identity,restart --lanes 1 --per-prompt 2`,
  );
  expect(exitCode).toBe(0);
  const { replays } = await readRun(folder.path);
  const of = (strategy: string) => replays.filter((replay) => replay.strategy === strategy);
  const carried = of("continue").map((replay) => replay.wire?.carriedAssistantMessages ?? -1);
  expect(carried).toHaveLength(4);
  expect(carried[0]).toBe(0);
  expect(carried).toEqual(carried.toSorted((a, b) => a - b));
  expect(new Set(carried).size).toBe(4);
  const devices = (strategy: string) =>
    new Set(of(strategy).map((replay) => replay.wire?.deviceId));
  expect(devices("fresh-identity").size).toBe(4);
  expect(devices("restart").size).toBe(1);
  expect(replays.filter((replay) => replay.attestation.kind !== "attested")).toEqual([]);
});

test("a version that does not exist is refused in one clear line", async (context) => {
  needs(context, newest);
  await using folder = await temporaryFolder();
  // npm asks the user's own registry, so it needs the user's own settings.
  const { exitCode, stdout, stderr } = await smoke(folder.path, "--cli 9.9.9", process.env);
  if (stderr.includes("cannot reach its registry")) skipOrFail(context, stderr);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr.trim()).toMatch(
    /^Installing Claude Code 9\.9\.9 from npm\.\nThe registry has no version 9\.9\.9 of @anthropic-ai\/claude-code-\S+\. List those .*$/,
  );
});

test("Ctrl-C in the middle keeps what is finished, leaves no process and says how to go on", async (context) => {
  needs(context, newest);
  context.skip(process.platform !== "linux", "processes are found by /proc");
  await using folder = await temporaryFolder();
  const running = startSmoke(folder.path, `--cli ${newest} --strategies reset,restart`);
  const id = await runWithReplays(folder.path, 2);
  expect(markedBy(id)).not.toEqual([]);
  running.kill("SIGINT");
  const { exitCode, stdout, stderr } = await running;
  expect({ exitCode, stdout, stderr }).toMatchObject({
    exitCode: 75,
    stdout: "",
    stderr: expect.stringContaining("Interrupted. "),
  });
  expect(stderr).toContain(`Go on with: sametwice run --resume ${id} --out ${folder.path}`);
  expect(markedBy(id)).toEqual([]);

  const resumed = await sametwice(["run", "--resume", id, "--out", folder.path]);
  expect(resumed.exitCode).toBe(0);
  const { replays, counted } = await readRun(folder.path);
  expect(replays).toHaveLength(8);
  for (const replay of replays) expectDone(replay);
  expect(counted.map((strategy) => strategy.replays.scored)).toEqual([4, 4]);
  expect(markedBy(id)).toEqual([]);
});

async function canBeInstalled(version: string): Promise<boolean> {
  try {
    await claudeCodeAgent({ cacheDirectory: testCache }).prepare(version);
    return true;
  } catch (error) {
    const isOffline = error instanceof UserError && error.message.includes("cannot reach");
    if (process.env["CI"] !== undefined || !isOffline) throw error;
    process.stderr.write(`Tests of claude ${version} are skipped: ${error.message}\n`);
    return false;
  }
}

/** Skips a test whose versions cannot be had; every run pins one strategy to its own. */
function needs(context: TestContext, version: string): void {
  const missing = [version, pinned].filter((wanted) => !usable.has(wanted));
  context.skip(missing.length > 0, `claude ${missing.join(", ")} cannot be installed here`);
}

function skipOrFail(context: TestContext, reason: string): void {
  expect(process.env["CI"]).toBeUndefined();
  context.skip(true, reason);
}
