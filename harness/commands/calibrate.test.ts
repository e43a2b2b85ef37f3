import { describe, expect, test } from "vitest";
import { planCalibration, playTask } from "../calibration/calibration.ts";
import { readCalibrateFlags } from "./calibrateFlags.ts";
import { runInWorkers } from "./runInWorkers.ts";

const given = { seed: 7, out: "reports" };

describe("the flags of calibrate", () => {
  test("simulate 400 runs per truth, --quick 80", () => {
    expect(readCalibrateFlags(given).size).toEqual({ seed: 7, runs: 400, structureRuns: 50 });
    expect(readCalibrateFlags({ ...given, quick: true }).size.runs).toBe(80);
  });

  test("take --through alone for three profiles, or those named, each once", () => {
    expect(readCalibrateFlags(given).through).toBeNull();
    expect(readCalibrateFlags({ ...given, through: true }).through).toHaveLength(3);
    const twice = { ...given, through: ["sticky", "sticky"] };
    expect(readCalibrateFlags(twice).through).toEqual(["sticky"]);
  });

  test.each([
    ["no run", { runs: 0 }, "--runs is 0"],
    ["no core", { jobs: 0 }, "--jobs is 0"],
    ["two sizes", { runs: 10, quick: true }, "--runs and --quick"],
    ["a size for real runs", { through: true, quick: true }, "--through plays runs"],
    ["no profile", { through: [] }, "names no profile"],
  ])("refuse %s", (_, wrong, message) => {
    expect(() => readCalibrateFlags({ ...given, ...wrong })).toThrow(message);
  });
});

describe("workers", () => {
  test("give the same results in the same order, however many there are and as without them", async () => {
    const plan = planCalibration({ seed: 3, runs: 2, structureRuns: 1 }).slice(15, 20);
    const play = (jobs: number) =>
      runInWorkers(plan, {
        name: "calibrateWorker",
        jobs,
        parse: (answer) => answer,
        onDone: () => undefined,
      });
    const alone = plan.map((task) => playTask(task));
    expect(await play(1)).toEqual(alone);
    expect(await play(3)).toEqual(alone);
  });

  test("that cannot start are an error, not a wait for ever", async () => {
    const work = runInWorkers([1], {
      name: "noSuchWorker",
      jobs: 1,
      parse: (answer) => answer,
      onDone: () => undefined,
    });
    await expect(work).rejects.toThrow("noSuchWorker");
  });
});
