import { describe, expect, test } from "vitest";
import type { Estimate, ReplayVerdict } from "../analysis/analysis.ts";
import { seededRandom } from "../base/base.ts";
import { wilson } from "../statistics/statistics.ts";
import { concludeCalibration, planCalibration, playTask, productEstimators } from "./calibrate.ts";
import { renderCalibrationMarkdown, renderCalibrationTerminal } from "./render.ts";
import { simulateArm } from "./simulateReplays.ts";
import { allTruths, expectedFlagged, expectedRate, isReferenceTruth } from "./truths.ts";
import type { Estimators, Truth } from "./types.ts";

const size = { seed: 7, runs: 120, structureRuns: 1 };
/** Enough for a gate and little enough for a test: the reference truth at 30 lanes. */
const tasks = planCalibration(size).filter(
  ({ kind, truth }) => kind === "replays" && isReferenceTruth(truth) && truth.lanes === 30,
);

function calibrate(estimators: Estimators) {
  return concludeCalibration(
    size,
    tasks,
    tasks.map((task) => playTask(task, estimators)),
  );
}

/** What one would write first: all replays as if they were independent. */
function naiveRate(
  scored: readonly ReplayVerdict[],
  { level }: { readonly level: number },
): Estimate {
  const count = scored.filter(({ diverged }) => diverged).length;
  const of = scored.length;
  const bounds = wilson(count, of, level);
  return { value: count / of, ...bounds, level, n: of, count, of, method: "naive", notes: [] };
}

describe("the gate", () => {
  test("passes the product's estimators at the truth that the specification documents", () => {
    const result = calibrate(productEstimators);
    const gate = result.gates.find(({ name }) => name.includes("reference truth"));
    expect(gate).toMatchObject({ expected: 0.95, n: 120, passed: true });
    expect(gate?.observed).toBeGreaterThan(0.86);
    expect(result.passed).toBe(true);
  });

  test("fails Wilson's interval on pooled replays, and the report says so", () => {
    const result = calibrate({ ...productEstimators, divergenceRate: naiveRate });
    const gate = result.gates.find(({ name }) => name.includes("reference truth"));
    expect(gate?.passed).toBe(false);
    expect(gate?.observed).toBeLessThan(0.8);
    expect(result.passed).toBe(false);
    expect(renderCalibrationTerminal(result)).toContain("NOT CALIBRATED: 1 of");
    expect(renderCalibrationMarkdown(result)).toContain("FAILED");
  });

  test("fails closed when nothing was measured", () => {
    const result = concludeCalibration(size, [], []);
    expect(result.passed).toBe(false);
    expect(renderCalibrationTerminal({ ...result, gates: [] })).toContain("nothing was measured");
  });

  test("fails a stickiness test that sees stickiness everywhere", () => {
    const nothing = planCalibration({ ...size, runs: 20 }).filter(
      ({ kind, truth }) => kind === "replays" && truth.share === 0 && truth.lanes === 20,
    );
    const measured = nothing.map((task) =>
      playTask(task, {
        ...productEstimators,
        stickinessOf: () => ({ icc: 1, p: 0.001, notes: [] }),
      }),
    );
    const { gates } = concludeCalibration(size, nothing, measured);
    const failed = gates.filter(({ passed }) => !passed).map(({ name }) => name);
    expect(failed).toEqual(["false alarms: stickiness where nothing sticks, 20 lanes"]);
  });
});

describe("a calibration", () => {
  test("gives the same bytes for the same seed and others for another", () => {
    const few = (seed: number) => {
      const own = { seed, runs: 3, structureRuns: 1 };
      const plan = planCalibration(own)
        .filter(({ truth }) => truth.lanes === 20)
        .slice(7, 10);
      return renderCalibrationMarkdown(
        concludeCalibration(
          own,
          plan,
          plan.map((task) => playTask(task)),
        ),
      );
    };
    expect(few(7)).toBe(few(7));
    expect(few(7)).not.toBe(few(8));
  });

  test("simulates every run of every truth exactly once", () => {
    const plan = planCalibration({ seed: 7, runs: 120, structureRuns: 15 });
    for (const truth of allTruths()) {
      const own = plan.filter((task) => task.kind === "replays" && task.truth === truth);
      const ordinals = own.flatMap(({ from, to }) =>
        Array.from({ length: to - from }, (_, i) => from + i),
      );
      expect(new Set(ordinals).size).toBe(ordinals.length);
    }
    const replays = plan.filter(({ kind }) => kind === "replays");
    const runs = replays.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(runs).toBe(allTruths().length * 120);
  });
});

describe("a simulated strategy", () => {
  const drifting: Truth = {
    share: 0.2,
    healthyNoise: 0.05,
    degradedNoise: 0.9,
    drift: "slow",
    lanes: 6000,
  };

  test.each(["reset", "restart"] as const)(
    "diverges in the long run as its truth says, drift or not: %s",
    (arm) => {
      const verdicts = simulateArm(drifting, arm, seededRandom(1, arm));
      const rate = verdicts.filter(({ diverged }) => diverged).length / verdicts.length;
      expect(rate).toBeCloseTo(expectedRate(drifting), 1.7);
      expect(rate).toBeCloseTo(0.216, 1.7);
    },
  );

  test("looks degraded as often as its truth says", () => {
    const verdicts = simulateArm(drifting, "reset", seededRandom(2));
    const share = productEstimators.degradedShare(verdicts, {
      level: 0.95,
      oneReplayPerSession: false,
    });
    expect(share.value).toBeCloseTo(expectedFlagged(drifting), 1.7);
  });

  test("drifts: the last wave diverges twice as often as the first", () => {
    const verdicts = simulateArm(drifting, "reset", seededRandom(3));
    const rate = (wave: number) => {
      const own = verdicts.filter(({ replay }) => replay.wave === wave);
      return own.filter(({ diverged }) => diverged).length / own.length;
    };
    expect(rate(2) / rate(0)).toBeGreaterThan(1.8);
    expect(rate(2) / rate(0)).toBeLessThan(2.2);
  });
});
