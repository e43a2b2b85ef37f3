import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../../base/base.ts";
import type { PreparedAgent, SessionConfig } from "../../types.ts";
import { claudeCodeAgent } from "../claudeCode.ts";
import type { ScriptedServer } from "./scriptedServer.ts";

export const model = "claude-sonnet-4-5";

const agent = claudeCodeAgent({
  cacheDirectory: process.env["SAMETWICE_CACHE"] || join(tmpdir(), "sametwice-test-cache"),
});

/** A real version; null, said on stderr, where there is no network. In CI that is an error. */
export async function prepareOrSkip(version: string): Promise<PreparedAgent | null> {
  try {
    return await agent.prepare(version);
  } catch (error) {
    const isOffline = error instanceof UserError && error.message.includes("cannot reach");
    if (process.env["CI"] === "true" || !isOffline) throw error;
    process.stderr.write(`Tests of claude ${version} are skipped: ${error.message}\n`);
    return null;
  }
}

/** Sessions of a test share a lane's folders; each has a process id of its own, as in a run. */
export function configurationsOf(
  server: Pick<ScriptedServer, "baseUrl">,
  root: string,
  marker: string,
) {
  let processes = 0;
  return (changes: Partial<SessionConfig> = {}): SessionConfig => ({
    processId: `p${++processes}`,
    model,
    baseUrl: server.baseUrl,
    credential: { kind: "api-key", value: "sk-ant-test-0000" },
    home: join(root, "home"),
    tmp: join(root, "tmp"),
    cwd: join(root, "work"),
    betas: "forwarded",
    flags: "as-given",
    sessionUuid: randomUUID(),
    deviceId: "ab".repeat(32),
    timeouts: { firstOutputMs: 60_000, idleMs: 60_000, afterResultMs: 10_000, wallMs: 120_000 },
    maxTurns: 6,
    marker,
    ...changes,
  });
}
