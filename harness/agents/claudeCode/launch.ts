import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { basicEnvironment } from "../../childProcess/childProcess.ts";
import type { Launch } from "../streamJson.ts";
import { credentialVariable } from "../credentialVariable.ts";
import { proxyEnvironment } from "../proxyEnvironment.ts";
import type { SessionConfig } from "../types.ts";

/** A program and the arguments that come before all others. */
export type Executable = { readonly file: string; readonly args: readonly string[] };

/** How to start one CLI process; to be run in `config.cwd`, after `seedIdentity`. */
export function claudeCodeLaunch(executable: Executable, config: SessionConfig): Launch {
  return {
    file: executable.file,
    args: [...executable.args, ...argumentsFor(config)],
    env: {
      ...basicEnvironment(config),
      ...fixedEnvironment,
      ANTHROPIC_BASE_URL: config.baseUrl,
      ...credentialVariable(config.credential),
      ...proxyEnvironment(config),
      ...(config.betas === "suppressed" ? { CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: "1" } : {}),
      ...(config.flags === "frozen" ? { DISABLE_GROWTHBOOK: "1" } : {}),
    },
  };
}

function argumentsFor(config: SessionConfig): string[] {
  return [
    ["-p"],
    ["--input-format", "stream-json"],
    ["--output-format", "stream-json", "--verbose"],
    config.model === null ? [] : ["--model", config.model],
    ["--session-id", config.sessionUuid],
    ["--max-turns", String(config.maxTurns)],
    ["--dangerously-skip-permissions"],
    ["--strict-mcp-config"],
    // No settings and no CLAUDE.md, neither the user's nor the project's nor those of a folder above.
    ["--setting-sources", ""],
  ].flat();
}

/** Without effect on the first request, but for the last four, which change prompt or tools and do so alike in every session. */
const fixedEnvironment = {
  TERM: "dumb",
  // The CLI refuses to skip permissions for root unless it is told that it runs in a sandbox.
  IS_SANDBOX: "1",
  DISABLE_AUTOUPDATER: "1",
  DISABLE_TELEMETRY: "1",
  DISABLE_ERROR_REPORTING: "1",
  // Ten retries by default, up to three minutes; our watchdogs and the run's own retries come sooner.
  CLAUDE_CODE_MAX_RETRIES: "2",
  // Requests that the CLI would add or change without saying so.
  CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK: "1",
  CLAUDE_CODE_DISABLE_REFUSAL_RETRY: "1",
  CLAUDE_CODE_DISABLE_LEGACY_MODEL_REMAP: "1",
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  // A command in the background would add a turn that nobody asked for, later.
  CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: "1",
  CLAUDE_CODE_DISABLE_AUTO_MEMORY: "1",
  // It feeds the usage that the server reports back into the prompt.
  CLAUDE_CODE_TOTAL_TOKENS_REMINDER: "off",
} as const;

/**
 * Makes the client in a HOME believe that it is a certain device. What else the client has written there stays: a lane's
 * second process finds its first one's traces, as a user's would.
 */
export async function seedIdentity(home: string, deviceId: string): Promise<void> {
  const file = join(home, ".claude.json");
  const present = await readSettings(file);
  if (present["userID"] === deviceId) return;
  await mkdir(home, { recursive: true });
  await writeFile(file, JSON.stringify({ ...present, userID: deviceId }), { mode: 0o600 });
}

async function readSettings(file: string): Promise<Record<string, unknown>> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    // Not there yet, or cut off by a kill: both begin anew.
    return {};
  }
}
