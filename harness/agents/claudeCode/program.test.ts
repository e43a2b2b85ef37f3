import { createHash, randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AgentSession, PreparedAgent } from "../types.ts";
import { claudeCodeAgent } from "./claudeCode.ts";
import { platformOfThisMachine } from "./packages.ts";
import { configurationsOf } from "./testing/realLane.ts";
import { startRegistry, versions, type Registry } from "./testing/registry.ts";

let root: string;
let registry: Registry;
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "program-")));
  for (const folder of ["home", "tmp", "work"]) await mkdir(join(root, folder));
  registry = await startRegistry();
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

function prepare(version: string): Promise<PreparedAgent> {
  const environment = { ...process.env, ...registry.environmentFor(root) };
  return claudeCodeAgent({ cacheDirectory: root, environment }).prepare(version);
}

function start(prepared: PreparedAgent): Promise<AgentSession> {
  const configured = configurationsOf({ baseUrl: "http://127.0.0.1:9" }, root, randomUUID());
  const timeouts = { firstOutputMs: 3_000, idleMs: 3_000, afterResultMs: 1_000, wallMs: 20_000 };
  return prepared.start(configured({ timeouts, maxTurns: 1 }));
}

async function sha256Of(file: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
}

// That a process of the real CLI has the hash of its installation is tested with the real CLI.
describe.skipIf(process.platform === "win32")("the program of a session", () => {
  test("is hashed again when it was changed after it was verified", async () => {
    const prepared = await prepare(versions.script);
    const folder = join(root, "claude-code", `${versions.script}-${platformOfThisMachine()}`);
    const program = join(folder, "node_modules/@anthropic-ai/claude-code/cli.js");
    expect(prepared.programSha256).toBe(await sha256Of(program));
    const before = await start(prepared);
    await before.stop();
    expect(before.programSha256).toBe(prepared.programSha256);
    await chmod(program, 0o755);
    await writeFile(program, "// updated itself\n");
    const after = await start(prepared);
    await after.stop();
    expect(after.programSha256).toBe(await sha256Of(program));
    expect(after.programSha256).not.toBe(prepared.programSha256);
  });

  test.runIf(process.platform === "linux")(
    "is the one that the process runs, not the file that was started",
    async () => {
      const prepared = await prepare(versions.good);
      const session = await start(prepared);
      expect(session.isAlive()).toBe(true);
      const running = await sha256Of(`/proc/${session.pid}/exe`);
      await session.stop();
      expect(session.programSha256).toBe(running);
      expect(session.programSha256).not.toBe(prepared.programSha256);
    },
  );
});
