import { describe, expect, test } from "vitest";
import type { Expectations, ReplayRecord } from "../record/record.ts";
import { replayOf } from "../analysis/syntheticReplay.ts";
import { structureOf, type ParseSource } from "../structure/structure.ts";
import { unknownUsage, type Ending, type Step, type ToolCall } from "../transcript/transcript.ts";
import { createValidator, type CheckId } from "./validation.ts";

/** Source with the word `broken` does not parse. */
const parse: ParseSource = (_, source) =>
  source.includes("broken") ? null : { label: source, children: [] };

const plain = replayOf(
  {
    seed: 1,
    strategies: [],
    lanes: 1,
    waves: 1,
    prompts: 1,
    perPrompt: 1,
    ambiguous: [],
    draws: 0,
    transient: 0,
    vendor: { kind: "simulated", profile: "healthy" },
  },
  {
    id: "r",
    purpose: { kind: "lane" },
    strategy: { id: "reset", share: 0, healthyNoise: 0, degradedNoise: 0 },
    wave: 0,
    lane: "l",
    session: "s",
    position: 0,
    isDegraded: false,
    spawns: 0,
  },
);

type Made = {
  readonly steps: readonly Step[];
  readonly ending?: Ending;
  readonly thinkingTokens?: number | null;
  readonly changes?: ReplayRecord["changes"];
  readonly command?: ReplayRecord["command"];
  readonly lane?: string;
  readonly strategy?: string;
};

function made({ steps, ending = { kind: "completed" }, ...given }: Made): ReplayRecord {
  const { thinkingTokens = null, changes = [], command = null } = given;
  const { lane = "l", strategy = "reset" } = given;
  const usage = { ...unknownUsage, thinkingTokens };
  const turns = [{ prompt: "p", steps, usage, wallMs: 1 }];
  const transcript = { schema: "sametwice.transcript/1" as const, turns, ending };
  return { ...plain, workspace: "/lane/work", transcript, changes, command, lane, strategy };
}

const done: ToolCall["outcome"] = { kind: "ok", output: "done" };
function call(name: string, input: ToolCall["input"], outcome: ToolCall["outcome"] = done): Step {
  return { kind: "calls", calls: [{ id: "c", name, input, outcome }] };
}
const say = (text: string): Step => ({ kind: "text", text });
const read = call("Read", { file_path: "/lane/work/a.ts" });
const edit = call("Edit", { file_path: "/lane/work/a.ts", old_string: "x", new_string: "y" });
const runTests = call("Bash", { command: "npm test" });
const changed = (path: string, after: string | null = "let a") =>
  ({ path, kind: "modified", before: null, after, hash: "h" }) as const;

function checksOf(expected: Expectations, replay: ReplayRecord) {
  return createValidator(expected).judge(replay, structureOf(replay, parse));
}

function checkOf(expected: Expectations, id: CheckId, replay: ReplayRecord) {
  return checksOf(expected, replay).find((check) => check.id === id);
}

describe("checks of every replay", () => {
  test("a finished replay is complete and terminates", () => {
    const checks = checksOf({}, made({ steps: [read, say("Done.")] }));
    expect(checks.map(({ id, passed }) => [id, passed])).toEqual([
      ["complete", true],
      ["terminates", true],
    ]);
  });

  test("a call without result is neither complete nor terminated, and is named", () => {
    const steps = [call("Bash", { command: "x" }, { kind: "open" })];
    const replay = made({ steps, ending: { kind: "tool-open", tool: "Bash" } });
    expect(checkOf({}, "complete", replay)).toMatchObject({ passed: false });
    expect(checkOf({}, "terminates", replay)).toMatchObject({
      passed: false,
      evidence: "without result: Bash",
    });
  });

  test.each<[Ending, boolean]>([
    [{ kind: "truncated", at: "max-tokens" }, false],
    [{ kind: "refused" }, false],
    [{ kind: "no-answer" }, false],
    [{ kind: "asked-user" }, true],
  ])(
    "a replay that ended as %o is complete: %s, and never the expected ending",
    (ending, passed) => {
      const replay = made({ steps: [say("Hm.")], ending });
      expect(checkOf({}, "complete", replay)?.passed).toBe(passed);
      expect(checkOf({ ending: "completed" }, "ending", replay)?.passed).toBe(false);
    },
  );
});

describe("loops of calls", () => {
  const terminates = (steps: readonly Step[]) => checkOf({}, "terminates", made({ steps }));

  test("the third equal call in a row is a loop, the second is not", () => {
    expect(terminates([read, read])?.passed).toBe(true);
    expect(terminates([read, read, read])).toMatchObject({
      passed: false,
      evidence: "Read repeated 3 times with equal results",
    });
  });

  test("rounds of two calls are a loop", () => {
    expect(terminates([read, runTests, read, runTests, read, runTests])?.evidence).toBe(
      "Read, Bash repeated 3 times with equal results",
    );
  });

  test("equal calls whose results differ in digits only are a loop, in words they are none", () => {
    const ran = (output: string) => call("Bash", { command: "tail log" }, { kind: "ok", output });
    expect(terminates([ran("3 ms"), ran("5 ms"), ran("4 ms")])?.passed).toBe(false);
    expect(terminates([ran("compiling"), ran("linking"), ran("ready")])?.passed).toBe(true);
  });

  test("reading a file page by page is no loop", () => {
    const page = (offset: number) => call("Read", { file_path: "/lane/work/a.ts", offset });
    expect(terminates([page(0), page(100), page(200)])?.passed).toBe(true);
  });
});

