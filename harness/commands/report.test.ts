import { join } from "node:path";
import { expect, test } from "vitest";
import { syntheticRun } from "../analysis/syntheticRun.ts";
import { sametwice, temporaryFolder } from "../e2e/sametwice.ts";
import { openStore } from "../store/store.ts";
import { noTrace } from "../store/testing/trace.ts";

test("report --prompt shows one prompt of a stored run, and says what is wrong with the question", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "runs.sqlite");
  const usual = { id: "reset", share: 0.3, healthyNoise: 0, degradedNoise: 1 };
  const { run, replays } = syntheticRun({ lanes: 6, prompts: 2, strategies: [usual] });
  const store = await openStore(file);
  await store.createRun({ ...run, finishedAt: null });
  for (const replay of replays) await store.saveReplay(run.id, replay, noTrace);
  await store.finishRun(run.id, "2026-01-01T01:00:00.000Z");
  await store.close();
  const report = (...args: readonly string[]) =>
    sametwice(["report", "--store", file, ...args], { cwd: folder.path });

  const [markdown, misspelt, mixed] = await Promise.all([
    report("--prompt", "prompt-2", "--strategy", "reset"),
    report("--prompt", "promt-2"),
    report("--prompt", "prompt-2", "--section", "parity"),
  ]);
  expect(markdown).toMatchObject({ exitCode: 0, stderr: "" });
  expect(markdown.stdout).toMatch(/^## Prompt prompt-2 · strategy reset · suite synthetic/);
  expect(misspelt).toMatchObject({ exitCode: 2, stdout: "" });
  expect(misspelt.stderr).toMatch(
    /^The run has no prompt promt-2; it has prompt-1, prompt-2. Did you mean prompt-2\?$/,
  );
  expect(mixed.exitCode).toBe(2);
  expect(mixed.stderr).toMatch(/^--prompt prompt-2 and --section parity ask for two different/);
});
