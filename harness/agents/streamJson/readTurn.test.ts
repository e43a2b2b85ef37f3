import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { clearOutcome } from "./clearOutcome.ts";
import { parseEvent, type AgentEvent } from "./events.ts";
import { readTurn } from "./readTurn.ts";

const streams = resolve(import.meta.dirname, "../../../fixtures/agents/streams");
const session = "11111111-0000-4000-8000-000000000001";
const newSession = "22222222-0000-4000-8000-000000000002";

function eventsOf(stream: string): AgentEvent[] {
  const lines = readFileSync(join(streams, `${stream}.ndjson`), "utf8")
    .trimEnd()
    .split("\n");
  return lines.map(parseEvent).filter((event) => event !== null);
}

function read(stream: string) {
  return readTurn(eventsOf(stream), { prompt: "go", wallMs: 12, costBeforeUsd: 0.5 });
}

describe("steps", () => {
  test("a turn with tools keeps its order: thinking, text, calls with their outcomes, answer", () => {
    const { turn, ending } = read("tool-turn");
    expect(ending).toEqual({ kind: "completed" });
    expect(turn.steps).toEqual([
      { kind: "thinking", text: "First look at the file." },
      { kind: "text", text: "I will look." },
      {
        kind: "calls",
        calls: [
          {
            id: "t1",
            name: "Read",
            input: { file_path: "shop.js" },
            outcome: { kind: "ok", output: "1\tconst tax = 0.19;\n" },
          },
        ],
      },
      {
        kind: "calls",
        calls: [
          {
            id: "t2",
            name: "Edit",
            input: {
              file_path: "shop.js",
              old_string: "0.19",
              new_string: "0.20",
              replace_all: false,
            },
            outcome: { kind: "ok", output: "changed" },
          },
        ],
      },
      { kind: "text", text: "The tax is 20 % now." },
    ]);
  });

  test("calls of one message are one step in the order of the message, whatever the order of their results", () => {
    const steps = read("parallel-calls").turn.steps;
    expect(steps.map((step) => step.kind)).toEqual(["text", "calls", "text"]);
    const calls = steps.flatMap((step) => (step.kind === "calls" ? step.calls : []));
    expect(calls.map(({ id, outcome }) => [id, outcome])).toEqual([
      ["t1", { kind: "ok", output: "one" }],
      ["t2", { kind: "ok", output: "first line\n[image]\nlast line" }],
      ["t3", { kind: "failed", output: "Exit code 3" }],
    ]);
  });

  test("what a sub-agent does is inside its call and no step of the turn", () => {
    const { turn, ending } = read("sub-agent");
    expect(turn.steps.map((step) => step.kind)).toEqual(["calls", "text"]);
    expect(ending).toEqual({ kind: "completed" });
  });

  test("a continuation forced by the client is one turn with both texts", () => {
    const texts = read("continued").turn.steps.map((step) => step.kind === "text" && step.text);
    expect(texts).toEqual(["This is cut", "off."]);
  });
});

describe("endings", () => {
  test.each([
    ["continued", { kind: "completed" }],
    ["oldest", { kind: "completed" }],
    ["open-call", { kind: "tool-open", tool: "Bash" }],
    ["asked-user", { kind: "asked-user" }],
    ["denied-call", { kind: "denied", tool: "Bash" }],
    ["no-answer", { kind: "no-answer" }],
    ["turn-limit", { kind: "turn-limit", turns: 2 }],
    ["refused", { kind: "refused" }],
    ["truncated", { kind: "truncated", at: "max-tokens" }],
    ["context-full-while-answering", { kind: "truncated", at: "context-window" }],
    ["context-full", { kind: "truncated", at: "context-window" }],
    ["interrupted", { kind: "interrupted" }],
    [
      "lost-session",
      { kind: "api-error", status: null, message: "No conversation found with that id" },
    ],
    ["api-error", { kind: "api-error", status: 529, message: "API Error: 529 the vendor is busy" }],
  ])("%s", (stream, ending) => {
    expect(read(stream).ending).toEqual(ending);
  });

  test("a turn without a result has no ending of its own, and its usage is unknown", () => {
    const events = eventsOf("tool-turn").slice(0, -1);
    const { turn, ending } = readTurn(events, { prompt: "go", wallMs: 1, costBeforeUsd: 0 });
    expect(ending).toBeNull();
    expect(turn.steps).toHaveLength(5);
    expect(turn.usage.outputTokens).toBeNull();
  });

  test("what the client says about a failure is no step of the agent", () => {
    expect(read("api-error").turn.steps).toEqual([]);
    expect(read("refused").turn.steps).toEqual([{ kind: "text", text: "I cannot" }]);
  });
});

describe("usage", () => {
  test("tokens are the result's, and the cost is what this turn added to the session's", () => {
    expect(read("tool-turn").turn.usage).toEqual({
      inputTokens: 40,
      outputTokens: 20,
      cacheReadTokens: 400,
      cacheCreationTokens: 4,
      thinkingTokens: 9,
      costUsd: 0.75,
    });
  });

  test("what an old version does not tell is unknown, not zero", () => {
    expect(Object.values(read("oldest").turn.usage)).toEqual([null, null, null, null, null, null]);
  });
});

describe("/clear", () => {
  test.each(["clear-real", "clear-without-reset-event"])("%s: a new conversation", (stream) => {
    expect(clearOutcome(eventsOf(stream), session)).toEqual({
      kind: "cleared",
      sessionId: newSession,
    });
  });

  test.each([
    ["clear-unknown-skill", "the agent said: Unknown skill: clear"],
    ["clear-silent", "the session id stayed"],
    ["clear-as-prompt", "the agent sent /clear to the model as a prompt"],
    ["api-error", "API Error: 529 the vendor is busy"],
  ])("%s: not cleared, with the reason", (stream, reason) => {
    expect(clearOutcome(eventsOf(stream), session)).toEqual({ kind: "not-cleared", reason });
  });
});

describe("the border", () => {
  test.each(["", "not json", "null", "[1]", '"text"', '{"type":7}', '{"half":'])(
    "%j is no event",
    (line) => {
      expect(parseEvent(line)).toBeNull();
    },
  );

  test.each([
    '{"type":"weather_report"}',
    '{"type":"assistant","message":"rain"}',
    '{"type":"user","message":{"content":"a plain text"}}',
    '{"type":"system","subtype":"status"}',
    '{"type":"constructor"}',
  ])("%s is an event that we do not read", (line) => {
    expect(parseEvent(line)).toEqual({ kind: "other" });
  });

  test("a result is read even when every field but its type is of another shape than known", () => {
    const line = '{"type":"result","is_error":"no","usage":[],"errors":{},"permission_denials":7}';
    expect(parseEvent(line)).toMatchObject({ kind: "result", isError: false, usage: null });
  });
});
