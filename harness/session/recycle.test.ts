import { expect, test } from "vitest";
import { recycleReason } from "./recycle.ts";

const minute = 60_000;
const never = { ttlMs: null, toolCalls: null, whenDegraded: false };
const young = { ageMs: 0, replays: 1, toolCalls: 5, isAlive: true };

test("the first replay of a lane needs a process", () => {
  expect(recycleReason({ conversation: "clear", recycle: never }, null)).toBe("first");
});

test("a process that ended is replaced whatever the strategy", () => {
  const dead = { ...young, isAlive: false };
  expect(recycleReason({ conversation: "keep", recycle: never }, dead)).toBe("ended");
});

test("a strategy that restarts takes a new process after every replay, but not before the first", () => {
  const restart = { conversation: "new-process", recycle: never } as const;
  expect(recycleReason(restart, { ...young, replays: 0 })).toBeNull();
  expect(recycleReason(restart, young)).toBe("every-replay");
});

test("a session lives until its TTL and is replaced from then on", () => {
  const ttl = { conversation: "clear", recycle: { ...never, ttlMs: 45 * minute } } as const;
  expect(recycleReason(ttl, { ...young, ageMs: 45 * minute - 1 })).toBeNull();
  expect(recycleReason(ttl, { ...young, ageMs: 45 * minute })).toBe("ttl");
});

test("a session that used up its tool calls is replaced", () => {
  const limited = { conversation: "clear", recycle: { ...never, toolCalls: 80 } } as const;
  expect(recycleReason(limited, { ...young, toolCalls: 79 })).toBeNull();
  expect(recycleReason(limited, { ...young, toolCalls: 80 })).toBe("tool-calls");
});

test("clearing alone never replaces a session", () => {
  const reset = { conversation: "clear", recycle: never } as const;
  expect(recycleReason(reset, { ...young, ageMs: 1e9, replays: 1e4, toolCalls: 1e5 })).toBeNull();
});
