import { expect, test } from "vitest";
import type { Expectations, RunRecords } from "../../record/record.ts";
import { computeMatrix } from "../computeMatrix.ts";
import { syntheticRun, type Truth } from "../syntheticRun.ts";
import type { Validation } from "./types.ts";

const truth: Truth = {
  lanes: 24,
  prompts: 2,
  strategies: [
    { id: "reset", share: 0.25, healthyNoise: 0.05, degradedNoise: 0.9, unattested: 0.1 },
    { id: "restart", share: 0.25, healthyNoise: 0.05, degradedNoise: 0.9, replaysPerSession: 1 },
  ],
};

function expecting(
  records: RunRecords,
  expects: readonly (Expectations | undefined)[],
): RunRecords {
  const prompts = records.run.prompts.map((prompt, index) => ({
    ...prompt,
    expect: expects[index],
  }));
  return { ...records, run: { ...records.run, prompts } };
}

const validationOf = (records: RunRecords): Validation =>
  computeMatrix(records, { parse: () => null }).validation;

test("a check's pass rate counts the usable replays of the prompts that ask for it", () => {
  const records = expecting(syntheticRun(truth), [{ tools: { required: ["Read"] } }, {}]);
  const { strategies } = validationOf(records);
  const usable = records.replays.filter(
    ({ strategy, promptId, attestation }) =>
      strategy === "reset" && promptId === "prompt-1" && attestation.kind === "attested",
  );
  const passed = usable.filter(({ transcript }) => JSON.stringify(transcript).includes('"Read"'));
  const [reset] = strategies;
  const required = reset?.checks.find(({ check }) => check === "tools-required");
  expect(required?.rate).toMatchObject({
    passed: passed.length,
    of: usable.length,
    unknown: 0,
    lanes: 24,
  });
  expect(required?.rate.value).toBeCloseTo(passed.length / usable.length, 10);
  expect(required?.rate.lower).toBeLessThan(passed.length / usable.length);
  expect(required?.byPrompt).toMatchObject([
    { promptId: "prompt-1", words: "these tools are called: Read" },
  ]);
  expect(required?.failure).toMatchObject({ evidence: "not called: Read" });
  expect(reset?.checks.find(({ check }) => check === "complete")?.byPrompt).toHaveLength(2);
});

test("prompts weigh the same even when replays of one are missing", () => {
  const records = expecting(syntheticRun(truth), [{ tools: { max: 0 } }, { tools: { max: 9 } }]);
  const fewer = {
    ...records,
    replays: records.replays.filter(
      ({ promptId, position }) => promptId === "prompt-1" || position < 2,
    ),
  };
  const check = validationOf(fewer).strategies[1]?.checks.find((one) => one.check === "tools-max");
  expect(check?.rate.of).toBeLessThan(records.replays.length / 2);
  expect(check?.rate.value).toBeCloseTo(0.5, 10);
});

test("an unknown result is counted apart, and without any known one the rate is unknown", () => {
  const records = expecting(syntheticRun(truth), [{ thinkingTokens: { min: 1 } }, {}]);
  const check = validationOf(records).strategies[1]?.checks.find(
    (one) => one.check === "thinking-tokens",
  );
  expect(check?.rate).toMatchObject({ of: 0, unknown: 48, value: null, lower: null });
  expect(check?.failure).toBeNull();
});

test("below 20 lanes a rate has no interval", () => {
  const [reset] = validationOf(syntheticRun({ ...truth, lanes: 12 })).strategies;
  expect(reset?.checks[0]?.rate).toMatchObject({ value: 1, lower: null, upper: null, lanes: 12 });
});

test("diverging replays of all strategies and of degraded sessions are told apart by what they do", () => {
  const records = expecting(syntheticRun({ ...truth, lanes: 30 }), [
    { tools: { required: ["Read"] } },
    { tools: { required: ["Read"] } },
  ]);
  const { comparisons } = validationOf(records);
  const [together] = comparisons;
  expect(together).toMatchObject({ kind: "diverging", strategy: null });
  expect(together?.differences.find(({ isClear }) => isClear)?.sentence).toBe(
    "turns 5.0 against 4.0",
  );
  expect(comparisons.some(({ kind }) => kind === "degraded")).toBe(true);
  // One replay per session cannot tell a degraded session from a noisy replay.
  expect(
    comparisons.some(({ kind, strategy }) => kind === "degraded" && strategy === "restart"),
  ).toBe(false);
});

test("a run of before expectations were kept says so and checks what it can", () => {
  const { strategies, notes } = validationOf(syntheticRun(truth));
  expect(strategies[0]?.checks.map(({ check }) => check)).toEqual([
    "complete",
    "terminates",
    "command",
  ]);
  expect(notes.join()).toContain("before expectations were kept");
});
