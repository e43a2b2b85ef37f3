import { canonicalJson, sha256 } from "../base/base.ts";
import type { ToolCall } from "../transcript/transcript.ts";
import { programsOf } from "./shellCommand.ts";
import { canonicalTool } from "./toolNames.ts";
import type { StructureInput } from "./types.ts";
import { canonicalPath, canonicalText, inferWorkspace, pathArgument } from "./workspacePaths.ts";

/** A tool call reduced to what counts as structure; what `tools`, `targets` and `effort` are made of. */
export type CanonicalCall = {
  readonly tool: string;
  /** the tool, for a shell command with its programs: `Bash(git add, git commit)` */
  readonly token: string;
  readonly target: string;
  /** the shell command, "" for other tools */
  readonly command: string;
};

/**
 * All calls in order of issue. Calls of one step are sorted by token and target: they run concurrently and their
 * results arrive in the order of completion, a race that must not look like behaviour.
 */
export function canonicalCalls(input: StructureInput): CanonicalCall[] {
  const workspace = input.workspace ?? inferWorkspace(input.transcript, input.changes);
  const root = workspace === null ? null : workspace.replace(/\/+$/, "");
  return input.transcript.turns.flatMap((turn) =>
    turn.steps.flatMap((step) =>
      step.kind === "calls"
        ? step.calls.map((call) => canonicalCall(call, root)).sort(byTokenAndTarget)
        : [],
    ),
  );
}

function canonicalCall(call: ToolCall, workspace: string | null): CanonicalCall {
  const tool = canonicalTool(call.name, call.input);
  const command = tool === "Bash" ? shellTextOf(call.input) : "";
  const token = tool === "Bash" ? `Bash(${programsOf(command).join(", ")})` : tool;
  return { tool, token, target: targetOf(tool, call.input, workspace), command };
}

/** `bash -lc "x"` comes as a list of words from some agents. */
function shellTextOf(input: Readonly<Record<string, unknown>>): string {
  const command = input["command"] ?? input["cmd"] ?? "";
  if (Array.isArray(command)) return command.map((word) => `'${String(word)}'`).join(" ");
  return typeof command === "string" ? command : "";
}

const fileTools = new Set(["Read", "Edit", "Write", "NotebookEdit"]);
/** Arguments that steer or describe a call without changing what it does. */
const benign = new Set(["description", "timeout", "timeout_ms", "run_in_background"]);

function targetOf(
  tool: string,
  input: Readonly<Record<string, unknown>>,
  workspace: string | null,
): string {
  const path = pathArgument(input);
  // What an edit writes is the business of `code`; here only where it goes.
  if (fileTools.has(tool) && path !== null) return canonicalPath(path, workspace);
  const telling = Object.entries(input).filter(([key]) => !benign.has(key));
  const text = canonicalJson(canonicalArgument(Object.fromEntries(telling), workspace));
  return `#${sha256(text).slice(0, 12)}`;
}

function canonicalArgument(value: unknown, workspace: string | null): unknown {
  if (typeof value === "string") return canonicalText(value, workspace);
  if (Array.isArray(value)) return value.map((inner) => canonicalArgument(inner, workspace));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, canonicalArgument(inner, workspace)]),
  );
}

function byTokenAndTarget(a: CanonicalCall, b: CanonicalCall): number {
  return compare(a.token, b.token) || compare(a.target, b.target);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
