import type { Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, UserError } from "../base/base.ts";

/** A file that may be a log. */
export type LogPath = {
  readonly path: string;
  readonly bytes: number;
  /** named by the user, not found in a folder: that it is no log is then a problem */
  readonly isNamed: boolean;
};

export type FoundLogs = {
  /** sorted by path within each of the given paths */
  readonly files: readonly LogPath[];
  /** what could not be looked at, and why */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
};

/** Endings of files that are read when they lie in a folder. */
const endings = /\.(jsonl|ndjson|json|eval|traj)$/i;
/** What Claude Code notes beside the session file of each sub-agent: nothing that happened. */
const companion = /[\\/]agent-[^\\/]+\.meta\.json$/;

/**
 * All logs among files and, at any depth, in folders. Each file counts once, however many links lead to it.
 * @throws UserError when one of the paths does not exist
 */
export async function findLogs(paths: readonly string[]): Promise<FoundLogs> {
  const search = { files: [], problems: [], seen: new Set<string>() };
  for (const path of paths) {
    let stats: Stats;
    try {
      stats = await stat(path);
    } catch (error) {
      throw new UserError(`${path} cannot be read: ${messageOf(error)}.`, {
        advice: "Name files or folders that exist, for example ~/.claude/projects.",
        cause: error,
      });
    }
    await visit(path, { stats, isNamed: true }, search);
  }
  return search;
}

type Search = {
  readonly files: LogPath[];
  readonly problems: { path: string; reason: string }[];
  readonly seen: Set<string>;
};

async function visit(
  path: string,
  { stats, isNamed }: { readonly stats: Stats; readonly isNamed: boolean },
  search: Search,
): Promise<void> {
  // Symbolic links may lead in circles, and projects are often linked into each other.
  const identity = `${stats.dev}:${stats.ino}`;
  if (search.seen.has(identity)) return;
  search.seen.add(identity);
  if (stats.isDirectory()) return visitFolder(path, search);
  if (!isNamed && (!endings.test(path) || companion.test(path))) return;
  if (stats.isFile()) search.files.push({ path, bytes: stats.size, isNamed });
  // Reading from a socket or a pipe would wait for somebody who never writes.
  else search.problems.push({ path, reason: "neither a file nor a folder" });
}

async function visitFolder(folder: string, search: Search): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    search.problems.push({ path: folder, reason: messageOf(error) });
    return;
  }
  for (const name of names.sort()) {
    const path = join(folder, name);
    try {
      await visit(path, { stats: await stat(path), isNamed: false }, search);
    } catch (error) {
      // A link to nowhere, or a file that was removed meanwhile.
      search.problems.push({ path, reason: messageOf(error) });
    }
  }
}