describe("checks that the suite asks for", () => {
  test("only what the suite asks for is checked beside completeness and termination", () => {
    const expected: Expectations = { ending: "completed", tools: { max: 1 }, command: "true" };
    const ids = ["complete", "terminates", "ending", "tools-max", "command"];
    expect(createValidator(expected).checks.map(({ id }) => id)).toEqual(ids);
    expect(checksOf(expected, made({ steps: [read] })).map(({ id }) => id)).toEqual(ids);
  });

  test("tools are found under their own and their usual name", () => {
    const replay = made({ steps: [call("view", { path: "/lane/work/a.ts" }), runTests] });
    const tools = { required: ["Read", "Bash", "View"], forbidden: ["WebFetch"], max: 2 };
    for (const id of ["tools-required", "tools-forbidden", "tools-max"] as const)
      expect(checkOf({ tools }, id, replay)).toMatchObject({ id, passed: true });
  });

  test("tools that are absent, forbidden or too many are named", () => {
    const replay = made({ steps: [read, read] });
    const tools = { required: ["Edit"], forbidden: ["Read"], max: 1 };
    expect(checkOf({ tools }, "tools-required", replay)?.evidence).toBe("not called: Edit");
    expect(checkOf({ tools }, "tools-forbidden", replay)?.evidence).toBe("called: Read");
    expect(checkOf({ tools }, "tools-max", replay)).toMatchObject({ passed: false });
  });

  test("an edit passes after reading its file and fails before it", () => {
    const expected = { readBeforeEdit: true };
    const check = (steps: readonly Step[]) =>
      checkOf(expected, "read-before-edit", made({ steps, changes: [changed("a.ts")] }));
    expect(check([read, edit])?.passed).toBe(true);
    expect(check([edit, read])).toMatchObject({
      passed: false,
      evidence: "1 of 1 edit without reading first; edited: a.ts",
    });
  });

  test("too little thinking fails, unreported thinking is unknown", () => {
    const expected = { thinkingTokens: { min: 200 } };
    const check = (thinkingTokens: number | null) =>
      checkOf(expected, "thinking-tokens", made({ steps: [read], thinkingTokens }))?.passed;
    expect([check(200), check(199), check(null)]).toEqual([true, false, null]);
  });

  test("too much thinking fails too", () => {
    const expected = { thinkingTokens: { min: 100, max: 200 } };
    const check = (thinkingTokens: number | null) =>
      checkOf(expected, "thinking-tokens", made({ steps: [read], thinkingTokens }))?.passed;
    expect([99, 100, 200, 201, null].map(check)).toEqual([false, true, true, false, null]);
    expect(createValidator(expected).checks.at(-1)?.words).toBe(
      "between 100 and 200 thinking tokens",
    );
  });

  test("changed files must be exactly the expected ones", () => {
    const replay = made({ steps: [read], changes: [changed("a.ts"), changed("b.ts")] });
    expect(checkOf({ changed: ["./b.ts", "a.ts"] }, "changed", replay)?.passed).toBe(true);
    expect(checkOf({ changed: ["a.ts", "c.ts"] }, "changed", replay)?.evidence).toBe(
      "not changed: c.ts; changed too: b.ts",
    );
  });

  test("one broken file fails; files that cannot be judged are unknown", () => {
    const check = (...changes: ReplayRecord["changes"]) =>
      checkOf(
        { parses: true },
        "parses",
        made({ steps: [say("```ts\nlet a\n```\n\n```ts\nbroken\n```")], changes }),
      );
    expect(check(changed("a.ts"), changed("b.txt"))?.passed).toBe(true);
    expect(check(changed("a.ts"), changed("b.ts", "broken"))).toMatchObject({
      passed: false,
      evidence: "does not parse: b.ts",
    });
    expect(check(changed("b.txt"))?.passed).toBeNull();
    expect(check(changed("a.ts", null))?.passed).toBeNull();
    expect(check()?.passed).toBeNull();
  });

  test("the command passes, fails, or was not run", () => {
    const check = (command: ReplayRecord["command"]) =>
      checkOf({ command: "node --test" }, "command", made({ steps: [read], command }));
    expect(check({ exitCode: 0, passed: true })?.passed).toBe(true);
    expect(check({ exitCode: null, passed: false })?.evidence).toContain("ran out of time");
    expect(check(null)?.passed).toBeNull();
  });
});

describe("JSON schema of the answer", () => {
  const total = { type: "object", properties: { total: { type: "number" } }, required: ["total"] };
  const check = (text: string, answerSchema: Expectations["answerSchema"] = total) =>
    checkOf({ answerSchema }, "answer-schema", made({ steps: [say(text)] }));

  test("an answer is judged as a whole or by its last fenced JSON", () => {
    expect(check('{"total": 3}')?.passed).toBe(true);
    expect(check('Here:\n```json\n{"total": 3}\n```\n```sh\nls\n```\nDone.')?.passed).toBe(true);
    expect(check('Here:\n```json\n{"total": "3"}\n```')?.evidence).toBe("total: must be number");
    expect(check("Total is 3.")?.evidence).toBe("the answer holds no JSON");
  });

  test("a schema that came into the record in another way and cannot be used is an error, not a pass", () => {
    expect(() => createValidator({ answerSchema: { type: "nummer" } })).toThrow("cannot be used");
  });
});
