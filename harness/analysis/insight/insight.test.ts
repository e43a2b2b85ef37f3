import { expect, test } from "vitest";
import { mulberry32 } from "../../base/base.ts";
import type { RunRecords } from "../../record/record.ts";
import { computeMatrix } from "../computeMatrix.ts";
import { syntheticRun, type Truth } from "../syntheticRun.ts";
import type { Insight } from "./types.ts";

const sliced = { share: 0.15, healthyNoise: 0.03, degradedNoise: 0.9 };
const none = { share: 0, healthyNoise: 0, degradedNoise: 0 };
const insightOf = (records: RunRecords): Insight =>
  computeMatrix(records, { parse: () => null }).insight;
const ofTruth = (truth: Truth): Insight => insightOf(syntheticRun(truth));

/** Without a case of its own every answer is text that a reader can print. */
function expectNoNonsense(insight: Insight) {
  const text = JSON.stringify(insight, (_, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? "NONSENSE" : value,
  );
  expect(text).not.toMatch(/NONSENSE|NaN|Infinity|undefined/);
}

test("a slice is found with its share, its sessions group by what they do, and equal seeds repeat", () => {
  const truth = { lanes: 40, strategies: [{ id: "reset", ...sliced }] };
  const insight = ofTruth(truth);
  expect(insight.slice).toMatchObject({ answer: "two-groups" });
  expect(insight.slice?.share.lower).toBeLessThan(0.15);
  expect(insight.slice?.share.upper).toBeGreaterThan(0.15);
  expect(insight.clusters?.groups.length).toBe(2);
  expect(insight.clusters?.p).toBeLessThan(0.01);
  expect(insight.variance?.designEffect).toBeGreaterThan(2);
  expect(insight.variance?.shares?.session).toBeGreaterThan(0.3);
  expect(ofTruth(truth)).toEqual(insight);
  expectNoNonsense(insight);
});

test("noise without a slice is one rate, one group, and refutes that session state dominates", () => {
  const noisy = { share: 0, healthyNoise: 0.15, degradedNoise: 0.15 };
  const insight = ofTruth({ lanes: 40, strategies: [{ id: "reset", ...noisy }] });
  expect(insight.slice?.answer).toBe("not-shown");
  expect(insight.slice?.share.value).toBeNull();
  expect(insight.clusters?.silhouette).toBeNull();
  expect(insight.dominance?.definitions[0]).toMatchObject({
    definition: "variance",
    verdict: "refuted",
  });
});

test("a copy of the baseline shows what the noise band promised", () => {
  const strategies = [
    { id: "reset", ...sliced },
    { id: "reset-b", ...sliced },
  ];
  const records = syntheticRun({ lanes: 40, strategies });
  const [first, second] = records.run.strategies;
  if (first === undefined || second === undefined) throw new Error("no strategies");
  const run = { ...records.run, strategies: [first, { ...second, copyOf: "reset" }] };
  const { noiseBand } = insightOf({ ...records, run });
  const [band] = noiseBand.comparisons;
  expect(noiseBand.copies).toHaveLength(1);
  expect(Math.abs(noiseBand.copies[0]?.difference ?? 1)).toBeLessThan(band?.band ?? 0);
  // Halves of 20 lanes vary more than two strategies of 40.
  expect(band?.band).toBeCloseTo((noiseBand.halves ?? 0) / Math.SQRT2, 6);
});

test.each<[string, Truth]>([
  ["one session", { lanes: 1, strategies: [{ id: "reset", ...sliced }] }],
  ["one prompt", { prompts: 1, perPrompt: 1, strategies: [{ id: "reset", ...sliced }] }],
  ["all equal", { strategies: [{ id: "reset", ...none }] }],
  ["all different", { strategies: [{ id: "reset", share: 1, healthyNoise: 1, degradedNoise: 1 }] }],
  ["no strategy", { strategies: [] }],
  ["nothing usable", { strategies: [{ id: "reset", ...sliced, missing: 1 }] }],
])("degenerate: %s gives answers that say why, and no wrong number", (_, truth) => {
  const insight = ofTruth(truth);
  expectNoNonsense(insight);
  expect(insight.strategies[0]?.ttl?.answer ?? "cannot-tell").toBe("cannot-tell");
  expect(insight.slice?.answer ?? "cannot-tell").not.toBe("two-groups");
  expect(
    insight.dominance?.definitions.some(({ verdict }) => verdict === "supported") ?? false,
  ).toBe(false);
});

test("without a success command there is no pass@k, and the note says so", () => {
  const records = syntheticRun({ lanes: 3, strategies: [{ id: "reset", ...sliced }] });
  const prompts = records.run.prompts.map((prompt) => ({ ...prompt, hasCommand: false }));
  const replays = records.replays.map((replay) => ({ ...replay, command: null }));
  const { strategies } = insightOf({ ...records, replays, run: { ...records.run, prompts } });
  expect(strategies[0]?.success).toEqual({
    rows: [],
    prompts: 0,
    notes: ["no prompt has a success command"],
  });
});

test("a strategy that loses nine of ten replays is called out, and so is one that is missing from a wave", () => {
  const strategies = [
    { id: "reset", ...sliced },
    { id: "restart", ...sliced, missing: 0.9 },
    { id: "pin-ttl", ...sliced },
  ];
  const records = syntheticRun({ lanes: 24, strategies });
  const replays = records.replays.filter(
    ({ strategy, wave }) => strategy !== "pin-ttl" || wave !== 1,
  );
  const matrix = computeMatrix({ ...records, replays }, { parse: () => null });
  expect(matrix.footnotes.join("\n")).toMatch(/Differential missingness: restart lost (8|9)\d %/);
  expect(matrix.footnotes.join("\n")).toMatch(
    /pin-ttl: \d+ of \d+ replays are missing .*never played/,
  );
  expectNoNonsense(matrix.insight);
});

test("random records never crash it", () => {
  const random = mulberry32(3);
  for (let round = 0; round < 5; round++) {
    const truth = {
      seed: round,
      lanes: 1 + Math.floor(random() * 6),
      prompts: 1 + Math.floor(random() * 3),
      perPrompt: 1 + Math.floor(random() * 3),
      strategies: [
        {
          id: "reset",
          share: random(),
          healthyNoise: random(),
          degradedNoise: random(),
          missing: random(),
        },
      ],
    };
    expectNoNonsense(ofTruth(truth));
  }
});
