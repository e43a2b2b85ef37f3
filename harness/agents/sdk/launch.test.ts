import { mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { proxyEnvironment } from "../proxyEnvironment.ts";
import { packSdk, sdkLaunch, type SdkLaunchConfig } from "./launch.ts";

const config: SdkLaunchConfig = {
  model: "claude-sonnet-4-6",
  baseUrl: "http://127.0.0.1:1/p/x",
  credential: { kind: "auth-token", value: "t" },
  home: "/lane/home",
  tmp: "/lane/tmp",
  betas: "forwarded",
  sessionUuid: "00000000-0000-4000-8000-000000000001",
  maxTurns: 7,
};

test("a launch names its whole environment and takes nothing from the harness's own", () => {
  const { file, args, env } = sdkLaunch(config, "1.1.0");
  expect(file).toBe(process.execPath);
  expect(args.slice(1)).toEqual([
    "--model=claude-sonnet-4-6",
    "--session-id=00000000-0000-4000-8000-000000000001",
    "--revision=1.1.0",
    "--max-turns=7",
  ]);
  expect(env).toEqual({
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: "/lane/home",
    TMPDIR: "/lane/tmp",
    TZ: "UTC",
    ANTHROPIC_BASE_URL: "http://127.0.0.1:1/p/x",
    ANTHROPIC_AUTH_TOKEN: "t",
    ...proxyEnvironment(config),
  });
});

test("suppressed betas, a cache folder and a packed SDK are one variable each", () => {
  const speed = { compileCache: "/cache", sdkPack: "/cache/sdk.cjs" };
  const plain = sdkLaunch(config, "1.1.0").env;
  expect(sdkLaunch({ ...config, betas: "suppressed" }, "1.1.0", speed).env).toEqual({
    ...plain,
    CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: "1",
    NODE_COMPILE_CACHE: "/cache",
    SAMETWICE_SDK_PACK: "/cache/sdk.cjs",
  });
});

test("packing the SDK twice gives one file, and a run that packs leaves no other behind", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "sdk-pack-"));
  const file = packSdk(join(folder.path, "new"));
  const first = await readFile(file);
  expect(packSdk(join(folder.path, "new"))).toBe(file);
  expect((await readFile(file)).equals(first)).toBe(true);
  expect(await readdir(dirname(file))).toHaveLength(1);
});
