import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSuite } from "../suite/suite.ts";
import { newRunRecord } from "./newRunRecord.ts";

test("a strategy with another's definition is recorded as its copy, whatever it is called or claims; prompts keep what is expected of them", async () => {
  const suite = await loadSuite(join(import.meta.dirname, "../../suites/calibration.yaml"));
  const { strategies, prompts } = newRunRecord({
    id: "run",
    vendor: { kind: "simulated", profile: "sticky" },
    observed: "on",
    startedAt: "2026-01-01T00:00:00.000Z",
    configurationHash: "hash",
    resume: null,
    suite,
    plan: { waves: [] },
    strategies: new Map(
      suite.strategies.map((strategy) => [strategy.id, { strategy, clientConfiguration: "one" }]),
    ),
  });
  expect(strategies.map(({ id, copyOf }) => [id, copyOf])).toEqual([
    ["reset", undefined],
    ["reset-b", "reset"],
    ["restart", undefined],
  ]);
  expect(prompts.map((prompt) => prompt.expect)).toEqual(suite.prompts.map((one) => one.expect));
});
