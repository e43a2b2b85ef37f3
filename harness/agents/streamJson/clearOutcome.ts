import type { ClearOutcome } from "../types.ts";
import type { AgentEvent } from "./events.ts";

/**
 * What the agent said when it was asked to start a new conversation. It may be wrong: 2.1.126 answers with a new
 * session id and goes on sending the old messages, so the next request on the wire is the proof.
 * @param events all events up to the result of `/clear`
 * @param sessionIdBefore the conversation that was to be left
 */
export function clearOutcome(
  events: readonly AgentEvent[],
  sessionIdBefore: string | null,
): ClearOutcome {
  const result = events.findLast((event) => event.kind === "result");
  if (result === undefined) return notCleared("the agent gave no result");
  if (result.isError) return notCleared(result.errors.join("; ") || result.text || "an error");
  if (events.some((event) => event.kind === "assistant" && !event.isSynthetic)) {
    return notCleared("the agent sent /clear to the model as a prompt");
  }
  const init = events.findLast((event) => event.kind === "init");
  const sessionId = result.sessionId ?? init?.sessionId ?? null;
  const isReset = events.some((event) => event.kind === "conversation-reset");
  if (isReset || result.localCommand === "clear") return { kind: "cleared", sessionId };
  if (sessionId !== null && sessionId !== sessionIdBefore) return { kind: "cleared", sessionId };
  // "Unknown skill: clear", "/clear isn't available in this environment." or nothing at all.
  return notCleared(result.text ? `the agent said: ${result.text}` : "the session id stayed");
}

function notCleared(reason: string): ClearOutcome {
  return { kind: "not-cleared", reason };
}
