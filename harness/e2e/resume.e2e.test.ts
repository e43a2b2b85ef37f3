import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planRun } from "../plan/plan.ts";
import { openStore } from "../store/store.ts";
import { loadSuite, withOverrides } from "../suite/suite.ts";
import { projectFolder, sametwice, startSametwice, temporaryFolder } from "./sametwice.ts";

const smoke = join(projectFolder, "suites/smoke.yaml");
const size = { lanes: 4, waves: 2 };
// Searching for degraded sessions to challenge takes ten times as long as these lanes.
const flags = "--lanes 4 --waves 2 --strategies reset,restart --no-challenge".split(" ");

async function plannedIds(): Promise<string[]> {
  const suite = withOverrides(await loadSuite(smoke), {
    ...size,
    strategies: ["reset", "restart"],
  });
  return planRun(suite)
    .waves.flatMap((wave) => wave.lanes)
    .flatMap((lane) => lane.replays)
    .map((replay) => replay.id)
    .toSorted();
}

async function savedReplays(out: string) {
  const store = await openStore(join(out, "sametwice.sqlite"));
  try {
    const { run, replays } = await store.loadRun("latest");
    return { run, lane: replays.filter((replay) => replay.purpose.kind === "lane") };
  } finally {
    await store.close();
  }
}

/** Starts a run and waits until a few replays are saved. */
async function startedRun(out: string, environment: Readonly<Record<string, string>> = {}) {
  const running = startSametwice(["run", smoke, ...flags, "--out", out], { environment });
  const file = join(out, "sametwice.sqlite");
  let hasEnded = false;
  void running.then(() => (hasEnded = true));
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (hasEnded) throw new Error(`The run ended too early: ${(await running).stderr}`);
    if (!existsSync(file)) continue;
    const saved = await savedReplays(out).catch(() => null);
    // Wrapped, because a promise of a process would be waited for to its end.
    if ((saved?.lane.length ?? 0) >= 3) return { running };
  }
}

test("a run that was killed goes on with --resume and ends with the same plan fulfilled", async () => {
  await using folder = await temporaryFolder();
  // Nobody cleans up after a killed process but this.
  await using temporary = await temporaryFolder();
  const { running } = await startedRun(folder.path, { TMPDIR: temporary.path });
  running.kill("SIGKILL");
  await running;
  const before = await savedReplays(folder.path);
  expect(before.run.finishedAt).toBeNull();
  expect(before.lane.length).toBeLessThan((await plannedIds()).length);

  const resumed = await sametwice(["run", "--resume", before.run.id, "--out", folder.path]);
  expect(resumed.exitCode).toBe(0);
  expect(resumed.stderr).toContain(`${before.lane.length} of them already saved`);
  const after = await savedReplays(folder.path);
  expect(after.lane.map((replay) => replay.id).toSorted()).toEqual(await plannedIds());
  expect(after.run.finishedAt).not.toBeNull();
  // What was saved before the kill is still what it was.
  for (const replay of before.lane) expect(after.lane).toContainEqual(replay);
});

test("Ctrl-C keeps what is finished, says how to go on and leaves no files behind", async () => {
  await using folder = await temporaryFolder();
  // Its own, because other tests start runs at the same time.
  await using temporary = await temporaryFolder();
  const { running } = await startedRun(folder.path, { TMPDIR: temporary.path });
  // Node keeps its compile cache there too, on purpose.
  const leftovers = async () =>
    (await readdir(temporary.path)).filter((name) => name.startsWith("sametwice-"));
  expect(await leftovers()).toHaveLength(1);
  running.kill("SIGINT");
  const { exitCode, stdout, stderr } = await running;
  const saved = await savedReplays(folder.path);
  expect(exitCode).toBe(75);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/Interrupted\. \d+ replays are saved\./);
  expect(stderr).toContain(`sametwice run --resume ${saved.run.id} --out ${folder.path}`);
  for (const replay of saved.lane) {
    expect(replay.transcript.ending.kind).not.toMatch(/crashed|interrupted/);
  }
  expect(await leftovers()).toEqual([]);

  expect((await sametwice(["run", "--resume", saved.run.id, "--out", folder.path])).exitCode).toBe(
    0,
  );
  const again = await sametwice(["run", "--resume", saved.run.id, "--out", folder.path]);
  expect(again.exitCode).toBe(2);
  expect(again.stderr).toContain("is finished. Print its matrix with: sametwice matrix");
});

test("matrix and report compute a recorded run again, byte for byte, and nothing else reaches stdout", async () => {
  await using folder = await temporaryFolder();
  const run = await sametwice(["run", smoke, "--lanes", "2", "--json", "--out", folder.path]);
  const id = (JSON.parse(run.stdout) as { run: { id: string } }).run.id;
  const saved = await readFile(join(folder.path, id, "matrix.json"), "utf8");
  expect(run.stdout).toBe(saved.trimEnd());
  const again = await sametwice(["matrix", "--json", "--out", folder.path]);
  expect(again).toMatchObject({ exitCode: 0, stdout: saved.trimEnd(), stderr: "" });
  const markdown = await sametwice(["report", id, "--format", "markdown", "--out", folder.path]);
  const savedMarkdown = await readFile(join(folder.path, id, "matrix.md"), "utf8");
  expect(markdown.stdout).toBe(savedMarkdown.trimEnd());
});

test("a dry run prints lanes, sessions, replays and cost, the same plan every time, and starts nothing", async () => {
  await using folder = await temporaryFolder();
  const args = ["run", smoke, "--dry-run", "--out", folder.path];
  const shown = await sametwice(args);
  expect(shown.exitCode).toBe(0);
  expect(shown.stdout).toMatch(/restart\s+│\s+2 │\s+4 │\s+4 │/);
  expect(shown.stdout).toContain("Nothing was run.");
  const first = await sametwice([...args, "--json"]);
  const second = await sametwice([...args, "--json"]);
  expect(second.stdout).toBe(first.stdout);
  expect(await readdir(folder.path)).toEqual([]);
});
