import { execa } from "execa";
import { dirname } from "node:path";
import { canonicalJson, sha256 } from "../base/base.ts";
import type { ReplayRecord } from "../record/record.ts";
import type { LaneFolders } from "../session/session.ts";
import type { Prompt } from "../suite/suite.ts";
import type { WorkspaceOutcome } from "./workspace.ts";

/** Says whether a replay's result passes the prompt's own check; null when the prompt has none. */
export type CheckSuccess = (
  prompt: Prompt,
  folders: LaneFolders,
  outcome: WorkspaceOutcome,
) => Promise<ReplayRecord["command"]>;

/** A success command that has not ended by then counts as failed. */
const commandTimeoutMs = 60_000;

/**
 * Runs each prompt's success command, once for every distinct content that replays leave behind: checking the same files a second time
 * could only tell how flaky the check is, and on short tasks it costs as much as the agent. A content that is not known in full is
 * checked every time.
 */
export function createSuccessCheck(): CheckSuccess {
  const known = new Map<string, Promise<ReplayRecord["command"]>>();
  return (prompt, folders, outcome) => {
    const { command } = prompt.expect;
    if (command === undefined) return Promise.resolve(null);
    if (!outcome.isComplete) return runCommand(command, folders);
    const content = outcome.changes.map(({ path, hash }) => ({ path, hash }));
    const key = sha256(canonicalJson({ prompt: prompt.id, content }));
    const earlier = known.get(key);
    if (earlier !== undefined) return earlier;
    const result = runCommand(command, folders);
    known.set(key, result);
    return result;
  };
}

async function runCommand(command: string, folders: LaneFolders): Promise<ReplayRecord["command"]> {
  const result = await execa(command, {
    shell: true,
    cwd: folders.workspace,
    reject: false,
    extendEnv: false,
    env: {
      // The Node that runs the harness comes first: workspaces' tests are written for it.
      PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
      HOME: folders.tmp,
      TMPDIR: folders.tmp,
      TZ: "UTC",
    },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    buffer: false,
    timeout: commandTimeoutMs,
    killDescendants: true,
  });
  return { exitCode: result.exitCode ?? null, passed: result.exitCode === 0 };
}
