import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SessionConfig } from "../types.ts";
import { claudeCodeLaunch, seedIdentity } from "./launch.ts";

const config: SessionConfig = {
  processId: "p1",
  model: "claude-sonnet-4-5",
  baseUrl: "http://127.0.0.1:4000/p/p1",
  credential: { kind: "api-key", value: "key" },
  home: "/lane/home",
  tmp: "/lane/tmp",
  cwd: "/lane/work",
  betas: "forwarded",
  flags: "as-given",
  sessionUuid: "00000000-0000-4000-8000-000000000001",
  deviceId: "ab".repeat(32),
  timeouts: { firstOutputMs: 1, idleMs: 1, afterResultMs: 1, wallMs: 1 },
  maxTurns: 7,
  marker: "m",
};
const program = { file: "/cache/claude", args: ["first"] };

function environmentWith(changes: Partial<SessionConfig>) {
  return claudeCodeLaunch(program, { ...config, ...changes }).env;
}

describe("launch", () => {
  test("the program's own arguments come first, and model, session and turn limit are explicit", () => {
    const { file, args } = claudeCodeLaunch(program, config);
    expect(file).toBe("/cache/claude");
    expect(args.slice(0, 2)).toEqual(["first", "-p"]);
    expect(args.join(" ")).toContain(`--model ${config.model} --session-id ${config.sessionUuid}`);
    expect(args.join(" ")).toContain("--max-turns 7");
    expect(args.at(-1)).toBe("");
  });

  test.each([
    ["api-key", "ANTHROPIC_API_KEY"],
    ["auth-token", "ANTHROPIC_AUTH_TOKEN"],
    ["subscription-token", "CLAUDE_CODE_OAUTH_TOKEN"],
  ] as const)("a credential of kind %s is given as %s and as nothing else", (kind, variable) => {
    const env = environmentWith({ credential: { kind, value: "secret" } });
    const carrying = Object.keys(env).filter((name) => env[name] === "secret");
    expect(carrying).toEqual([variable]);
  });

  test("nothing of the harness's environment comes along", () => {
    process.env["CLAUDE_CODE_ENTRYPOINT"] = "harness";
    expect(environmentWith({})).not.toHaveProperty("CLAUDE_CODE_ENTRYPOINT");
    delete process.env["CLAUDE_CODE_ENTRYPOINT"];
  });

  test("betas and flags are switched off only where the strategy says so", () => {
    expect(environmentWith({})).not.toHaveProperty("CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS");
    expect(environmentWith({})).not.toHaveProperty("DISABLE_GROWTHBOOK");
    expect(environmentWith({ betas: "suppressed", flags: "frozen" })).toMatchObject({
      CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: "1",
      DISABLE_GROWTHBOOK: "1",
    });
  });
});

describe("identity", () => {
  test("a HOME gets its device, keeps what the client wrote, and a new device replaces the old", async () => {
    const home = await mkdtemp(join(tmpdir(), "identity-"));
    const file = join(home, ".claude.json");
    const settings = async () => JSON.parse(await readFile(file, "utf8"));

    await seedIdentity(home, "one");
    expect(await settings()).toEqual({ userID: "one" });
    await writeFile(file, JSON.stringify({ userID: "one", migrations: 3 }));
    await seedIdentity(home, "one");
    await seedIdentity(home, "two");
    expect(await settings()).toEqual({ userID: "two", migrations: 3 });
    await writeFile(file, '{"userID": "o');
    await seedIdentity(home, "one");
    expect(await settings()).toEqual({ userID: "one" });
    await rm(home, { recursive: true });
  });
});
