import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runInProcess } from "./testing/runInProcess.ts";
import { sametwice } from "./sametwice.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stop-when-clear-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a run whose answer is clear stops at a wave's end, judges recovery all the same, and says so", async () => {
  const matrix = await runInProcess(
    {
      vendor: "mechanism-5-beta-gated",
      seed: 5,
      lanes: 60,
      waves: 6,
      strategies: ["reset", "suppress-betas"],
    },
    { alpha: 0.05, tolerated: 0.05, promised: 0.25 },
  );
  const { sequential, strategies, challengeCost } = matrix;
  expect(sequential?.strategies.map(({ id, clarity }) => [id, clarity])).toEqual([
    ["reset", "too-high"],
    ["suppress-betas", "low-enough"],
  ]);
  const waves = sequential?.stoppedAfter ?? 6;
  expect(waves).toBeLessThan(6);
  // Waves that were not played are not missing; those that were are whole.
  for (const { replays, divergence } of strategies) {
    expect(replays).toMatchObject({ planned: waves * 10 * 4 * 2, missing: 0 });
    expect(divergence.method).toContain("confidence sequence");
  }
  expect(challengeCost.confirmed).toBeGreaterThanOrEqual(5);
});

test("the next night goes on with what the last one left open, but never with the same simulated night", async () => {
  const night = (seed: number) =>
    sametwice(
      `run suites/smoke.yaml --stop-when-clear --no-challenge --strategies reset --lanes 2 --waves 2 --seed ${seed} --out ${folder}`.split(
        " ",
      ),
    );
  const first = await night(1);
  expect(first.stdout).toContain("reset: OPEN");
  expect(first.stderr).not.toContain("Goes on");
  const second = await night(2);
  expect(second.stderr).toContain("Goes on with the evidence of 1 earlier run");
  expect(second.stdout).toContain("The lanes of 2 runs count");
  expect((await night(2)).stderr).not.toContain("Goes on");
});
