import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  type LaunchSpeed,
  packSdk,
  type SdkLaunchConfig,
  sdkLaunch,
  seedIdentity,
} from "../launch.ts";

/** A line of the agent's stdout, as tests look at it; a field that is not there fails their comparison. */
export type Line = {
  readonly type: string;
  readonly message?: {
    readonly id: string;
    readonly content: readonly { readonly content?: unknown; readonly is_error?: boolean }[];
  };
  readonly response?: { readonly request_id: string };
  readonly [field: string]: unknown;
};

/** The real program as a child process. Only for tests and measurements of this folder. */
export type AgentProcess = AsyncDisposable & {
  readonly process: ChildProcess;
  readonly cwd: string;
  readonly lines: readonly Line[];
  readonly send: (message: object | string) => void;
  readonly prompt: (text: string) => void;
  /** waits for a line; past ones count */
  readonly until: (found: (line: Line) => boolean) => Promise<Line>;
  /** plays a prompt and gives all lines up to its result */
  readonly play: (text: string) => Promise<readonly Line[]>;
  /** closes stdin and waits for the end */
  readonly end: () => Promise<{ readonly exitCode: number | null; readonly stderr: string }>;
};

export type AgentProcessOptions = Partial<SdkLaunchConfig> & {
  readonly revision?: string;
  readonly speed?: LaunchSpeed;
  readonly env?: Readonly<Record<string, string>>;
};

export const testDevice = "ab".repeat(32);
/** one that wants a thinking budget and of which the SDK does not warn */
export const testModel = "claude-haiku-4-5";
export const testSession = "00000000-0000-4000-8000-000000000001";

/** Starts the program in folders of its own, as a lane would. */
export async function startAgentProcess(
  baseUrl: string,
  options: AgentProcessOptions = {},
): Promise<AgentProcess> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "sdk-agent-")));
  const folders = { home: join(root, "home"), tmp: join(root, "tmp"), cwd: join(root, "work") };
  for (const folder of Object.values(folders)) await mkdir(folder);
  seedIdentity(folders.home, testDevice);
  const config: SdkLaunchConfig = {
    model: testModel,
    baseUrl,
    credential: { kind: "api-key", value: "test-key" },
    home: folders.home,
    tmp: folders.tmp,
    betas: "forwarded",
    sessionUuid: testSession,
    maxTurns: 10,
    ...options,
  };
  const speed = options.speed ?? { compileCache: testCache, sdkPack: packSdk(testCache) };
  const launch = sdkLaunch(config, options.revision ?? "1.2.0", speed);
  const child = spawn(launch.file, [...launch.args], {
    cwd: folders.cwd,
    env: { ...launch.env, CLAUDE_CODE_MAX_RETRIES: "0", ...options.env },
    stdio: "pipe",
  });
  return attach(child, folders.cwd, root);
}

function attach(child: ChildProcessWithoutNullStreams, cwd: string, root: string): AgentProcess {
  const lines: Line[] = [];
  let stderr = "";
  const output = createInterface({ input: child.stdout });
  output.on("line", (line) => lines.push(JSON.parse(line)));
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
  // A program that has already ended cannot be written to; `end` tells why.
  child.stdin.on("error", () => output.close());
  const closed = once(child, "close");

  const until: AgentProcess["until"] = async (found) => {
    for (;;) {
      const line = lines.find(found);
      if (line) return line;
      if (child.exitCode !== null) throw new Error(`The agent ended first. stderr: ${stderr}`);
      await Promise.race([once(output, "line"), closed]);
    }
  };
  const send: AgentProcess["send"] = (message) =>
    child.stdin.write(`${typeof message === "string" ? message : JSON.stringify(message)}\n`);
  const prompt: AgentProcess["prompt"] = (text) =>
    send({ type: "user", message: { role: "user", content: [{ type: "text", text }] } });
  const play: AgentProcess["play"] = async (text) => {
    const before = lines.length;
    prompt(text);
    await until((line) => line.type === "result" && lines.indexOf(line) >= before);
    return lines.slice(before);
  };
  const end: AgentProcess["end"] = async () => {
    child.stdin.end();
    await closed;
    return { exitCode: child.exitCode, stderr };
  };
  const dispose = async () => {
    child.kill("SIGKILL");
    await closed;
    await rm(root, { recursive: true, force: true });
  };
  return {
    process: child,
    cwd,
    lines,
    send,
    prompt,
    until,
    play,
    end,
    [Symbol.asyncDispose]: dispose,
  };
}

/** One for all tests, as in a run; it holds nothing but code. */
const testCache = join(tmpdir(), "sametwice-test-cache");
