import { describe, expect, test } from "vitest";
import { syntheticRun } from "../syntheticRun.ts";
import { createDivergenceTest } from "./divergenceTest.ts";

/** Feeds sessions of known truth until the test decides. */
function decide(share: number, most = 0.15) {
  const { run, replays } = syntheticRun({
    strategies: [{ id: "reset", share, healthyNoise: 0, degradedNoise: 1 }],
    lanes: 110,
    waves: 11,
  });
  const divergence = createDivergenceTest({
    prompts: run.prompts,
    parse: () => null,
    most,
    alpha: 0.05,
  });
  const ofWave = (index: number) => replays.filter(({ wave }) => wave === index);
  const isCalibrated = divergence.calibrateWith([...ofWave(0), ...ofWave(1)]);
  let waves = 0;
  while (isCalibrated && waves < 9 && divergence.decision() === null) {
    waves++;
    divergence.count(ofWave(waves + 1));
  }
  return { isCalibrated, waves, decision: divergence.decision(), evidence: divergence.evidence() };
}

describe("a test of divergence", () => {
  test("ends early with within when nothing diverges", () => {
    expect(decide(0)).toMatchObject({ decision: "within", waves: 3 });
  });

  test("ends early with beyond when every third session does", () => {
    const { decision, waves, evidence } = decide(0.35, 0.1);
    expect({ decision, isEarly: waves < 9 }).toEqual({ decision: "beyond", isEarly: true });
    expect(evidence).toMatch(/^\d+\.\d % of what \d+ sessions did diverged$/);
  });

  test("stays open at the border", () => {
    expect(decide(0.15)).toMatchObject({ decision: null, waves: 9 });
  });

  test("says so when sessions agree on nothing", () => {
    const divergence = createDivergenceTest({
      prompts: [],
      parse: () => null,
      most: 0.1,
      alpha: 0.05,
    });
    expect(divergence.calibrateWith([])).toBe(false);
    expect(divergence.evidence()).toBe("its sessions agree on no reference");
  });
});
