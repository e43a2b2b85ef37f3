import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findMarked, reapMarked } from "../../childProcess/childProcess.ts";
import { finalTextOf, toolCallsOf } from "../../transcript/transcript.ts";
import type { AgentSession, PreparedAgent, SessionConfig } from "../types.ts";
import { configurationsOf, model, prepareOrSkip } from "./testing/realLane.ts";
import {
  startScriptedServer,
  textOf,
  type Answer,
  type ScriptedServer,
  type SeenRequest,
} from "./testing/scriptedServer.ts";

const scripts: Record<string, readonly Answer[]> = {
  repair: [
    { calls: [{ name: "Read", input: { file_path: "shop.js" } }] },
    { calls: [{ name: "Edit", input: edit("shop.js", "0.19", "0.20") }] },
    {
      calls: [
        { name: "Write", input: { file_path: "notes.txt", content: "done\n" } },
        { name: "Bash", input: { command: "node shop.js", description: "run" } },
      ],
    },
    { text: "The tax is 0.20 now." },
  ],
  daemon: [
    {
      calls: [
        { name: "Bash", input: { command: "setsid sleep 600 < /dev/null > /dev/null 2>&1 &" } },
      ],
    },
    { text: "It runs." },
  ],
  endless: Array.from({ length: 20 }, () => ({
    calls: [{ name: "Bash", input: { command: "true", description: "once more" } }],
  })),
  refuse: [{ text: "I will not", stopReason: "refusal" }],
  fail: [{ status: 413 }],
  hang: [{ hang: true }],
};

function edit(file_path: string, old_string: string, new_string: string) {
  return { file_path, old_string, new_string };
}

