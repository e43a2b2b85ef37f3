import { expect, test } from "vitest";
import type { StrategyResult } from "../analysis/analysis.ts";
import { runInProcess } from "./testing/runInProcess.ts";

function strategy(results: readonly StrategyResult[], id: string): StrategyResult {
  const found = results.find((result) => result.id === id);
  if (found === undefined) throw new Error(`no strategy ${id}`);
  return found;
}

test.each([1, 2, 3])(
  "on sticky, seed %d, a tenth of the sessions is found, /clear recovers none and restart nearly all",
  async (seed) => {
    const { strategies } = await runInProcess({
      vendor: "sticky",
      seed,
      lanes: 40,
      perPrompt: 1,
      waves: 4,
      strategies: ["reset", "restart"],
    });
    const reset = strategy(strategies, "reset");
    expect(reset.degradedSessions.lower).toBeLessThan(0.1);
    expect(reset.degradedSessions.upper).toBeGreaterThan(0.1);
    expect(reset.stickiness.p).toBeLessThan(0.01);
    expect(reset.recovery.value).toBeLessThan(0.1);
    const restart = strategy(strategies, "restart");
    expect(restart.recovery.of).toBeGreaterThanOrEqual(9);
    expect(restart.recovery.value).toBeGreaterThan(0.8);
    // Restarting draws anew every time, so nothing sticks to a lane and the long-run rate stays what it is.
    expect(restart.stickiness.p).toBeGreaterThan(0.05);
  },
);

test.each([1, 2])(
  "on healthy, seed %d, nothing is called sticky, degraded or different",
  async (seed) => {
    const matrix = await runInProcess({
      vendor: "healthy",
      seed,
      lanes: 20,
      perPrompt: 1,
      waves: 4,
    });
    for (const { divergence, stickiness, gain, replays } of matrix.strategies) {
      expect(replays).toMatchObject({ planned: 80, scored: 80, missing: 0, unattested: 0 });
      expect(divergence.lower).toBeLessThan(0.04);
      expect(divergence.upper).toBeGreaterThan(0.04);
      expect(stickiness.p).toBeGreaterThan(0.05);
      expect(gain.verdict).toBe("inconclusive");
    }
    for (const { pAdjusted } of matrix.comparisons) expect(pAdjusted).toBeGreaterThan(0.05);
  },
);

test("a run whose baseline is the sham is challenged too, once in place and beside it", async () => {
  const { strategies } = await runInProcess({
    vendor: "sticky",
    seed: 2,
    lanes: 8,
    perPrompt: 1,
    waves: 2,
    strategies: ["continue", "restart"],
  });
  expect(strategy(strategies, "restart").harm.of).toBeGreaterThanOrEqual(1);
});

test("two runs with the same seed give the same matrix, whatever the concurrency did", async () => {
  const wanted = { vendor: "april", seed: 11, lanes: 6, perPrompt: 1, waves: 3 };
  const [first, second] = [await runInProcess(wanted), await runInProcess(wanted)];
  expect(withoutWallTime(second)).toEqual(withoutWallTime(first));
});

function withoutWallTime(matrix: unknown): unknown {
  const text = JSON.stringify(matrix, (key, value: unknown) =>
    key === "wallSeconds" ? null : value,
  );
  return JSON.parse(text);
}
