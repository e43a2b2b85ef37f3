import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { toolCallsOf } from "../transcript/transcript.ts";
import { only, readAll, type Read } from "./testing/readAll.ts";

// Small logs written by us, one or more of each format, each with something broken in it.
const fixtures = resolve(import.meta.dirname, "../../fixtures/transcripts");
const read = (path: string): Read => readAll(path, readFileSync(join(fixtures, path)));
const sessions = "claude-code/projects/-home-me-shop";
const keysOf = ({ imported }: Read) => imported.map(({ group }) => group);

describe("files of the projects folder of Claude Code", () => {
  test("a session of 2.1 has its prompt, version, folder, first message and tokens", () => {
    const name = `${sessions}/5e551000-0000-4000-8000-000000000005.jsonl`;
    const one = only(read(name));
    expect(one.group).toMatchObject({
      session: "5e551000-0000-4000-8000-000000000005",
      version: "2.1.300",
      date: "2026-03-10T09:05:02.000Z",
      model: "claude-sonnet-4-6",
    });
    expect([one.workspace, one.firstMessage?.id]).toEqual([
      "/home/me/shop",
      "msg_fixture000500000001",
    ]);
    expect(toolCallsOf(one.transcript).map(({ name: tool }) => tool)).toEqual([
      "Read",
      "Edit",
      "Bash",
    ]);
    expect(one.transcript.turns[0]?.usage).toMatchObject({
      cacheReadTokens: 3600,
      outputTokens: 230,
    });
  });

  test("a sub-agent's own file (2.x) and its side chain (1.0) are transcripts apart", () => {
    const name = `${sessions}/5e551000-0000-4000-8000-000000000005/subagents/agent-a1b2c3.jsonl`;
    expect(only(read(name)).thread).toEqual({ kind: "sub-agent", id: "a1b2c3" });
    const old = read(`${sessions}/10000000-0000-4000-8000-000000000001.jsonl`);
    expect(old.imported.map(({ thread, group }) => [thread.kind, group.prompt])).toEqual([
      ["main", "Which files compute totals? Ask a sub-agent."],
      ["sub-agent", "List the files."],
    ]);
    expect(old.imported[0]?.group.version).toBe("1.0.88");
  });

  test("a session that was killed at work is missing data, and its cut line is named", () => {
    const file = read(`${sessions}/5e551000-0000-4000-8000-000000000099.jsonl`);
    expect(only(file).transcript.ending).toEqual({ kind: "interrupted" });
    expect(file.problems).toMatchObject([{ line: 5, reason: expect.stringContaining("cut off") }]);
  });
});

test("promptfoo's lines give the same as its one value, but for what only that tells", () => {
  const lines = read("promptfoo/results.jsonl");
  expect(lines.format).toBe("promptfoo");
  expect(new Set(keysOf(lines).map(({ prompt }) => prompt)).size).toBe(1);
  expect(lines.problems).toMatchObject([{ line: 3 }]);
  expect(keysOf(read("promptfoo/results.json"))[0]).toMatchObject({
    session: "eval-1#1",
    version: "0.118.0",
    date: "2026-03-06T10:00:00.000Z",
  });
});

test("tau2-bench: only the agent's calls count, parallel results find their calls, reasons to end are told", () => {
  const { imported, problems } = read("tau-bench/telecom.tau2.json");
  expect(imported.map(({ transcript, outcome }) => [transcript.ending.kind, outcome])).toEqual([
    ["completed", true],
    ["turn-limit", false],
    ["api-error", null],
  ]);
  const [first] = imported;
  expect(first?.group).toMatchObject({ prompt: "task 12", model: "model-y" });
  expect(first && toolCallsOf(first.transcript)).toMatchObject([
    { name: "get_line", outcome: { kind: "ok", output: "active" } },
    { name: "get_plan", outcome: { kind: "failed", output: "gone" } },
  ]);
  expect(problems).toMatchObject([{ line: 4 }]);
});

test("tau-bench: the user's last word ends a conversation and is no turn of it", () => {
  const [first] = read("tau-bench/retail.json").imported;
  expect(first?.transcript.turns.map(({ prompt }) => prompt)).toEqual(["Cancel order 7."]);
  expect(first?.transcript.ending).toEqual({ kind: "completed" });
});

test.each(["mini-swe-agent/run-1/shop__total-1.traj.json", "swe-agent/run-1/shop__total-2.traj"])(
  "%s: the patch that was handed in tells which files changed",
  (path) => {
    expect(only(read(path)).changes).toMatchObject([
      { path: "src/total.py", kind: "modified", after: "    return sum(items) * 1.19" },
      { path: "notes.md", kind: "created", after: "# Tax" },
    ]);
  },
);

test("mini-swe-agent 1: a run that hit its limits, without a patch", () => {
  const one = only(read("mini-swe-agent/run-2/shop__total-1.traj.json"));
  expect([one.transcript.ending.kind, one.changes]).toEqual(["turn-limit", null]);
});

test("Inspect: attachments are put where they belong, tokens and time are told", () => {
  const { imported, problems } = read("inspect/find-tax.json");
  const [first] = imported;
  expect(first && toolCallsOf(first.transcript)[0]?.outcome).toEqual({
    kind: "ok",
    output: "src/total.js: tax",
  });
  expect(first?.transcript.turns[0]).toMatchObject({ wallMs: 3500, usage: { outputTokens: 5 } });
  expect(imported.map(({ outcome }) => outcome)).toEqual([true, true, false]);
  expect(problems).toMatchObject([{ line: 4 }]);
});

test("every fixture is detected by its content, whatever its name", () => {
  const files = readdirSync(fixtures, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const formats = files.map(({ parentPath, name }) => [
    name,
    readAll("x", readFileSync(join(parentPath, name))).format,
  ]);
  expect(formats.filter(([, format]) => format === null)).toEqual([["package.json", null]]);
});
