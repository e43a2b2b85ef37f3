import { posix } from "node:path";
import type { FileChange } from "../record/record.ts";
import { toolCallsOf, type Transcript } from "../transcript/transcript.ts";
import { withoutIdsAndDates } from "./idsAndDates.ts";

/**
 * The workspace as the calls show it, without a trailing slash, or null when they name no absolute path: the folder
 * under which the changed files lie, else the one that a shell command enters, else the common folder of all paths.
 */
export function inferWorkspace(
  transcript: Transcript,
  changes: readonly FileChange[],
): string | null {
  const paths = absolutePathsOf(transcript);
  const changed = new Set(changes.map((change) => change.path));
  const roots = paths.flatMap((path) => rootsOf(path, changed));
  return mostFrequent(roots) ?? enteredFolder(transcript) ?? commonFolder(paths);
}

/** The folders below which the path is that of a changed file. */
function rootsOf(path: string, changed: ReadonlySet<string>): string[] {
  const roots: string[] = [];
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) {
    if (at > 0 && changed.has(path.slice(at + 1))) roots.push(path.slice(0, at));
  }
  return roots;
}

/** `src/a.ts` inside the workspace, `.` for itself, `<outside>/name` for any other absolute path. */
export function canonicalPath(path: string, workspace: string | null): string {
  const slashed = posix.normalize(path.trim().replaceAll("\\", "/")).replace(/(?<=.)\/$/, "");
  if (!isAbsolute(slashed)) return slashed;
  const inside = workspace === null ? null : insideOf(slashed, workspace);
  return inside ?? `<outside>/${posix.basename(slashed)}`;
}

/** Text without what differs between two equal replays: workspace, temporary folders, ids, dates, amount of white space. */
export function canonicalText(text: string, workspace: string | null): string {
  const local = workspace === null ? text : withoutWorkspace(text, workspace);
  return withoutIdsAndDates(local).replace(/\s+/g, " ").trim();
}

/** `/w/src` becomes `src`, `/w` and `/w/` become `.`; `/w2` and `/x/w` are other folders. */
function withoutWorkspace(text: string, workspace: string): string {
  const { slug, below, itself } = placesOf(workspace);
  return text.replace(slug, "<workspace>").replace(below, "").replace(itself, ".");
}

type Places = {
  readonly workspace: string;
  readonly slug: RegExp;
  readonly below: RegExp;
  readonly itself: RegExp;
};

/** Those of the last workspace: all calls of a transcript have the same. */
let lastPlaces: Places | null = null;

function placesOf(workspace: string): Places {
  if (lastPlaces?.workspace === workspace) return lastPlaces;
  const place = `(?<![\\w.-])(?:/private)?${RegExp.escape(workspace)}`;
  // Claude Code keeps what belongs to /srv/app in folders named `-srv-app`.
  const name = RegExp.escape(workspace.replace(/[^A-Za-z0-9]/g, "-"));
  lastPlaces = {
    workspace,
    slug: new RegExp(`(?<=/)${name}(?![\\w.-])`, "g"),
    below: new RegExp(`${place}/(?=[\\w.-])`, "g"),
    itself: new RegExp(`${place}(?:/|(?![\\w.-]))`, "g"),
  };
  return lastPlaces;
}

function insideOf(path: string, workspace: string): string | null {
  // macOS shows /tmp/x to one program and /private/tmp/x to another.
  const candidates = [path, path.replace(/^\/private(?=\/)/, "")];
  for (const candidate of candidates) {
    if (candidate === workspace) return ".";
    if (candidate.startsWith(`${workspace}/`)) return candidate.slice(workspace.length + 1);
  }
  return null;
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || path.startsWith("~") || /^[A-Za-z]:\//.test(path);
}

/** Names under which tools take a file or folder. */
export const pathKeys: readonly string[] = ["file_path", "path", "notebook_path", "filename"];

/** The first argument that names a file or folder. */
export function pathArgument(input: Readonly<Record<string, unknown>>): string | null {
  for (const key of pathKeys) {
    const value = input[key];
    if (typeof value === "string" && value !== "") return value;
  }
  return null;
}

function absolutePathsOf(transcript: Transcript): string[] {
  return toolCallsOf(transcript).flatMap((call) => {
    const path = pathArgument(call.input);
    return path?.startsWith("/") ? [posix.normalize(path)] : [];
  });
}

function enteredFolder(transcript: Transcript): string | null {
  for (const call of toolCallsOf(transcript)) {
    const command = call.input["command"];
    const entered = typeof command === "string" ? /^\s*cd\s+(\/[^\s;&|]+)/.exec(command) : null;
    if (entered?.[1] !== undefined) return entered[1].replace(/\/$/, "");
  }
  return null;
}

function commonFolder(paths: readonly string[]): string | null {
  const [first, ...rest] = paths.map((path) => posix.dirname(path).split("/"));
  if (first === undefined) return null;
  const differs = first.findIndex((part, depth) => rest.some((other) => other[depth] !== part));
  const common = (differs === -1 ? first : first.slice(0, differs)).join("/");
  return common === "" ? null : common;
}

function mostFrequent(texts: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || a.length - b.length);
  return first?.[0] ?? null;
}
