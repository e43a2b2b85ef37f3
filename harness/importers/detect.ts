import { isObject } from "./parse.ts";
import type { LogFormat } from "./types.ts";

/** The format that an object on one line gives away, or null when it could be of several or none. */
export function detectLine(value: Readonly<Record<string, unknown>>): LogFormat | null {
  const { schema, type } = value;
  if (typeof schema === "string" && schema.startsWith("sametwice.transcripts/")) {
    return "sametwice-transcripts";
  }
  if ("vars" in value && "prompt" in value && ("testIdx" in value || "promptIdx" in value)) {
    return "promptfoo";
  }
  if (typeof type !== "string") return null;
  if ("sessionId" in value || "leafUuid" in value || "parentUuid" in value) {
    return "claude-code-session";
  }
  const isStream = "session_id" in value || "parent_tool_use_id" in value;
  return isStream || type === "result" ? "stream-json" : null;
}

/** The format that a whole JSON value gives away by its fields, or null. */
export function detectWhole(value: unknown): LogFormat | null {
  if (Array.isArray(value)) {
    const first: unknown = value[0];
    return isObject(first) && "task_id" in first && "traj" in first ? "tau-bench" : null;
  }
  if (!isObject(value)) return null;
  if (detectLine(value) === "promptfoo") return "promptfoo";
  const { trajectory_format, trajectory, messages, results, samples } = value;
  if (typeof trajectory_format === "string" && trajectory_format.startsWith("mini-swe-agent")) {
    return "mini-swe-agent";
  }
  if (Array.isArray(trajectory)) return "swe-agent";
  if (isObject(value["eval"]) && Array.isArray(samples)) return "inspect";
  if (Array.isArray(messages) && isObject(value["info"])) return "mini-swe-agent";
  const list = isObject(results) ? results["results"] : results;
  if (Array.isArray(list)) return "promptfoo";
  if (Array.isArray(value["simulations"])) return "tau-bench";
  const isTrial = "traj" in value || ("termination_reason" in value && "messages" in value);
  return "task_id" in value && isTrial ? "tau-bench" : null;
}
