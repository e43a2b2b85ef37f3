import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { syntheticRun } from "../analysis/syntheticRun.ts";
import { projectFolder, sametwice, temporaryFolder } from "../e2e/sametwice.ts";
import { openStore } from "../store/store.ts";

const noTrace = { requests: [], fingerprints: [], texts: [] };

const core = "suites/core.yaml";

test("plan answers a question in tables, and as JSON with the same numbers", async () => {
  const [shown, json] = await Promise.all([
    sametwice(["plan", core, "--detect", "0.1", "--power", "0.9"]),
    sametwice(["plan", core, "--detect", "0.1", "--power", "0.9", "--json"]),
  ]);
  expect(shown).toMatchObject({ exitCode: 0, stderr: "" });
  expect(shown.stdout).toMatch(/1 or more +│ +7 │ +16 │ +22 │ +29 │ +44 │/);
  expect(shown.stdout).toMatch(/see 1 or more of a slice of 10 % +│ +22 │ +176 │/);
  expect(JSON.parse(json.stdout)).toMatchObject({
    schema: "sametwice.power/1",
    needs: [{ sessions: 22 }, { sessions: 38 }, { sessions: 52 }, { sessions: 78 }, {}],
  });
});

test("plan without a question says what the suite can show, as in the README and in lines of 120 characters", async () => {
  const readme = await readFile(join(projectFolder, "README.md"), "utf8");
  const { exitCode, stdout } = await sametwice(["plan", core]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Smallest slice seen: 9.5 % of sessions (one degraded among 30).");
  expect(stdout).toContain("Verdict on recovery within 20 points (14 degraded sessions): likely");
  const printed = stdout.split("\n");
  for (const line of printed) expect(line.length).toBeLessThanOrEqual(120);
  const [, block = ""] =
    /## How many sessions do I need\?[^]*?```text\n([^]*?)```/.exec(readme) ?? [];
  const shown = block.split("\n").filter((line) => line !== "…");
  expect(shown.length).toBeGreaterThan(10);
  for (const line of shown) expect(printed).toContain(line);
});

test("plan takes costs and rates from a recorded run, and refuses a run that is not there", async () => {
  await using folder = await temporaryFolder();
  const records = syntheticRun({
    lanes: 40,
    strategies: [{ id: "reset", share: 0.3, healthyNoise: 0.02, degradedNoise: 0.9 }],
  });
  await using store = await storeIn(folder.path);
  await store.createRun(records.run);
  for (const session of records.sessions) await store.saveSession(records.run.id, session);
  for (const replay of records.replays) await store.saveReplay(records.run.id, replay, noTrace);
  const { id } = records.run;
  const [known, unknown] = await Promise.all([
    sametwice(["plan", core, "--from-run", id, "--out", folder.path, "--json"]),
    sametwice(["plan", core, "--from-run", "nope", "--out", folder.path]),
  ]);
  expect(known.stderr).toBe("");
  const report: unknown = JSON.parse(known.stdout);
  expect(report).toMatchObject({ costs: { source: expect.stringContaining(`of run ${id}`) } });
  expect(report).toMatchObject({
    assumed: { source: expect.stringMatching(/diverged in \d+ of 320/) },
  });
  expect(unknown).toMatchObject({ exitCode: 2, stdout: "" });
  expect(unknown.stderr).toContain("nope");
});

test("a dry run prints what the run can show, screen included, and writes nothing", async () => {
  await using folder = await temporaryFolder();
  const args = ["run", core, "--dry-run", "--out", folder.path];
  const [full, bare] = await Promise.all([sametwice(args), sametwice([...args, "--no-challenge"])]);
  expect(full.stdout).toMatch(
    /Screen and challenges add \d+ to \d+ replays in \d+ to \d+ processes/,
  );
  expect(full.stdout).toContain("Smallest slice seen: 9.5 %");
  expect(full.stdout).toMatch(/Verdict on recovery within 20 points .*: likely/);
  expect(bare.stdout).toContain("Nothing is screened or challenged.");
  expect(bare.stdout).toContain("Verdict on recovery: impossible; --no-challenge was given.");
  expect(await readdir(folder.path)).toEqual([]);
});

test("arguments that commander refuses end with 2, help and version with 0", async () => {
  const outcomes = await Promise.all([
    sametwice(["plan"]),
    sametwice(["plan", core, "--bogus"]),
    sametwice(["plan", core, "--lanes", "x"]),
    sametwice(["plan", "--help"]),
    sametwice(["--version"]),
  ]);
  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2, 0, 0]);
});

async function storeIn(folder: string) {
  const store = await openStore(join(folder, "sametwice.sqlite"));
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
}
