import type { Strategy } from "../suite/suite.ts";

/** What decides whether a session may go on, in experiment time. */
export type SessionState = {
  readonly ageMs: number;
  readonly replays: number;
  readonly toolCalls: number;
  readonly isAlive: boolean;
};

export type RecycleReason = "first" | "ended" | "every-replay" | "ttl" | "tool-calls";

/**
 * Why the next replay needs a new process, or null when the present one goes on. Asked between replays only, so a
 * session is never recycled in the middle of one and may outlive its TTL by the length of a replay.
 */
export function recycleReason(
  strategy: Pick<Strategy, "conversation" | "recycle">,
  session: SessionState | null,
): RecycleReason | null {
  if (session === null) return "first";
  if (!session.isAlive) return "ended";
  if (session.replays === 0) return null;
  if (strategy.conversation === "new-process") return "every-replay";
  const { ttlMs, toolCalls } = strategy.recycle;
  if (ttlMs !== null && session.ageMs >= ttlMs) return "ttl";
  if (toolCalls !== null && session.toolCalls >= toolCalls) return "tool-calls";
  return null;
}
