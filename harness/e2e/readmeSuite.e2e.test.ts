import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { estimateRun, planRun } from "../plan/plan.ts";
import { loadSuite } from "../suite/suite.ts";
import { readmeFile } from "./readme.ts";
import { projectFolder, sametwice } from "./sametwice.ts";

test("the suite that the README shows is a suite, and it plays", async () => {
  const readme = await readFile(readmeFile, "utf8");
  const yaml = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  // Beside the real suites, because its paths are relative to them.
  const file = join(projectFolder, `suites/readme-${process.pid}.yaml`);
  await writeFile(file, yaml);
  try {
    const suite = await loadSuite(file);
    expect(suite.strategies.map(({ id }) => id)).toEqual([
      "reset",
      "restart",
      "suppress-betas",
      "pin-ttl",
    ]);
    const { exitCode, stdout } = await sametwice(["run", file, "--dry-run"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("mine: 1 prompt, 6 waves");
  } finally {
    await rm(file, { force: true });
  }
});

test("what the README says about costs is what the dry run estimates", async () => {
  const suite = await loadSuite(join(projectFolder, "suites/core.yaml"));
  const time = { replayMinutes: 1, startMinutes: 0.02 };
  const { replays, costUsd } = estimateRun(suite, planRun(suite), time);
  const readme = await readFile(readmeFile, "utf8");
  const [, least, most, said] =
    /which it lists, (\d+) to (\d+) dollars for the (\d+) replays/.exec(readme) ?? [];
  expect(Number(said)).toBe(replays);
  expect(Math.abs(Number(least) - (costUsd?.least ?? 0))).toBeLessThan(5);
  expect(Math.abs(Number(most) - (costUsd?.most ?? 0))).toBeLessThan(5);
});
