import type { Ending, Step, ToolCall } from "../../transcript/transcript.ts";
import type { ResultEvent } from "./events.ts";

/** What a turn's ending is judged by, besides its result. */
export type TurnFacts = {
  readonly steps: readonly Step[];
  /** failures that the client reported in synthetic messages */
  readonly failures: readonly string[];
};

/**
 * How a turn ended, by its result and steps. `subtype` and `is_error` alone will not do: API failures come as
 * "success", and a success may hide a cut or open tool call.
 */
export function endingOf(result: ResultEvent, turn: TurnFacts): Ending {
  return limitEnding(result) ?? cutEnding(result, turn) ?? failureEnding(result) ?? ownEnding(turn);
}

function limitEnding(result: ResultEvent): Ending | null {
  const isLimit = result.subtype === "error_max_turns" || result.terminalReason === "max_turns";
  if (!isLimit) return null;
  // "Reached maximum number of turns (2)": num_turns counts tool results too and would be larger.
  const told = /\((\d+)\)/.exec(result.errors.join(" "))?.[1];
  return { kind: "turn-limit", turns: told === undefined ? (result.turns ?? 0) : Number(told) };
}

/** The model's own stop, which the client may report as a failure. */
function cutEnding(result: ResultEvent, turn: TurnFacts): Ending | null {
  if (result.stopReason === "refusal") return { kind: "refused" };
  const isCut = result.stopReason === "max_tokens" || turn.failures.includes("max_output_tokens");
  const isFull =
    result.stopReason === "model_context_window_exceeded" ||
    result.terminalReason === "prompt_too_long" ||
    // The CLI gives a full context the same error code as a cut answer; only its sentence tells them apart.
    (isCut && result.text?.includes("context window"));
  if (isFull) return { kind: "truncated", at: "context-window" };
  return isCut ? { kind: "truncated", at: "max-tokens" } : null;
}

function failureEnding(result: ResultEvent): Ending | null {
  if (result.terminalReason?.startsWith("aborted_")) return { kind: "interrupted" };
  const failed = result.isError || (result.subtype !== null && result.subtype !== "success");
  if (!failed) return null;
  const message = result.errors.join("; ") || result.text || (result.subtype ?? "unknown failure");
  return { kind: "api-error", status: result.apiErrorStatus, message };
}

/** The agent handed the word back by itself: what its last steps say about that. */
function ownEnding({ steps }: TurnFacts): Ending {
  const calls = steps.flatMap((step) => (step.kind === "calls" ? step.calls : []));
  const open = calls.find((call) => call.outcome.kind === "open");
  if (open !== undefined) return { kind: "tool-open", tool: open.name };
  const last: ToolCall | undefined = calls.at(-1);
  if (last?.name === "AskUserQuestion") return { kind: "asked-user" };
  if (last?.outcome.kind === "denied") return { kind: "denied", tool: last.name };
  return steps.at(-1)?.kind === "text" ? { kind: "completed" } : { kind: "no-answer" };
}
