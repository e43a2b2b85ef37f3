import { writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sametwice, temporaryFolder } from "./sametwice.ts";

/** Runs with reports in a folder of its own and expects a refusal: exit code 2, nothing on stdout, no stack. */
async function refused(args: readonly string[], out?: string): Promise<string> {
  await using folder = await temporaryFolder();
  const { exitCode, stdout, stderr } = await sametwice([
    ...args,
    ...(args[0] === "vendor" ? [] : ["--out", out ?? folder.path]),
  ]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).not.toContain("fault of sametwice");
  return stderr.trim();
}

describe("a run is refused in one clear line", () => {
  test("without a suite", async () => {
    expect(await refused(["run"])).toBe(
      "No suite was given. Write, for example, sametwice run suites/core.yaml.",
    );
  });

  test("for a suite that is not there", async () => {
    expect(await refused(["run", "suites/none.yaml"])).toBe(
      "There is no suite suites/none.yaml. Check the path.",
    );
  });

  test("for zero lanes", async () => {
    expect(await refused(["run", "suites/smoke.yaml", "--lanes", "0"])).toMatch(
      /--lanes is 0; it must be a whole number, 1 or more/,
    );
  });

  test("for no concurrency at all", async () => {
    expect(await refused(["run", "suites/smoke.yaml", "--concurrency", "0"])).toMatch(
      /--concurrency is 0; it must be a whole number, 1 or more/,
    );
  });

  test("for a strategy nobody knows, with a suggestion", async () => {
    const message = await refused(["run", "suites/smoke.yaml", "--strategies", "reset,restrat"]);
    expect(message).toMatch(/restrat/);
    expect(message).toMatch(/restart/);
  });

  test("for a vendor profile nobody knows, with those there are", async () => {
    expect(await refused(["run", "suites/smoke.yaml", "--vendor", "aprl"])).toMatch(
      /aprl.*april.*healthy.*sticky/s,
    );
  });

  test("for a version that is not exact", async () => {
    expect(await refused(["run", "suites/smoke.yaml", "--cli", "latest"])).toMatch(/latest/);
  });

  test("for a revision of the sdk agent that does not exist", async () => {
    expect(await refused(["run", "suites/smoke.yaml", "--cli", "9.9.9"])).toMatch(
      /9\.9\.9.*1\.0\.0.*1\.1\.0.*1\.2\.0/s,
    );
  });

  test("for a base URL without a credential", async () => {
    expect(
      await refused(["run", "suites/smoke.yaml", "--base-url", "http://127.0.0.1:9"]),
    ).toContain("--base-url needs a credential, and none is set. Set one of ANTHROPIC_API_KEY");
  });

  test("for a base URL where nobody answers", async () => {
    await using folder = await temporaryFolder();
    const { exitCode, stderr } = await sametwice(
      ["run", "suites/smoke.yaml", "--base-url", "http://127.0.0.1:9", "--out", folder.path],
      { environment: { ANTHROPIC_API_KEY: "sk-ant-test-0000" } },
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Nobody answers at --base-url http://127.0.0.1:9");
  });

  test("for something that is not a base URL", async () => {
    await using folder = await temporaryFolder();
    const { exitCode, stderr } = await sametwice(
      ["run", "suites/smoke.yaml", "--base-url", "ftp://x", "--out", folder.path],
      { environment: { ANTHROPIC_API_KEY: "sk-ant-test-0000" } },
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--base-url is "ftp://x", which is not an http or https address.');
  });

  test("for a report folder that is a file", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "file");
    await writeFile(file, "");
    expect(await refused(["run", "suites/smoke.yaml"], join(file, "below"))).toMatch(/below/);
  });
});

test("a model that the vendor does not know stops the run early and says what the vendor said", async () => {
  await using folder = await temporaryFolder();
  const { exitCode, stderr } = await sametwice([
    "run",
    "suites/smoke.yaml",
    "--model",
    "claude-none-1",
    "--lanes",
    "4",
    "--out",
    folder.path,
  ]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("Every replay so far failed, so the run was stopped.");
  expect(stderr).toContain("404");
});

describe("a store is refused and left as it is", () => {
  test("when it was written by a newer version", async () => {
    await using folder = await temporaryFolder();
    await sametwice(["run", "suites/smoke.yaml", "--out", folder.path, "--lanes", "1"]);
    const file = join(folder.path, "sametwice.sqlite");
    const database = new DatabaseSync(file);
    database.exec(
      "insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2099-01-01')",
    );
    database.close();
    expect(await refused(["matrix"], folder.path)).toMatch(/newer/);
  });

  test("when it is no database at all", async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, "sametwice.sqlite"), "hello, I am a text\n".repeat(100));
    expect(await refused(["matrix"], folder.path)).toMatch(/not a .*(database|store)/i);
  });

  test("when there is none", async () => {
    expect(await refused(["matrix"])).toMatch(/no run/i);
  });
});

test("an unknown run is refused with the runs there are", async () => {
  await using folder = await temporaryFolder();
  await sametwice(["run", "suites/smoke.yaml", "--out", folder.path, "--lanes", "1"]);
  expect(await refused(["report", "ffffffff"], folder.path)).toMatch(/ffffffff/);
});

test("a report folder that nobody can make is refused before anything is run", async () => {
  // Not even root can make a folder there.
  expect(await refused(["run", "suites/smoke.yaml"], "/sys/sametwice")).toMatch(
    /\/sys\/sametwice.*--store/s,
  );
});
