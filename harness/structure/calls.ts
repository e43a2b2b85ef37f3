import { canonicalJson, sha256 } from "../base/base.ts";
import type { Step, ToolCall, ToolOutcome } from "../transcript/transcript.ts";
import { withoutIdsAndDates } from "./idsAndDates.ts";
import { programsOf } from "./shellCommand.ts";
import { canonicalTool } from "./toolNames.ts";
import type { StructureInput } from "./types.ts";
import {
  canonicalPath,
  canonicalText,
  inferWorkspace,
  pathArgument,
  pathKeys,
} from "./workspacePaths.ts";

/** A tool call reduced to what counts as structure; what `tools`, `targets` and `effort` are made of. */
export type CanonicalCall = {
  readonly tool: string;
  /** the tool, for a shell command with its programs: `Bash(git add, git commit)` */
  readonly token: string;
  readonly target: string;
  /** all telling arguments as JSON; the target of a file tool tells only the file */
  readonly arguments: string;
  /** what a file tool works on, relative to the workspace, ids and dates included; null for other tools */
  readonly path: string | null;
  /** the shell command, "" for other tools */
  readonly command: string;
  /** its programs, none for other tools */
  readonly programs: readonly string[];
  readonly outcome: ToolOutcome["kind"];
  /** calls of one message have the same number */
  readonly message: number;
};

/**
 * All calls in order of issue. Calls of one step are sorted by token and target: they run concurrently and their
 * results arrive in the order of completion, a race that must not look like behaviour.
 */
export function canonicalCalls(input: StructureInput): readonly CanonicalCall[] {
  const workspace = input.workspace ?? inferWorkspace(input.transcript, input.changes);
  const root = workspace === null ? null : workspace.replace(/\/+$/, "") || null;
  const groups = input.transcript.turns.flatMap(({ steps }) => steps.filter(isCalls));
  return groups.flatMap(({ calls }, message) =>
    calls.map((call) => canonicalCall(call, root, message)).sort(byTokenAndTarget),
  );
}

function isCalls(step: Step): step is Extract<Step, { kind: "calls" }> {
  return step.kind === "calls";
}

function canonicalCall(call: ToolCall, workspace: string | null, message: number): CanonicalCall {
  const tool = canonicalTool(call.name, call.input);
  const command = tool === "Bash" ? shellTextOf(call.input) : "";
  const programs = tool === "Bash" ? programsOf(command) : [];
  const named = fileTools.has(tool) ? pathArgument(call.input) : null;
  const path = named === null ? null : canonicalPath(named, workspace);
  const text = argumentsText(tool, call.input, workspace);
  return {
    tool,
    token: tool === "Bash" ? shellToken(programs) : tool,
    // What an edit writes is the business of `code`; here only where it goes.
    target: path === null ? `#${sha256(text).slice(0, 12)}` : withoutIdsAndDates(path),
    arguments: text,
    path,
    command,
    programs,
    outcome: call.outcome.kind,
    message,
  };
}

/** Longer ones, generated scripts, are told by their beginning and a digest. */
const longestToken = 300;

function shellToken(programs: readonly string[]): string {
  const text = withoutIdsAndDates(programs.join(", "));
  if (text.length <= longestToken) return `Bash(${text})`;
  return `Bash(${text.slice(0, longestToken)}… #${sha256(text).slice(0, 12)})`;
}

/** `bash -lc "x"` comes as a list of words from some agents. */
function shellTextOf(input: Readonly<Record<string, unknown>>): string {
  const command = input["command"] ?? input["cmd"] ?? "";
  if (Array.isArray(command)) return command.map((word) => quoted(String(word))).join(" ");
  return typeof command === "string" ? command : "";
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}

const fileTools = new Set(["Read", "Edit", "Write", "NotebookEdit"]);
/** Arguments that steer or describe a call without changing what it does. */
const benign = new Set(["description", "timeout", "timeout_ms", "run_in_background"]);
/** Arguments that are prose, which no two replays write alike. */
const prose: Readonly<Record<string, readonly string[]>> = {
  Agent: ["prompt"],
  WebFetch: ["prompt"],
  TodoWrite: ["todos", "plan", "explanation"],
};

function argumentsText(
  tool: string,
  input: Readonly<Record<string, unknown>>,
  workspace: string | null,
): string {
  const telling = Object.entries(input)
    .filter(([key]) => !benign.has(key) && prose[tool]?.includes(key) !== true)
    .map(([key, value]) => [key, canonicalArgument(value, workspace, key)] as const)
    // The workspace itself is where a tool works when it is told nothing.
    .filter(([key, value]) => key !== "path" || value !== ".");
  return canonicalJson(Object.fromEntries(telling));
}

/** Nobody means anything by what lies deeper, and it must not overflow the stack. */
const deepest = 50;

function canonicalArgument(
  value: unknown,
  workspace: string | null,
  key: string,
  depth = 0,
): unknown {
  if (typeof value === "string") return argumentText(value, workspace, key);
  if (value === null || typeof value !== "object") return value;
  if (depth >= deepest) return "…";
  const inner = (part: unknown): unknown => canonicalArgument(part, workspace, "", depth + 1);
  if (Array.isArray(value)) return value.map(inner);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inner(part)]));
}

function argumentText(value: string, workspace: string | null, key: string): string {
  if (pathKeys.includes(key)) return withoutIdsAndDates(pathText(value, workspace));
  const text = canonicalText(value, workspace);
  // Entering the folder in which the agent stands anyway.
  return key === "command" || key === "cmd" ? text.replace(/^cd \. (?:&&|;) /, "") : text;
}

/** Paths outside stay whole: two files of one name are two arguments. */
function pathText(path: string, workspace: string | null): string {
  const place = canonicalPath(path, workspace);
  return place.startsWith("<outside>") ? path.trim() : place;
}

function byTokenAndTarget(a: CanonicalCall, b: CanonicalCall): number {
  return compare(a.token, b.token) || compare(a.target, b.target);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
