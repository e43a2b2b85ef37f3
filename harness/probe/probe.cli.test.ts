import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { claudeCodeAgent, type PreparedAgent } from "../agents/agents.ts";
import { UserError } from "../base/base.ts";
import { testCache } from "../e2e/sametwice.ts";
import type { ProbeRecord } from "../record/record.ts";
import { preflight, probeClient } from "./probe.ts";

const version = "2.1.328";
let prepared: PreparedAgent | null = null;
let record: ProbeRecord;

beforeAll(async () => {
  prepared = await prepareOrSkip();
  if (prepared === null) return;
  record = await probeClient({ agent: "claude-code", prepared, model: "claude-sonnet-4-5" });
}, 300_000);
beforeEach((context) => context.skip(prepared === null, `claude ${version} cannot be had here`));

describe(`a probe of claude ${version}`, () => {
  test("plays every step, and /clear empties the context", () => {
    expect(record.steps.map(({ id, ending }) => [id, ending])).toEqual([
      ["start", null],
      ["text", "completed"],
      ["tools", "completed"],
      ["clear", "cleared"],
      ["after-clear", "completed"],
      ["end", null],
    ]);
    const carried = record.steps.map(({ requests }) => requests.map((r) => r.assistantMessages));
    expect(carried).toEqual([[], [0], [1, 2, 3, 4], [], [0], []]);
    expect(record.egress).toEqual([]);
  });

  test("holds program, times and the client's own texts", () => {
    expect(record.program).toMatchObject({ form: "native" });
    expect(record.program?.bytes).toBeGreaterThan(100e6);
    expect(record.timing.firstRequestMs).toBeGreaterThan(0);
    const texts = record.steps.find(({ id }) => id === "text")?.requests[0];
    expect(texts?.tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["Bash", "Edit", "Read"]),
    );
    expect(texts?.system.length).toBeGreaterThan(5_000);
    expect(texts?.additions).toContain("system-reminder");
    expect(texts?.additions).not.toContain("are you ready?");
    const after = record.steps.find(({ id }) => id === "after-clear")?.requests[0];
    expect(after?.additions).toContain("<command-name>/clear</command-name>");
  });

  test("without a model gets the client's default", async () => {
    if (prepared === null) throw new Error("not prepared");
    expect(await preflight(prepared, { model: null })).toMatchObject({
      kind: "measured",
      modelAsked: "claude-opus-5-5",
      egress: [],
    });
  });
});

async function prepareOrSkip(): Promise<PreparedAgent | null> {
  try {
    return await claudeCodeAgent({ cacheDirectory: testCache }).prepare(version);
  } catch (error) {
    if (error instanceof UserError && error.message.includes("cannot reach its registry")) {
      return null;
    }
    throw error;
  }
}
