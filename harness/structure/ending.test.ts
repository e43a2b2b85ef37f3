import { expect, test } from "vitest";
import type { Ending } from "../transcript/transcript.ts";
import { endingChannel } from "./ending.ts";

/** One of each kind, twice where numbers and wordings differ. */
const endings: Readonly<Record<string, readonly Ending[]>> = {
  completed: [{ kind: "completed" }],
  "truncated:max-tokens": [{ kind: "truncated", at: "max-tokens" }],
  "truncated:context-window": [{ kind: "truncated", at: "context-window" }],
  refused: [{ kind: "refused" }],
  "asked-user": [{ kind: "asked-user" }],
  denied: [
    { kind: "denied", tool: "Bash" },
    { kind: "denied", tool: "Write" },
  ],
  "turn-limit": [
    { kind: "turn-limit", turns: 3 },
    { kind: "turn-limit", turns: 50 },
  ],
  "tool-open": [
    { kind: "tool-open", tool: "Bash" },
    { kind: "tool-open", tool: "Read" },
  ],
  "no-answer": [{ kind: "no-answer" }],
  "timed-out": [
    { kind: "timed-out", waitedFor: "idle", afterMs: 1 },
    { kind: "timed-out", waitedFor: "wall", afterMs: 9 },
  ],
  crashed: [
    { kind: "crashed", exitCode: 1, signal: null, stderr: "a" },
    { kind: "crashed", exitCode: null, signal: "SIGKILL", stderr: "" },
  ],
  "api-error": [
    { kind: "api-error", status: 529, message: "busy" },
    { kind: "api-error", status: null, message: "gone" },
  ],
  interrupted: [{ kind: "interrupted" }],
};

test.each(Object.entries(endings))("an ending of kind %s is that", (name, all) => {
  expect(all.map(endingChannel)).toEqual(all.map(() => name));
});

test("every kind of ending of a transcript is covered, and each is another", () => {
  // Fails to compile when a kind is added.
  const kinds: Record<Ending["kind"], true> = {
    completed: true,
    truncated: true,
    refused: true,
    "asked-user": true,
    denied: true,
    "turn-limit": true,
    "tool-open": true,
    "no-answer": true,
    "timed-out": true,
    crashed: true,
    "api-error": true,
    interrupted: true,
  };
  const shown = Object.values(endings).map(([ending]) => ending?.kind);
  expect(new Set(shown)).toEqual(new Set(Object.keys(kinds)));
});
