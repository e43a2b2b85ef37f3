import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sametwice, temporaryFolder } from "./sametwice.ts";

const timeout = 60_000;

/** Runs a command about our own agent, whose versions need no download. */
function aboutSdk(command: string, out: string) {
  return sametwice([...command.split(" "), "--agent", "sdk", "--out", out]);
}

test(
  "audit compares two versions of a client, prints the risks and writes both reports",
  { timeout },
  async () => {
    await using folder = await temporaryFolder();
    const command = "audit --from 1.0.0 --to 1.2.0 --fail-on medium --json";
    const { exitCode, stdout, stderr } = await aboutSdk(command, folder.path);
    expect(exitCode).toBe(1);
    const reports = join(folder.path, "audit-sdk-1.0.0-1.2.0");
    expect(stderr).toContain(`Reports: ${reports}`);
    expect(await readFile(join(reports, "audit.json"), "utf8")).toBe(`${stdout}\n`);
    expect(await readFile(join(reports, "audit.md"), "utf8")).toContain("SIMULATED vendor");
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "sametwice.audit/1",
      risk: "medium",
      from: { clear: "real", problem: null },
      besideRequests: [],
      changes: {
        betas: {
          added: ["context-management-2025-06-27", "thinking-display-updates-2026-08-18"],
          removed: [],
        },
        tools: { added: [], removed: [], changed: [] },
      },
    });
  },
);

test(
  "audit of a range has a line for each version, and says which were left out",
  { timeout },
  async () => {
    await using folder = await temporaryFolder();
    const command = "audit --range 1.0.0..1.2.0 --limit 2 --fail-on high";
    const { exitCode, stdout } = await aboutSdk(command, folder.path);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/│ 1\.2\.0 +│ medium/);
    expect(stdout).toContain("Not looked at (raise --limit): 1.1.0.");
  },
);

test("audit refuses a range that is reversed", async () => {
  await using folder = await temporaryFolder();
  const { exitCode, stderr } = await aboutSdk("audit --range 1.2.0..1.0.0", folder.path);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("is reversed. Write --range 1.0.0..1.2.0.");
});

test(
  "bisect finds the release in which a beta came, and writes both reports",
  { timeout },
  async () => {
    await using folder = await temporaryFolder();
    const command = "bisect --good 1.0.0 --bad 1.2.0 --changed betas.context-management-2025-06-27";
    const { exitCode, stdout, stderr } = await aboutSdk(command, folder.path);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^1\.1\.0 is the first bad version; 1\.0\.0 is the last good one\./);
    expect(stderr).toContain("1.1.0  bad");
    const json = await readFile(join(folder.path, "bisect-sdk-1.0.0-1.2.0", "bisect.json"), "utf8");
    expect(JSON.parse(json)).toMatchObject({ answer: { candidates: ["1.1.0"] } });
  },
);
