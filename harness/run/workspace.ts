import { cp, lstat, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../base/base.ts";
import type { FileChange } from "../record/record.ts";

/** The files of a pristine workspace: path (forward slashes) to SHA-256 of the content. */
export type Snapshot = ReadonlyMap<string, string>;

/** Larger files are compared by their hash only. */
const largestKeptBytes = 256 * 1024;

/** Written by tools around the agent, never by what it was asked to do. */
const ignoredFolders = new Set([".git", "node_modules", "__pycache__", ".pytest_cache"]);

/** Empties `folder` and fills it from `pristine`. The folder itself stays: a live process has it as its cwd. */
export async function resetWorkspace(pristine: string, folder: string): Promise<void> {
  const entries = await readdir(folder);
  await Promise.all(
    entries.map((name) => rm(join(folder, name), { recursive: true, force: true, maxRetries: 3 })),
  );
  await cp(pristine, folder, { recursive: true, preserveTimestamps: true });
}

/** Hashes of all files of a workspace. */
export async function snapshotOf(folder: string): Promise<Snapshot> {
  const { files } = await listFiles(folder);
  const hashed = await Promise.all(
    files.map(async (path) => [path, sha256(await readFile(join(folder, path)))] as const),
  );
  return new Map(hashed);
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
  const changes = await Promise.all(files.map((path) => changeOf(path, pristine, folder)));
  const deleted = [...pristine.keys()].filter((path) => !files.includes(path));
  return {
    changes: [
      ...changes.filter((change) => change !== null),
      ...deleted.map((path) => ({ path, kind: "deleted" as const, after: null, hash: null })),
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
  const before = pristine.get(path);
  if (before === hash) return null;
  const kind = before === undefined ? "created" : "modified";
  return { path, kind, after: textOf(content), hash };
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
