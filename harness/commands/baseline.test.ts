import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { syntheticRun } from "../analysis/syntheticRun.ts";
import { sametwice, temporaryFolder } from "../e2e/sametwice.ts";
import type { RunRecord, RunRecords } from "../record/record.ts";
import { openStore } from "../store/store.ts";
import { noTrace } from "../store/testing/trace.ts";

const usual = { id: "reset", share: 0, healthyNoise: 0.02, degradedNoise: 0.9 };

/** A recorded run under another id. */
function runCalled(id: string, noise: number, changes: Partial<RunRecord> = {}): RunRecords {
  const records = syntheticRun({ lanes: 12, strategies: [{ ...usual, healthyNoise: noise }] });
  return { ...records, run: { ...records.run, id, ...changes } };
}

async function recordAll(file: string, all: readonly RunRecords[]): Promise<void> {
  const store = await openStore(file);
  for (const { run, replays } of all) {
    await store.createRun({ ...run, finishedAt: null });
    for (const replay of replays) await store.saveReplay(run.id, replay, noTrace);
    if (run.finishedAt !== null) await store.finishRun(run.id, run.finishedAt);
  }
  await store.close();
}

describe("sametwice baseline", () => {
  test("approves, compares, proposes, replaces and keeps what was approved before", async () => {
    await using folder = await temporaryFolder();
    const store = join(folder.path, "runs.sqlite");
    await recordAll(store, [
      runCalled("first", 0.02),
      runCalled("again", 0.03),
      runCalled("upgrade", 1, { cli: "2.1.400" }),
      runCalled("unseen", 0.02, { observed: "off" }),
    ]);
    const baseline = (...args: readonly string[]) =>
      sametwice(["baseline", ...args], { cwd: folder.path });
    const on = (command: string, run: string, ...more: readonly string[]) =>
      baseline(command, run, "--store", store, ...more);
    const file = join(folder.path, "baselines", "synthetic.main.json");

    const early = await on("diff", "first");
    expect(early.exitCode).toBe(2);
    expect(early.stderr).toMatch(/^There is no baseline .*Approve a run first/);

    const approved = await on("approve", "first");
    expect(approved.stderr).toBe("");
    expect(approved.stdout).toMatch(
      /^Approved run first \(SIMULATED vendor synthetic\) as version 1 of baseline main of suite synthetic: 4 references/,
    );
    expect(await on("diff", "again")).toMatchObject({ exitCode: 0, stderr: "" });

    // All does something new in the same way.
    const proposal = await on("diff", "upgrade");
    expect(proposal.exitCode).toBe(3);
    expect(proposal.stdout).toContain("CLI 2.1.328 → 2.1.400");
    expect(proposal.stdout).toContain("SIMULATED");
    expect(proposal.stdout).toContain("re-baseline proposal");
    expect(proposal.stdout).toContain("\n+WebFetch\n");
    expect(proposal.stdout).toContain("sametwice baseline approve upgrade --replace");
    const silent = await on("approve", "upgrade");
    expect(silent.exitCode).toBe(2);
    expect(silent.stderr).toContain("approve with --replace when the change is wanted");
    const replaced = await on("approve", "upgrade", "--replace");
    expect(replaced.stdout).toContain("The previous version is kept in ");
    expect(await readFile(file.replace(".json", ".v1.json"), "utf8")).toContain('"id": "first"');

    // Another subject.
    expect((await on("diff", "unseen")).stderr).toContain("are not compared");

    expect((await baseline("show", "synthetic/main")).stdout).toContain("Baseline main version 2");
    const list = await baseline("list", "--json");
    expect(JSON.parse(list.stdout)).toMatchObject([{ suite: "synthetic", version: 2, prompts: 4 }]);

    // A file that somebody edited.
    await writeFile(file, (await readFile(file, "utf8")).replace('"TodoWrite', '"TodoRead'));
    const edited = await on("diff", "upgrade");
    expect(edited.exitCode).toBe(2);
    expect(edited.stderr).toContain("its seal does not match");
    expect((await baseline("list")).exitCode).toBe(2);
  });
});
