import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../base/base.ts";
import type { FileChange } from "../record/record.ts";

/** The files of a pristine workspace. */
export type Snapshot = {
  /** absolute; nobody writes there during a run */
  readonly folder: string;
  /** path (forward slashes) to SHA-256 of the content */
  readonly hashes: ReadonlyMap<string, string>;
  /** false when there are links, or folders that are not looked into */
  readonly isComplete: boolean;
};

/** Larger files are compared by their hash only. */
const largestKeptBytes = 256 * 1024;

/** Written by tools around the agent, never by what it was asked to do. */
const ignoredFolders = new Set([".git", "node_modules", "__pycache__", ".pytest_cache"]);

/** Hashes of all files of a workspace. */
export async function snapshotOf(folder: string): Promise<Snapshot> {
  const { files, isComplete } = await listFiles(folder);
  const hashed = await eachOf(
    files,
    async (path) => [path, sha256(await readFile(join(folder, path)))] as const,
  );
  return { folder, hashes: new Map(hashed), isComplete };
}

/** More would open too many files and hold too many contents at a time. */
const mostOpen = 64;

async function eachOf<T>(
  paths: readonly string[],
  read: (path: string) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = [];
  for (let start = 0; start < paths.length; start += mostOpen) {
    results.push(...(await Promise.all(paths.slice(start, start + mostOpen).map(read))));
  }
  return results;
}

/** What a replay left in its workspace. */
export type WorkspaceOutcome = {
  /** sorted by path; links are ignored, because following one could leave the workspace */
  readonly changes: readonly FileChange[];
  /** false when there are folders that are not looked into, so equal changes need not mean equal content */
  readonly isComplete: boolean;
};

/** Compares a workspace with its pristine content. */
export async function outcomeOf(pristine: Snapshot, folder: string): Promise<WorkspaceOutcome> {
  const { files, isComplete } = await listFiles(folder);
  const changes = await eachOf(files, (path) => changeOf(path, pristine, folder));
  const left = new Set(files);
  const deleted = [...pristine.hashes.keys()].filter((path) => !left.has(path));
  return {
    changes: [
      ...changes.filter((change) => change !== null),
      ...(await eachOf(deleted, (path) => deletionOf(path, pristine))),
    ].sort((a, b) => (a.path < b.path ? -1 : 1)),
    isComplete,
  };
}

async function changeOf(
  path: string,
  pristine: Snapshot,
  folder: string,
): Promise<FileChange | null> {
  const content = await readFile(join(folder, path));
  const hash = sha256(content);
  const after = textOf(content);
  const hashBefore = pristine.hashes.get(path);
  if (hashBefore === undefined) return { path, kind: "created", before: null, after, hash };
  if (hashBefore === hash) return null;
  return { path, kind: "modified", before: await textBefore(path, pristine), after, hash };
}

async function deletionOf(path: string, pristine: Snapshot): Promise<FileChange> {
  const before = await textBefore(path, pristine);
  return { path, kind: "deleted", before, after: null, hash: null };
}

/** Null also when somebody changed the pristine folder during the run: then nobody knows what this replay began with. */
async function textBefore(path: string, { folder, hashes }: Snapshot): Promise<string | null> {
  const content = await readFile(join(folder, path)).catch(() => null);
  return content === null || sha256(content) !== hashes.get(path) ? null : textOf(content);
}

function textOf(content: Buffer): string | null {
  if (content.length > largestKeptBytes || content.includes(0)) return null;
  return content.toString("utf8");
}

async function listFiles(root: string): Promise<{ files: string[]; isComplete: boolean }> {
  const files: string[] = [];
  let isComplete = true;
  const list = async (below: string): Promise<void> => {
    for (const name of await readdir(join(root, below))) {
      const path = below === "" ? name : `${below}/${name}`;
      const stats = await lstat(join(root, path));
      if (stats.isFile()) files.push(path);
      else if (stats.isDirectory() && !ignoredFolders.has(name)) await list(path);
      else isComplete = false;
    }
  };
  await list("");
  return { files, isComplete };
}
