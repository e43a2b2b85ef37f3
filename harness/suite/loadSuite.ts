import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { messageOf, UserError } from "../base/base.ts";
import { parseSuite } from "./parseSuite.ts";
import type { Suite } from "./types.ts";
import type { FolderAt, TextAt } from "./workspace.ts";

/**
 * Reads a suite from a YAML file.
 * @throws UserError when the file cannot be read as text; UserErrors with every mistake in it
 */
export async function loadSuite(file: string): Promise<Suite> {
  const path = resolve(file);
  const shownAs = shownPath(path);
  return parseSuite(await readText(path, shownAs), {
    file: path,
    shownAs,
    repositoryRoot: repositoryRootOf(dirname(path)),
    folderAt,
    textAt,
  });
}

/** Relative to the working directory where that is shorter to read. */
function shownPath(path: string): string {
  const way = relative(process.cwd(), path);
  return way.startsWith(`..${sep}`) ? path : way;
}

async function readText(path: string, shownAs: string): Promise<string> {
  const bytes = await readBytes(path, shownAs);
  try {
    if (!bytes.includes(0)) return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw notText(shownAs, error);
  }
  throw notText(shownAs);
}

function notText(shownAs: string, cause?: unknown): UserError {
  return new UserError(`${shownAs} is not a UTF-8 text.`, {
    advice: "Name a suite's YAML file, saved as UTF-8.",
    cause,
  });
}

async function readBytes(path: string, shownAs: string): Promise<Buffer> {
  try {
    if ((await stat(path)).isFile()) return await readFile(path);
  } catch (error) {
    throw unreadable(error, shownAs);
  }
  throw new UserError(`${shownAs} is not a file.`, {
    advice: "Name a suite's YAML file, for example suites/core.yaml.",
  });
}

function unreadable(error: unknown, shownAs: string): UserError {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new UserError(`There is no suite ${shownAs}.`, {
      advice: "Check the path.",
      cause: error,
    });
  }
  return new UserError(`${shownAs} cannot be read: ${messageOf(error)}.`, {
    advice: "Check its permissions.",
    cause: error,
  });
}

/** The nearest folder above with a `.git`; without one, the parent of the suite's folder. */
function repositoryRootOf(suiteFolder: string): string {
  for (let folder = suiteFolder; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) return dirname(suiteFolder);
  }
}

function folderAt(path: string): FolderAt {
  try {
    if (!statSync(path).isDirectory()) return { kind: "no-folder" };
    return { kind: "folder", realPath: realpathSync(path) };
  } catch {
    // Whatever the reason, a folder that cannot be looked at cannot be copied either.
    return { kind: "missing" };
  }
}

/** A schema that a person wrote is far smaller; anything larger is a slip in the path. */
const mostBytes = 1024 * 1024;

function textAt(path: string): TextAt {
  try {
    const found = statSync(path);
    if (!found.isFile()) return { kind: "unreadable", why: "is not a file" };
    if (found.size > mostBytes) return { kind: "unreadable", why: "is larger than 1 MiB" };
    const text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
    return { kind: "text", text, realPath: realpathSync(path) };
  } catch (error) {
    if (error instanceof TypeError) return { kind: "unreadable", why: "is not a UTF-8 text" };
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
    return { kind: "unreadable", why: `cannot be read (${messageOf(error)})` };
  }
}
