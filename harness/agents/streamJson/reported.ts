import type { AgentEvent } from "./events.ts";

/** Ids of the model's answers among the events, each once, in the order of their beginning; the client's own words have none. */
export function answerIdsOf(events: readonly AgentEvent[]): readonly string[] {
  const answers = events.filter((event) => event.kind === "assistant");
  const ids = answers.filter(({ isSynthetic }) => !isSynthetic).map(({ messageId }) => messageId);
  return [...new Set(ids)];
}

/** Versions that the program told among the events, each once; a program that is replaced in the middle tells two. */
export function versionsOf(events: readonly AgentEvent[]): readonly string[] {
  const told = events.flatMap((event) => (event.kind === "init" ? (event.version ?? []) : []));
  return [...new Set(told)];
}
