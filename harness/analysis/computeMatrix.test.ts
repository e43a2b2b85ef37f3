import { describe, expect, test } from "vitest";
import { seededRandom, shuffled } from "../base/base.ts";
import type { RunRecords } from "../record/record.ts";
import { computeMatrix, insufficientSessions } from "./analysis.ts";
import { syntheticRun, type StrategyTruth } from "./syntheticRun.ts";
import type { Matrix, StrategyResult } from "./types.ts";

const matrixOf = (records: RunRecords) => computeMatrix(records, { parse: () => null });

const healthyTruth = { share: 0, healthyNoise: 0.04, degradedNoise: 0.85 };
const stickyTruth = { ...healthyTruth, share: 0.1 };
const both = (truth: typeof healthyTruth): readonly StrategyTruth[] => [
  { id: "reset", ...truth },
  { id: "restart", ...truth, replaysPerSession: 1 },
];

function strategy(matrix: Matrix, id: string): StrategyResult {
  const found = matrix.strategies.find((result) => result.id === id);
  if (found === undefined) throw new Error(`no strategy ${id}`);
  return found;
}

function covers({ lower, upper }: { lower: number | null; upper: number | null }, truth: number) {
  return lower !== null && upper !== null && lower <= truth && truth <= upper;
}

describe("a healthy vendor", () => {
  test.each([1, 2, 3])("seed %i: nothing sticks and no strategy differs", (seed) => {
    const matrix = matrixOf(syntheticRun({ seed, strategies: both(healthyTruth) }));
    const reset = strategy(matrix, "reset");
    expect(covers(reset.divergence, 0.04)).toBe(true);
    expect(reset.degradedSessions.count).toBe(0);
    expect(reset.stickiness.p).toBeGreaterThan(0.05);
    expect(matrix.comparisons.map(({ pAdjusted }) => (pAdjusted ?? 0) > 0.05)).toEqual([true]);
    expect(covers(matrix.comparisons[0]?.difference ?? { lower: null, upper: null }, 0)).toBe(true);
  });
});

describe("a vendor that degrades 10 % of processes", () => {
  test.each([1, 2, 3])("seed %i: the degraded share is covered and it sticks", (seed) => {
    const matrix = matrixOf(
      syntheticRun({ seed, lanes: 60, draws: 3, strategies: both(stickyTruth) }),
    );
    const reset = strategy(matrix, "reset");
    expect(covers(reset.degradedSessions, 0.1)).toBe(true);
    expect(covers(reset.divergence, 0.9 * 0.04 + 0.1 * 0.85)).toBe(true);
    expect(reset.stickiness.p).toBeLessThan(0.01);
    expect(reset.stickiness.icc).toBeGreaterThan(0.3);
    expect(reset.recovery.value).toBeLessThan(0.1);
    expect(strategy(matrix, "restart").recovery.value).toBeGreaterThan(0.6);
    expect(strategy(matrix, "restart").stickiness.p).toBeGreaterThan(0.01);
  });

  test("sessions that get well by themselves are dropped by the sham, not credited to /clear", () => {
    const records = syntheticRun({
      lanes: 60,
      draws: 1,
      transient: 0.5,
      strategies: both({ ...stickyTruth, share: 0.3 }),
    });
    const { recovery } = strategy(matrixOf(records), "reset");
    expect(recovery.value).toBeLessThan(0.1);
    expect(recovery.notes.join()).toMatch(/^[1-9]\d* of \d+ .* looked healthy in fresh replays/m);
  });
});

test("a strategy that removes the degradation is found to diverge less", () => {
  const matrix = matrixOf(
    syntheticRun({
      lanes: 60,
      strategies: [
        { id: "reset", ...stickyTruth, share: 0.3 },
        { id: "suppress-betas", ...healthyTruth, clientConfiguration: "no-betas" },
      ],
    }),
  );
  const [comparison] = matrix.comparisons;
  expect(comparison).toMatchObject({ a: "reset", b: "suppress-betas" });
  expect(comparison?.difference.upper).toBeLessThan(0);
  expect(comparison?.pAdjusted).toBeLessThan(0.01);
  expect(strategy(matrix, "suppress-betas").shift.value).toBe(0);
});

