import {
  assert,
  constantFrom,
  array,
  record,
  string,
  option,
  boolean,
  oneof,
  constant,
  double,
  json,
  property,
} from "fast-check";
import { expect, test } from "vitest";
import type { Ending } from "../transcript/transcript.ts";
import { ownLineOf, type Imported } from "./importers.ts";
import { only, readAll } from "./testing/readAll.ts";
import { jsonl } from "./testing/sessionLines.ts";

const text = string();
const name = string({ minLength: 1 });
const count = option(double({ min: 0, max: 1e12, noNaN: true }).map((value) => value + 0));
const input = json().map((value): Record<string, unknown> => ({ value: JSON.parse(value) }));
const outcome = oneof(
  record({ kind: constantFrom("ok" as const, "failed" as const, "denied" as const), output: text }),
  constant({ kind: "open" as const }),
);
const step = oneof(
  record({ kind: constantFrom("thinking" as const, "text" as const), text }),
  record({
    kind: constant("calls" as const),
    calls: array(record({ id: text, name, input, outcome }), { minLength: 1, maxLength: 3 }),
  }),
);
const usage = record({
  inputTokens: count,
  outputTokens: count,
  cacheReadTokens: count,
  cacheCreationTokens: count,
  thinkingTokens: count,
  costUsd: count,
});
const turn = record({
  prompt: text,
  steps: array(step, { maxLength: 4 }),
  usage,
  wallMs: double({ min: 0, max: 1e9, noNaN: true }).map((value) => value + 0),
});
const ending = constantFrom<Ending[]>(
  { kind: "completed" },
  { kind: "truncated", at: "context-window" },
  { kind: "denied", tool: "Bash" },
  { kind: "turn-limit", turns: 3 },
  { kind: "timed-out", waitedFor: "idle", afterMs: 5 },
  { kind: "crashed", exitCode: null, signal: "SIGKILL", stderr: "x" },
  { kind: "api-error", status: 529, message: "busy" },
);
const change = record({
  path: name,
  kind: constantFrom("created" as const, "modified" as const, "deleted" as const),
  before: option(text),
  after: option(text),
  hash: option(text),
});
const imported = record<Imported>({
  transcript: record({
    schema: constant("sametwice.transcript/1" as const),
    turns: array(turn, { minLength: 1, maxLength: 3 }),
    ending,
  }),
  group: record({
    prompt: name,
    session: name,
    strategy: option(name),
    version: option(name),
    date: option(name),
    model: option(name),
  }),
  thread: oneof(
    constant({ kind: "main" as const }),
    record({ kind: constant("sub-agent" as const), id: name }),
  ),
  outcome: option(boolean()),
  workspace: option(name),
  changes: option(array(change, { maxLength: 2 })),
  firstMessage: option(record({ id: name, at: option(name) })),
  problems: array(text, { maxLength: 2 }),
});

test("law: a transcript that was written as a line reads back as it was", () => {
  assert(
    property(imported, (original) => {
      const again = only(readAll("own.jsonl", ownLineOf(original)));
      // Through JSON, because a record has no prototype and -0 no line of its own.
      expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(original)));
    }),
    { numRuns: 60 },
  );
});

test("a line of our own needs no more than prompt, session and steps; a wrong one is named by its field", () => {
  const schema = "sametwice.transcripts/1";
  const turns = [{ steps: [{ kind: "calls", calls: [{ name: "Read" }] }] }];
  const data = jsonl({ schema, prompt: "p", session: "s", turns }, { schema, prompt: "p", turns });
  const file = readAll("own", data);
  expect(only(file).transcript.ending).toEqual({ kind: "completed" });
  expect(file.problems).toMatchObject([{ line: 2, reason: expect.stringContaining("session") }]);
});

test("lines of a later version of the format are refused by name", () => {
  const file = readAll("own", jsonl({ schema: "sametwice.transcripts/2", prompt: "p" }));
  expect(file.problems[0]?.reason).toContain("schema");
});
