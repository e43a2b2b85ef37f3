import { describe, expect, test } from "vitest";
import type { FileChange } from "../record/record.ts";
import { unknownUsage, type Step, type Usage } from "../transcript/transcript.ts";
import { structureOf, type Structure } from "./structure.ts";
import { call, calls, parseWords, structured, text } from "./testing/transcripts.ts";

const read = (path: string, more: object = {}): Step =>
  calls(call("Read", { file_path: path, ...more }));
const edit = (path: string): Step => calls(call("Edit", { file_path: path }));
const write = (path: string): Step => calls(call("Write", { file_path: path }));
const shell = (command: string): Step => calls(call("Bash", { command }));
const change = (path: string, kind: FileChange["kind"]): FileChange => ({
  path,
  kind,
  before: null,
  after: kind === "deleted" ? null : "",
  hash: null,
});

function effortOf(
  steps: readonly Step[],
  changes: readonly FileChange[] = [],
): Structure["effort"] {
  return structured(steps, { changes }).effort;
}

describe("an edit without reading", () => {
  const blind = (steps: readonly Step[], changes: readonly FileChange[] = []): number =>
    effortOf(steps, changes).editsWithoutRead;

  test("is one of a file that was neither read nor written nor named in a command", () => {
    expect(blind([edit("src/a.ts")])).toBe(1);
    expect(blind([read("src/a.ts"), edit("src/a.ts")])).toBe(0);
    expect(blind([edit("src/a.ts"), edit("src/a.ts")])).toBe(1);
    expect(blind([shell("cat src/a.ts"), edit("src/a.ts")])).toBe(0);
    expect(blind([shell("cd src && sed -n 1,9p a.ts"), edit("src/a.ts")])).toBe(0);
    expect(blind([shell("cat /w/src/a.ts"), read("/w/b"), edit("/w/src/a.ts")])).toBe(0);
    expect(blind([shell("cat src/aa.ts other/src.ts"), edit("src/a.ts")])).toBe(1);
  });

  test("is a write over a file that was there, which its change tells, not one of a new file", () => {
    expect(blind([write("a.ts")], [change("a.ts", "modified")])).toBe(1);
    expect(blind([read("a.ts"), write("a.ts")], [change("a.ts", "modified")])).toBe(0);
    expect(blind([write("a.ts")], [change("a.ts", "created")])).toBe(0);
    expect(blind([edit("a.ts")], [change("a.ts", "created")])).toBe(0);
    expect(blind([write("a.ts")])).toBe(0);
  });

  test("is not one that was refused, failed or never answered", () => {
    const outcomes = [
      { kind: "denied", output: "" },
      { kind: "failed", output: "" },
      { kind: "open" },
    ] as const;
    for (const outcome of outcomes) {
      const effort = effortOf([calls(call("Edit", { file_path: "a" }, outcome))]);
      expect(effort).toMatchObject({
        edits: 0,
        editsWithoutRead: 0,
        readsPerEdit: null,
        testsAfterLastEdit: null,
      });
    }
  });

  test("is not a patch whose arguments name no file", () => {
    expect(effortOf([calls(call("apply_patch", { patch: "*** a" }))])).toMatchObject({
      edits: 1,
      editsWithoutRead: 0,
    });
  });

  test("is one that came in the message of the reading, or after a reading that failed", () => {
    const both = calls(call("Read", { file_path: "a" }), call("Edit", { file_path: "a" }));
    const failed = calls(call("Read", { file_path: "a" }, { kind: "failed", output: "" }));
    expect(blind([both])).toBe(1);
    expect(blind([failed, edit("a")])).toBe(1);
  });
});