test("missing and unattested replays are counted with their reasons and never diverge", () => {
  const matrix = matrixOf(
    syntheticRun({
      strategies: [
        { id: "reset", ...healthyTruth, healthyNoise: 0 },
        { id: "restart", ...healthyTruth, healthyNoise: 0, missing: 0.2, unattested: 0.1 },
      ],
    }),
  );
  const { replays, divergence, notes } = strategy(matrix, "restart");
  expect(replays.missing).toBeGreaterThan(20);
  expect(replays.unattested).toBeGreaterThan(5);
  expect(replays.scored + replays.missing + replays.unattested + replays.setAside).toBe(240);
  expect(divergence.count).toBe(0);
  expect(notes.join()).toMatch(
    /\d+ of 240 replays are missing \(\d+ timed-out, for example no answer within 1.0 s \(idle\)\)/,
  );
  expect(notes.join()).toContain("the betas were still sent");
  expect(matrix.footnotes.join()).toContain("Differential missingness: restart lost");
});

test("replays that were planned and never played are missing, and the run is called preliminary", () => {
  const whole = syntheticRun({ strategies: both(healthyTruth) });
  const matrix = matrixOf({
    ...whole,
    run: { ...whole.run, finishedAt: null },
    replays: whole.replays.filter(({ wave }) => wave === 0),
  });
  expect(strategy(matrix, "reset").replays).toMatchObject({
    planned: 240,
    scored: 80,
    missing: 160,
  });
  expect(strategy(matrix, "reset").notes.join()).toContain("160 never played");
  expect(matrix.footnotes.join()).toContain("not finished");
});

test("an ambiguous prompt is set aside and named, the others are still scored", () => {
  const matrix = matrixOf(
    syntheticRun({ ambiguous: ["prompt-2"], strategies: [{ id: "reset", ...healthyTruth }] }),
  );
  const { replays, divergence, byPrompt } = strategy(matrix, "reset");
  expect(replays.setAside).toBe(60);
  expect(divergence.of).toBe(180);
  expect(divergence.notes.join()).toContain("prompt-2");
  expect(byPrompt.find(({ promptId }) => promptId === "prompt-2")?.scored).toBe(0);
  expect(matrix.prompts.filter(({ ambiguous }) => ambiguous).map(({ id }) => id)).toEqual([
    "prompt-2",
  ]);
});

test("under 20 lanes there is no interval, and the words say so", () => {
  const matrix = matrixOf(syntheticRun({ lanes: 10, strategies: both(stickyTruth) }));
  const { divergence } = strategy(matrix, "reset");
  expect(divergence).toMatchObject({ lower: null, upper: null, level: null, n: 10 });
  expect(divergence.notes).toContain(insufficientSessions);
  expect(matrix.comparisons[0]?.difference.lower).toBeNull();
});

test("the weights of unequally played prompts are equal", () => {
  const whole = syntheticRun({
    prompts: 2,
    perPrompt: 4,
    strategies: [{ id: "reset", ...healthyTruth, healthyNoise: 0.3 }],
  });
  const replays = whole.replays.filter(
    ({ promptId, position }) => promptId === "prompt-1" || position < 2,
  );
  const { divergence, byPrompt } = strategy(matrixOf({ ...whole, replays }), "reset");
  const rates = byPrompt.map(({ diverged, scored }) => diverged / scored);
  expect(byPrompt.map(({ scored }) => scored)).toEqual([120, 30]);
  expect(divergence.value).toBeCloseTo(((rates[0] ?? 0) + (rates[1] ?? 0)) / 2, 12);
});

test.each([
  ["one strategy", { strategies: [{ id: "restart", ...stickyTruth, replaysPerSession: 1 }] }],
  ["one prompt played once", { prompts: 1, perPrompt: 1, draws: 1, strategies: both(stickyTruth) }],
  ["one lane", { lanes: 1, waves: 1, strategies: both(stickyTruth) }],
  ["no lane", { lanes: 0, strategies: both(stickyTruth) }],
  ["no strategy", { strategies: [] }],
  ["everything missing", { strategies: [{ id: "reset", ...stickyTruth, missing: 1 }] }],
  ["everything degraded", { strategies: both({ ...stickyTruth, share: 1, degradedNoise: 1 }) }],
])("%s: unknown numbers are null with a reason, never NaN", (_situation, truth) => {
  const matrix = matrixOf(syntheticRun(truth));
  expectReasons(matrix);
});

