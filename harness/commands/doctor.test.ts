import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { sametwice, temporaryFolder } from "../e2e/sametwice.ts";

const checks = z.object({
  checks: z.array(z.object({ what: z.string(), works: z.boolean(), detail: z.string() })),
});

describe("sametwice doctor", () => {
  test("tries everything that a run needs of the machine", async () => {
    const { exitCode, stdout, stderr } = await sametwice(["doctor", "--json"]);
    const found = checks.parse(JSON.parse(stdout)).checks;
    expect(found.filter(({ works }) => !works)).toEqual([]);
    expect(found.map(({ what }) => what)).toEqual([
      "Node",
      "npm",
      "cache",
      "disk space",
      "simulated vendor",
      "egress guard",
      "agent",
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  test("names a cache that cannot be written to, says what to do and ends with 1", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "file");
    await writeFile(file, "");
    const { exitCode, stdout } = await sametwice(["doctor"], {
      environment: { SAMETWICE_CACHE: join(file, "cache") },
    });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^problem {2}cache: .*Set SAMETWICE_CACHE to a folder that can\.$/m);
    expect(stdout).toMatch(/^ok {7}simulated vendor:/m);
  });
});

describe("sametwice doctor --cli", () => {
  test.each(["latest", "2.1", "^2.1.0"])("refuses %s, which is no exact version", async (text) => {
    const { exitCode, stdout, stderr } = await sametwice(["doctor", "--cli", text]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(`"${text}" is not an exact version of Claude Code.`);
  });

  test("without a network says so and keeps nothing", async () => {
    await using folder = await temporaryFolder();
    const { exitCode, stdout, stderr } = await sametwice(["doctor", "--cli", "2.1.299"], {
      environment: {
        SAMETWICE_CACHE: folder.path,
        // Nobody listens there.
        npm_config_registry: "http://127.0.0.1:9",
        npm_config_cache: join(folder.path, "npm"),
      },
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain("cannot reach its registry");
    await expect(readFile(join(folder.path, "capabilities"))).rejects.toThrow("ENOENT");
  });

  test("says which file of earlier measurements is damaged", async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, "capabilities"));
    const name = `2.1.299-${process.platform}-${process.arch}.json`;
    await writeFile(join(folder.path, "capabilities", name), "{");
    const { exitCode, stderr } = await sametwice(["doctor", "--cli", "2.1.298"], {
      environment: { SAMETWICE_CACHE: folder.path },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${name} is no capability table of this version of sametwice.`);
  });
});
