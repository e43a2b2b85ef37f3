import { randomUUID } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { sha256, type Clock } from "../../base/base.ts";

/** A folder that an installation is made in, or was when it was killed. */
export type TemporaryFolder = {
  readonly path: string;
  /** process that made it; null when it is one of another machine, or not known */
  readonly pid: number | null;
  /** somebody is, or may be, at work in it */
  readonly isInUse: boolean;
};

/** npm is given ten minutes; nothing works longer in a folder whose owner cannot be asked. */
const longestWorkMs = 3_600_000;

/** A path beside the target that says whose it is. A rename makes the target of it: nobody ever sees half an installation. */
export function temporaryFor(target: string): string {
  return `${target}.${process.pid}-${thisMachine()}-${randomUUID().slice(0, 8)}.tmp`;
}

/** All such folders in the cache. */
export async function findTemporary(
  folder: string,
  clock: Clock,
): Promise<readonly TemporaryFolder[]> {
  const names = await readdir(folder).catch(() => []);
  const found = names
    .filter((name) => name.endsWith(".tmp"))
    .map((name) => describe(join(folder, name), clock));
  return Promise.all(found);
}

/**
 * Removes what killed installations left behind. A folder whose process lives is never touched.
 * @returns the folders that were removed
 */
export async function removeLeftovers(folder: string, clock: Clock): Promise<readonly string[]> {
  const left = (await findTemporary(folder, clock)).filter(({ isInUse }) => !isInUse);
  const removed: string[] = [];
  for (const { path } of left) {
    const isGone = await rm(path, { recursive: true, force: true }).then(
      () => true,
      // Somebody else's, in a cache that we may not write: it costs room and nothing else.
      () => false,
    );
    if (isGone) removed.push(path);
  }
  return removed;
}

async function describe(path: string, clock: Clock): Promise<TemporaryFolder> {
  const match = /\.(\d+)-([0-9a-f]{8})-[0-9a-f]{8}\.tmp$/.exec(basename(path));
  if (match !== null && match[2] === thisMachine()) {
    const pid = Number(match[1]);
    return { path, pid, isInUse: isAlive(pid) };
  }
  const changedAt = (await stat(path).catch(() => null))?.mtimeMs ?? 0;
  return { path, pid: null, isInUse: clock.now() - changedAt < longestWorkMs };
}

/** A cache may be shared by machines, and a process id means something on one of them only. */
function thisMachine(): string {
  return sha256(hostname()).slice(0, 8);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Not ours to signal, but there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
