import { appendFile, chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { platformOfThisMachine } from "../agents/agents.ts";
import {
  nativePackage,
  startRegistry,
  versions,
  type Registry,
} from "../agents/claudeCode/testing/registry.ts";
import { sametwice, temporaryFolder } from "./sametwice.ts";

const { good, alsoGood } = versions;
const platform = platformOfThisMachine();
let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry[Symbol.asyncDispose]());

test.skipIf(process.platform === "win32")(
  "versions are installed, listed, verified, replaced when damaged, and removed",
  async () => {
    await using folder = await temporaryFolder();
    const cache = join(folder.path, "cache");
    const cli = (args: string) =>
      sametwice(["cli", ...args.split(" ")], {
        environment: { ...registry.environmentFor(folder.path), SAMETWICE_CACHE: cache },
      });

    expect((await cli("list")).stdout).toBe(
      `No version of Claude Code is in ${join(cache, "claude-code")}.`,
    );
    const installed = await cli(`install ${alsoGood} 2.1.999 ${good}`);
    expect(installed.exitCode).toBe(2);
    expect(installed.stdout).toMatch(
      /^2\.1\.905 {2}installed {2}native .*\n2\.1\.900 {2}installed/,
    );
    expect(installed.stderr).toContain(`has no version 2.1.999 of ${nativePackage}`);

    const program = join(
      cache,
      `claude-code/${good}-${platform}/node_modules/${nativePackage}/claude`,
    );
    await mkdir(join(cache, `claude-code/2.1.1-${platform}.left.tmp`));
    const { stdout: listed } = await cli("list");
    expect(listed).toMatch(
      new RegExp(`^version .*\n${good} .*native .*verified at its last use, .*\n${alsoGood} `),
    );
    expect(listed).toMatch(/left\.tmp: 0\.0 MB, in use by an installation\n2 versions, 0\.0 MB in/);

    expect((await cli("verify")).exitCode).toBe(0);
    await chmod(program, 0o755);
    await appendFile(program, "# changed\n");
    expect((await cli("list")).stdout).toMatch(
      new RegExp(`${good} .*damaged: .*claude has \\d+ bytes`),
    );
    const verified = await cli("verify --json");
    expect(verified.exitCode).toBe(1);
    expect(JSON.parse(verified.stdout)).toEqual([
      { version: good, kind: "damaged", why: expect.stringContaining("not what was installed") },
      { version: alsoGood, kind: "verified", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(verified.stderr).toContain(`sametwice cli install ${good}`);

    const replaced = await cli(`install ${good}`);
    expect([replaced.exitCode, replaced.stdout]).toEqual([
      0,
      expect.stringContaining("was damaged"),
    ]);
    expect(replaced.stderr).toContain("installing it again");

    const removed = await cli(`remove ${good} 2.1.999 latest`);
    expect(removed.exitCode).toBe(2);
    expect(removed.stdout).toContain(`${good}  removed`);
    expect(removed.stderr).toMatch(/2\.1\.999 is not in the cache.*\n"latest" is not an exact/);
    const left = JSON.parse((await cli("list --json")).stdout);
    expect(left.versions).toMatchObject([
      { version: alsoGood, platform, state: { kind: "verified" } },
    ]);
  },
  60_000,
);
