import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** Names the run; every descendant of an agent inherits it, daemons included. */
export const markerVariable = "SAMETWICE_RUN";
/** Names the agent process within the run. */
export const processVariable = "SAMETWICE_PROCESS";

/**
 * Process ids whose environment carries the marker, our own excepted. Where there is no /proc, none are found.
 * A process that was started with an emptied environment is not found either.
 * @param processId narrows the search to the descendants of one agent process
 * @throws RangeError when the marker is empty, for that would match what is not ours
 */
export function findMarked(marker: string, processId?: string): number[] {
  if (marker === "") throw new RangeError("an empty marker marks nothing");
  const wanted = [`\0${markerVariable}=${marker}\0`];
  if (processId !== undefined) wanted.push(`\0${processVariable}=${processId}\0`);
  return runningProcesses().filter((pid) => {
    const environment = environmentOf(pid);
    return pid !== process.pid && wanted.every((entry) => environment.includes(entry));
  });
}

/** SIGKILL does not fail; a process that is still there after so long hangs in the kernel. */
const patienceMs = 2_000;

/**
 * Kills everything that carries the marker and waits until it is gone. Nothing else is ever touched.
 * @returns ids of the processes that had to be killed
 */
export async function reapMarked(marker: string, processId?: string): Promise<number[]> {
  const killed = new Set<number>();
  const giveUpAt = performance.now() + patienceMs;
  // Again and again, because a process may fork between being found and being killed.
  while (performance.now() < giveUpAt) {
    const found = killMarked(marker, processId);
    if (found.length === 0) break;
    for (const pid of found) killed.add(pid);
    await delay(5);
  }
  return [...killed];
}

/**
 * Reaps the run's processes when the harness itself exits, by `process.exit` or an uncaught error.
 * @returns takes the precaution back, for when the run has ended in good order
 */
export function sweepOnExit(marker: string): () => void {
  const sweep = () => void killMarked(marker);
  process.on("exit", sweep);
  return () => process.off("exit", sweep);
}

function killMarked(marker: string, processId?: string): number[] {
  const found = findMarked(marker, processId);
  for (const pid of found) sendSignal(pid, "SIGKILL");
  return found;
}

/** Sends a signal to a process, or to a group when the id is negative. False when nobody was there. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (hasCode(error, "ESRCH", "EPERM")) return false;
    throw error;
  }
}

function runningProcesses(): number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Entries as the kernel keeps them, each between NUL characters; "" for a zombie and for what is not ours to read. */
function environmentOf(pid: number): string {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, "utf8")}`;
  } catch (error) {
    if (hasCode(error, "ENOENT", "ESRCH", "EACCES", "EPERM")) return "";
    throw error;
  }
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
