import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../store/store.ts";
import { sametwice, startVendorAlone, temporaryFolder } from "./sametwice.ts";

const environment = { ANTHROPIC_API_KEY: "sk-ant-test-0000" };

test("a run against a Messages API at an address is real time, tells the kind of credential and keeps the key to itself", async () => {
  await using folder = await temporaryFolder();
  const truth = join(folder.path, "truth.jsonl");
  const { running, baseUrl } = await startVendorAlone(["--ground-truth", truth]);
  const out = join(folder.path, "out");
  const flags = ["--strategies", "reset,restart", "--lanes", "1", "--tag-upstream", "--json"];
  const { exitCode, stdout } = await sametwice(
    ["run", "suites/smoke.yaml", "--base-url", baseUrl, ...flags, "--out", out],
    { environment },
  );
  running.kill("SIGTERM");
  expect(exitCode).toBe(0);
  expect((await running).exitCode).toBe(0);

  const matrix = JSON.parse(stdout) as {
    run: { vendor: unknown };
    strategies: { id: string; replays: { missing: number; unattested: number } }[];
  };
  expect(matrix.run.vendor).toEqual({ kind: "api", baseUrl, credential: "api-key" });
  for (const { replays } of matrix.strategies) {
    expect(replays).toMatchObject({ missing: 0, unattested: 0 });
  }
  const store = await openStore(join(out, "sametwice.sqlite"));
  const { replays } = await store.loadRun("latest");
  await store.close();
  // Virtual replays last 12 minutes; these lasted as long as they took.
  for (const { time } of replays) expect(time.durationMs).toBeLessThan(60_000);
  // --tag-upstream told the upstream which process asked.
  const processes = (await readFile(truth, "utf8"))
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { process: string }).process);
  expect(new Set(processes)).toEqual(new Set(replays.map((replay) => replay.session)));
  const written = await readFile(join(out, "sametwice.sqlite"), "latin1");
  expect(written).not.toContain(environment.ANTHROPIC_API_KEY);
});

test("a vendor whose port is taken is refused in one line", async () => {
  const { running, baseUrl } = await startVendorAlone();
  const { port } = new URL(baseUrl);
  const { exitCode, stdout, stderr } = await sametwice(["vendor", "--port", port]);
  running.kill("SIGTERM");
  await running;
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain(port);
  expect(stderr).not.toMatch(/^\s+at /m);
});