describe("a repeated call", () => {
  const repeated = (steps: readonly Step[]): number => effortOf(steps).repeatedCalls;

  test("is equal to an earlier one, with no edit in between that succeeded", () => {
    expect(repeated([read("a"), read("a"), read("b")])).toBe(1);
    expect(repeated([read("a"), edit("a"), read("a")])).toBe(0);
    const denied = calls(call("Edit", { file_path: "a" }, { kind: "denied", output: "" }));
    expect(repeated([read("a"), denied, read("a")])).toBe(1);
  });

  test("is not the next page of the same file, nor a file of the same name elsewhere", () => {
    expect(repeated([read("a", { offset: 1 }), read("a", { offset: 200 })])).toBe(0);
    expect(repeated([read("/etc/a/x"), read("/srv/w/y"), read("/opt/b/x")])).toBe(0);
  });
});

describe("tests after the last edit", () => {
  const tested = (steps: readonly Step[]): boolean | null => effortOf(steps).testsAfterLastEdit;

  test("are asked for only when something was edited", () => {
    expect(tested([shell("npm test")])).toBeNull();
    expect(tested([edit("a"), shell("node --test")])).toBe(true);
    expect(tested([shell("npm test"), edit("a")])).toBe(false);
  });

  test.each([
    "npm run test:unit",
    "python -m pytest -q",
    "cd x && make test",
    "npx jest",
    "./run_tests.sh",
    "go test ./...",
  ])("are run by %s", (command) => {
    expect(tested([edit("a"), shell(command)])).toBe(true);
  });

  test.each(["test -f a", "[ -d tests ]", "cat latest.txt", "ls test"])(
    "are not run by %s",
    (command) => {
      expect(tested([edit("a"), shell(command)])).toBe(false);
    },
  );

  test("are not run by a command that was refused", () => {
    const denied = calls(call("Bash", { command: "npm test" }, { kind: "denied", output: "" }));
    expect(tested([edit("a"), denied])).toBe(false);
  });
});

describe("words and turns", () => {
  test("between calls are those of each message with calls; the answer does not count", () => {
    const effort = effortOf([
      text("one two three"),
      read("a"),
      text("four"),
      read("b"),
      text("The end."),
    ]);
    expect(effort).toMatchObject({ wordsBetweenCalls: 2, words: 6, turns: 3 });
    expect(effortOf([text("Only an answer.")])).toMatchObject({
      wordsBetweenCalls: null,
      turns: 1,
    });
  });
});

describe("what the vendor reported", () => {
  const withUsages = (...usages: readonly Partial<Usage>[]): Structure["effort"] => {
    const turns = usages.map((usage) => ({
      prompt: "",
      steps: [],
      usage: { ...unknownUsage, ...usage },
      wallMs: 1,
    }));
    const transcript = {
      schema: "sametwice.transcript/1",
      turns,
      ending: { kind: "completed" },
    } as const;
    return structureOf({ transcript, changes: [] }, parseWords).effort;
  };

  test("gives the share of the input that was cached, over all turns", () => {
    const one = { inputTokens: 10, cacheReadTokens: 60, cacheCreationTokens: 30 };
    const two = { inputTokens: 100, cacheReadTokens: 0, cacheCreationTokens: 0 };
    expect(withUsages(one, two).cacheRatio).toBe(0.3);
    expect(
      withUsages({ inputTokens: 0, cacheReadTokens: 0, cacheCreationTokens: 0 }).cacheRatio,
    ).toBeNull();
  });

  test("is unknown when it is unknown of one turn", () => {
    const known = { inputTokens: 1, cacheReadTokens: 1, cacheCreationTokens: 0, thinkingTokens: 5 };
    expect(withUsages(known, known)).toMatchObject({ thinkingTokens: 10, cacheRatio: 0.5 });
    expect(withUsages(known, {})).toMatchObject({ thinkingTokens: null, cacheRatio: null });
  });
});

test("50,000 blind edits among as many commands are counted in linear time", () => {
  const steps = Array.from({ length: 25_000 }, (_none, at) => [
    shell(`cat f${at}.ts`),
    edit(`src/g${at}.ts`),
  ]).flat();
  const startedAt = performance.now();
  expect(effortOf(steps).editsWithoutRead).toBe(25_000);
  expect(performance.now() - startedAt).toBeLessThan(15_000);
});