describe.each(["2.1.200", "2.1.300", "2.1.328"])("claude %s", (version) => {
  let prepared: PreparedAgent | null = null;
  let server: ScriptedServer;
  let root: string;
  let marker: string;
  let configure: ReturnType<typeof configurationsOf>;

  beforeAll(async () => {
    prepared = await prepareOrSkip(version);
  }, 300_000);
  beforeEach(async (context) => {
    if (prepared === null) return context.skip(`claude ${version} cannot be installed here`);
    root = await realpath(await mkdtemp(join(tmpdir(), "cli-")));
    for (const folder of ["home", "tmp", "work"]) await mkdir(join(root, folder));
    await writeFile(join(root, "work", "shop.js"), "console.log('tax', 0.19);\n");
    server = await startScriptedServer(scripts);
    marker = randomUUID();
    configure = configurationsOf(server, root, marker);
  });
  afterEach(async () => {
    if (prepared === null) return;
    await reapMarked(marker);
    await server[Symbol.asyncDispose]();
    await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  async function start(changes: Partial<SessionConfig> = {}): Promise<AgentSession> {
    if (prepared === null) throw new Error("not prepared");
    return prepared.start(configure(changes));
  }

  /** What a new process sends for its first prompt. */
  async function firstRequestOf(
    changes: Partial<SessionConfig>,
    prompt: string,
  ): Promise<SeenRequest> {
    const before = server.requests.length;
    const session = await start(changes);
    await session.play([prompt]);
    await session.stop();
    const request = server.requests[before];
    if (request === undefined) throw new Error("no request came");
    return request;
  }

  test("several prompts are played by one process, and after /clear the next request is empty of earlier ones", async () => {
    const session = await start();
    expect((await session.play(["first words", "second words"])).ending.kind).toBe("completed");
    expect(server.requests.map(assistantMessages)).toEqual([0, 1]);
    expect((await session.clear()).kind).toBe("cleared");
    await session.play(["third words"]);
    const last = server.requests.at(-1);
    expect(server.requests).toHaveLength(3);
    expect(last && assistantMessages(last)).toBe(0);
    expect(last && textOf(last)).not.toContain("first words");
    expect(betasOf(server.requests[0]?.headers ?? {})).toContain("context-management-2025-06-27");
    expect(session.reportedVersion()).toBe(version);
    expect(session.reportedVersions()).toEqual([version]);
    expect(session.answerIds()).toHaveLength(1);
    expect(session.programSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(session.programSha256).toBe(prepared?.programSha256);
    expect(session.notes()).toEqual([]);
    await session.stop();
  });

  test("tools work on the workspace by relative paths, and a workspace's node is ours", async () => {
    const session = await start();
    const transcript = await session.play(["please [[repair]]"]);
    expect(transcript.ending).toEqual({ kind: "completed" });
    expect(toolCallsOf(transcript).map(({ name, outcome }) => [name, outcome.kind])).toEqual([
      ["Read", "ok"],
      ["Edit", "ok"],
      ["Write", "ok"],
      ["Bash", "ok"],
    ]);
    const bash = toolCallsOf(transcript).at(-1);
    expect(bash?.outcome).toMatchObject({ output: "tax 0.2" });
    expect(transcript.turns[0]?.steps).toHaveLength(4);
    expect(finalTextOf(transcript)).toBe("The tax is 0.20 now.");
    expect(transcript.turns[0]?.usage.outputTokens).toBe(20);
    expect(await readFile(join(root, "work", "notes.txt"), "utf8")).toBe("done\n");
    await session.stop();
  });

  test("a restarted process knows nothing of the one before and is the same device", async () => {
    const sessionUuid = randomUUID();
    const first = await firstRequestOf({ sessionUuid }, "first words");
    const second = await firstRequestOf({}, "second words");
    expect(textOf(second)).not.toContain("first words");
    for (const { body } of [first, second]) {
      expect(JSON.stringify(body["metadata"])).toContain("ab".repeat(32));
      expect(body.model).toBe(model);
    }
    // Another HOME, everything else alike: byte for byte the same, for memory, which would name HOME, is off.
    const again = await firstRequestOf({ sessionUuid, home: join(root, "other") }, "first words");
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body));
  });

  test("suppressed betas are gone from the wire, and only the client's own remain", async () => {
    const { headers, body } = await firstRequestOf({ betas: "suppressed" }, "hello");
    expect(betasOf(headers)).toEqual(["claude-code-20250219", "interleaved-thinking-2025-05-14"]);
    expect(body).not.toHaveProperty("context_management");
  });

  test("a turn limit, a refusal and an API error are endings that leave the process usable", async () => {
    const session = await start();
    for (const [script, ending] of [
      ["endless", { kind: "turn-limit", turns: 6 }],
      ["refuse", { kind: "refused" }],
      ["fail", { kind: "api-error", status: 413 }],
    ] as const) {
      expect((await session.play([`[[${script}]]`])).ending).toMatchObject(ending);
      expect((await session.clear()).kind).toBe("cleared");
    }
    expect((await session.play(["hello"])).ending).toEqual({ kind: "completed" });
    await session.stop();
  });

  test("a vendor that never answers ends the turn as timed out, and nothing is left", async () => {
    const patient = configure().timeouts;
    const session = await start({ timeouts: { ...patient, idleMs: 1_500 } });
    const transcript = await session.play(["[[hang]]"]);
    expect(transcript.ending).toEqual({ kind: "timed-out", waitedFor: "idle", afterMs: 1_500 });
    expect(session.isAlive()).toBe(false);
    expect(findMarked(marker)).toEqual([]);
  });

  test("a daemon that a command leaves behind is gone when the session has stopped", async () => {
    const session = await start();
    expect((await session.play(["[[daemon]]"])).ending).toEqual({ kind: "completed" });
    if (process.platform === "linux") expect(findMarked(marker).length).toBeGreaterThan(1);
    await session.stop();
    expect(findMarked(marker)).toEqual([]);
  });

  test("a process that refuses its flags is an ending, not an exception", async () => {
    const session = await start({ sessionUuid: "not a uuid" });
    const { ending } = await session.play(["hello"]);
    expect(ending).toMatchObject({ kind: "crashed", exitCode: 1 });
    expect(ending.kind === "crashed" && ending.stderr).toContain("Invalid session ID");
    await session.stop();
  });
});

function betasOf(headers: SeenRequest["headers"]): string[] {
  return String(headers["anthropic-beta"]).split(",").sort();
}

function assistantMessages({ body }: SeenRequest): number {
  return body.messages.filter(({ role }) => role === "assistant").length;
}

/** Null where npm has no registry to install from; on CI that is a failure. */