/** Every estimate is either whole or explains what it lacks; no number is NaN or infinite. */
function expectReasons(value: unknown, path = "matrix"): void {
  if (typeof value === "number") expect(Number.isFinite(value), path).toBe(true);
  expect(value, path).not.toBeUndefined();
  if (typeof value !== "object" || value === null) return;
  if ("lower" in value && "notes" in value && value.lower === null) {
    expect(value.notes, path).not.toEqual([]);
  }
  for (const [key, inner] of Object.entries(value)) expectReasons(inner, `${path}.${key}`);
}

test("the same records in another order give the same bytes", () => {
  const records = syntheticRun({ draws: 2, strategies: both(stickyTruth) });
  const random = seededRandom("order");
  const reordered: RunRecords = {
    ...records,
    sessions: shuffled(records.sessions, random),
    replays: shuffled(records.replays, random),
    challenges: shuffled(records.challenges, random),
  };
  expect(JSON.stringify(matrixOf(reordered))).toBe(JSON.stringify(matrixOf(records)));
});

test("challenge replays feed neither divergence nor references", () => {
  const records = syntheticRun({ draws: 3, strategies: both({ ...stickyTruth, share: 0.2 }) });
  const without = matrixOf({
    ...records,
    challenges: [],
    replays: records.replays.filter(({ purpose }) => purpose.kind === "lane"),
  });
  const matrix = matrixOf(records);
  expect(matrix.prompts).toEqual(without.prompts);
  expect(strategy(matrix, "reset").divergence).toEqual(strategy(without, "reset").divergence);
  expect(matrix.comparisons).toEqual(without.comparisons);
});

test("the matrix has the keys of the machine-readable contract", () => {
  const matrix = matrixOf(syntheticRun({ draws: 1, strategies: both(stickyTruth) }));
  expect(Object.keys(matrix)).toEqual(
    expect.arrayContaining(["schema", "run", "strategies", "comparisons", "prompts", "footnotes"]),
  );
  expect(Object.keys(matrix.run)).toEqual(
    expect.arrayContaining([
      "id",
      "suite",
      "agent",
      "cli",
      "vendor",
      "seed",
      "startedAt",
      "finishedAt",
    ]),
  );
  const reset = strategy(matrix, "reset");
  expect(Object.keys(reset)).toEqual(
    expect.arrayContaining([
      "id",
      "lanes",
      "sessions",
      "replays",
      "divergence",
      "degradedSessions",
      "shift",
      "stickiness",
      "recovery",
      "gain",
      "featureParity",
      "overhead",
      "success",
    ]),
  );
  const estimate = ["value", "lower", "upper", "level", "n", "method", "notes"];
  for (const each of [
    reset.divergence,
    reset.degradedSessions,
    reset.shift,
    reset.recovery,
    reset.success,
  ]) {
    expect(Object.keys(each)).toEqual(expect.arrayContaining(estimate));
  }
  expect(Object.keys(reset.gain)).toEqual(["label", "claimed", "verdict", "note"]);
  expect(Object.keys(matrix.comparisons[0] ?? {})).toEqual([
    "a",
    "b",
    "difference",
    "p",
    "pAdjusted",
  ]);
  expect(Object.keys(matrix.prompts[0] ?? {})).toEqual(
    expect.arrayContaining(["id", "threshold", "reference", "ambiguous"]),
  );
});

test("every note of every cell is among the footnotes, once", () => {
  const matrix = matrixOf(
    syntheticRun({ lanes: 10, draws: 2, strategies: both({ ...stickyTruth, share: 0.3 }) }),
  );
  const notes = matrix.strategies.flatMap((result) => [
    ...result.divergence.notes,
    ...result.recovery.notes,
    ...result.stickiness.notes,
    ...result.harm.notes,
  ]);
  expect(matrix.footnotes).toEqual(expect.arrayContaining(notes));
  expect(new Set(matrix.footnotes).size).toBe(matrix.footnotes.length);
});
