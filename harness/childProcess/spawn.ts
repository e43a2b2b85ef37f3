import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { createLineReader } from "./lines.ts";
import { markerVariable, processVariable, reapMarked, sendSignal } from "./reap.ts";

export type ChildOptions = {
  readonly file: string;
  readonly args: readonly string[];
  /** the whole environment but for the two markers; see basicEnvironment */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly marker: string;
  readonly processId: string;
  /** called for every line of stdout, also for those that were written before an exit and read after it */
  readonly onLine: (line: string) => void;
};

export type ChildExit = {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** the last 8 KiB that it wrote to stderr */
  readonly stderr: string;
};

/** How to end a child; each wait is in milliseconds. */
export type EndOrders = {
  /** asks the program to drop what it is doing; null when it is doing nothing */
  readonly interrupt: (() => Promise<void>) | null;
  /** from the end of its input to the first signal */
  readonly graceMs: number;
  /** from SIGTERM to SIGKILL, and at most so long for `interrupt`; 2 s by default */
  readonly terminateMs?: number;
};

export type EndReport = {
  /** what it took */
  readonly by: "itself" | "end-of-input" | "SIGTERM" | "SIGKILL";
  /** ids of processes that it had left behind and that were killed */
  readonly reaped: readonly number[];
};

/** A running program in a process group of its own. */
export type Child = {
  readonly pid: number;
  /** Writes one line to its stdin; without effect once it has ended. */
  readonly write: (line: string) => void;
  /** Resolves when it has ended and all its output was read. Never rejects. */
  readonly exited: Promise<ChildExit>;
  readonly isAlive: () => boolean;
  /** Ends it in good order, then by force; resolves when nothing of it is left. A second call waits for the first. */
  readonly end: (orders: EndOrders) => Promise<EndReport>;
};

const stderrTail = 8 * 1024;
/** What a program wrote before it ended is read within moments; a left-over grandchild may hold the pipe open for ever. */
const drainMs = 250;

/**
 * Starts a program. Its endings are data.
 * @throws Error (ENOENT, EACCES …) when it cannot be started at all
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const child = spawn(options.file, options.args, {
    cwd: options.cwd,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...options.env,
      [markerVariable]: options.marker,
      [processVariable]: options.processId,
    },
  });
  // The program may end while we write; its exit tells, a broken pipe does not.
  child.stdin.on("error", () => undefined);
  const exited = readUntilExit(child, options.onLine);
  await once(child, "spawn");
  const { pid } = child;
  if (pid === undefined) throw new Error(`${options.file} was started but has no process id`);
  const isAlive = () => child.exitCode === null && child.signalCode === null;

  let ending: Promise<EndReport> | null = null;
  return {
    pid,
    write: (line) => {
      if (isAlive() && child.stdin.writable) child.stdin.write(`${line}\n`);
    },
    exited,
    isAlive,
    end: (orders) => (ending ??= endChild({ pid, child, exited, isAlive, options }, orders)),
  };
}

async function readUntilExit(
  child: ChildProcess,
  onLine: (line: string) => void,
): Promise<ChildExit> {
  const lines = createLineReader(onLine);
  let stderr = "";
  child.stdout?.on("data", lines.push);
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-stderrTail);
  });
  const closed = new Promise((resolve) => child.once("close", resolve));
  const [exitCode, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once("exit", (...how) => resolve(how)),
  );
  await Promise.race([closed, delay(drainMs, undefined, { ref: false })]);
  lines.end();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe?.destroy();
  return { exitCode, signal, stderr };
}

type Running = Pick<Child, "pid" | "exited" | "isAlive"> & {
  readonly child: ChildProcess;
  readonly options: Pick<ChildOptions, "marker" | "processId">;
};

async function endChild(running: Running, orders: EndOrders): Promise<EndReport> {
  const by = await endLeader(running, orders);
  const { marker, processId } = running.options;
  // Elsewhere no environment can be read, so the group, now without its leader, is all that can be swept.
  if (process.platform !== "linux") sendSignal(-running.pid, "SIGKILL");
  return { by, reaped: await reapMarked(marker, processId) };
}

async function endLeader(running: Running, orders: EndOrders): Promise<EndReport["by"]> {
  const { child, exited, isAlive } = running;
  const terminateMs = orders.terminateMs ?? 2_000;
  if (!isAlive()) {
    await exited;
    return "itself";
  }
  if (orders.interrupt !== null) await within(terminateMs, orders.interrupt());
  child.stdin?.end();
  if (await within(orders.graceMs, exited)) return "end-of-input";
  signalGroup(running, "SIGTERM");
  if (await within(terminateMs, exited)) return "SIGTERM";
  signalGroup(running, "SIGKILL");
  await exited;
  return "SIGKILL";
}

/** The group is surely ours only while its leader lives: its number may be given away afterwards. */
function signalGroup({ pid, isAlive }: Running, signal: NodeJS.Signals): void {
  if (isAlive()) sendSignal(-pid, signal);
}

/** Whether the event came within so many milliseconds. */
async function within(milliseconds: number, event: Promise<unknown>): Promise<boolean> {
  const abort = new AbortController();
  const timer = delay(milliseconds, false, { signal: abort.signal }).catch(() => false);
  const happened = await Promise.race([event.then(() => true), timer]);
  abort.abort();
  return happened;
}
