import { randomUUID } from "node:crypto";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { basicEnvironment, findMarked, reapMarked } from "../../childProcess/childProcess.ts";
import type { Timeouts } from "../../suite/suite.ts";
import { finalTextOf } from "../../transcript/transcript.ts";
import { startStreamJsonSession } from "./session.ts";

const programs = resolve(import.meta.dirname, "../../../fixtures/agents");
const patient = { firstOutputMs: 20_000, idleMs: 20_000, afterResultMs: 10_000, wallMs: 40_000 };

let folder: string;
let marker: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "session-")));
  marker = randomUUID();
});
afterEach(async () => {
  await reapMarked(marker);
  await rm(folder, { recursive: true });
});

function start(program: string, timeouts: Partial<Timeouts> = {}) {
  return startStreamJsonSession(
    {
      file: process.execPath,
      args: [join(programs, program)],
      env: basicEnvironment({ home: folder, tmp: folder }),
    },
    { processId: "p1", cwd: folder, marker, timeouts: { ...patient, ...timeouts } },
  );
}

describe("playing", () => {
  test("several user turns are played one after another by one process", async () => {
    const session = await start("answers.mjs");
    const transcript = await session.play(["one", "two"]);
    expect(transcript.turns.map(({ prompt, steps }) => [prompt, steps])).toEqual([
      ["one", [{ kind: "text", text: "one" }]],
      ["two", [{ kind: "text", text: "two" }]],
    ]);
    expect(transcript.ending).toEqual({ kind: "completed" });
    expect(transcript.turns.map(({ usage }) => usage.costUsd)).toEqual([0.25, 0.25]);
    expect(session.reportedVersion()).toBe("9.9.9");
    expect(session.reportedVersions()).toEqual(["9.9.9"]);
    expect(session.answerIds()).toEqual(["message-one", "message-two"]);
    expect(session.notes()).toEqual([]);
    await session.stop();
    expect(session.isAlive()).toBe(false);
  });

  test("after /clear the session goes on in a new conversation, and costs are counted from zero", async () => {
    const session = await start("answers.mjs");
    await session.play(["one", "two"]);
    expect(await session.clear()).toEqual({ kind: "cleared", sessionId: "session-2" });
    const { turns, ending } = await session.play(["three"]);
    expect(ending).toEqual({ kind: "completed" });
    expect(turns[0]?.usage.costUsd).toBe(0.25);
    expect(session.answerIds()).toEqual(["message-three"]);
    await session.stop();
  });

  test("an agent that does not know /clear says so and stays usable", async () => {
    const session = await start("ignores-clear.mjs");
    await session.play(["one"]);
    expect(await session.clear()).toEqual({
      kind: "not-cleared",
      reason: "the agent said: Unknown skill: clear",
    });
    expect(finalTextOf(await session.play(["two"]))).toBe("two");
    await session.stop();
  });

  test("garbage on stdout is noted and does not disturb the turn", async () => {
    const session = await start("prints-garbage.mjs");
    const transcript = await session.play(["hello"]);
    expect(transcript.ending).toEqual({ kind: "completed" });
    expect(transcript.turns[0]?.steps).toEqual([{ kind: "text", text: "hello" }]);
    expect(session.notes()).toEqual(["lines that were no events: 7"]);
    await session.stop();
  });

  test("a turn that nobody asked for and that comes between prompts is noted and belongs to none", async () => {
    const session = await start("answers-twice.mjs");
    await session.play(["one"]);
    while (session.notes().length === 0) await delay(10);
    expect(finalTextOf(await session.play(["two"]))).toBe("two");
    expect(session.notes()).toEqual(["results that nobody asked for: 1"]);
    await session.stop();
  });

  test("a turn that nobody asked for and that comes after the next prompt is not taken for its answer", async () => {
    const session = await start("answers-twice-late.mjs");
    await session.play(["one"]);
    const { turns } = await session.play(["two"]);
    expect(turns[0]?.steps).toEqual([{ kind: "text", text: "two" }]);
    expect(session.notes()).toEqual(["results that nobody asked for: 1"]);
    await session.stop();
  });
});

describe("endings of the process", () => {
  test("a session that prints its result and never exits counts as completed and is ended after the grace period", async () => {
    const session = await start("never-exits.mjs", { afterResultMs: 200 });
    expect((await session.play(["hello"])).ending).toEqual({ kind: "completed" });
    await session.stop();
    expect(findMarked(marker)).toEqual([]);
  });

  test("a process that dies in the middle of a turn ends it as crashed, with what it had done", async () => {
    const session = await start("exits-without-result.mjs");
    const transcript = await session.play(["hello", "never reached"]);
    expect(transcript.ending).toEqual({
      kind: "crashed",
      exitCode: 3,
      signal: null,
      stderr: "the tiny agent broke\n",
    });
    expect(transcript.turns).toHaveLength(1);
    expect(transcript.turns[0]?.steps).toMatchObject([
      { kind: "calls", calls: [{ id: "call-1", outcome: { kind: "open" } }] },
    ]);
    expect(session.isAlive()).toBe(false);
    await session.stop();
  });

  test("a program that fails at start is a session that is not alive, and its first turn says why", async () => {
    const session = await start("fails-at-start.mjs");
    expect(session.isAlive()).toBe(false);
    const { ending } = await session.play(["hello"]);
    expect(ending).toMatchObject({
      kind: "crashed",
      exitCode: 1,
      stderr: "error: unknown option '--nonsense'\n",
    });
    expect(await session.clear()).toEqual({
      kind: "not-cleared",
      reason: "the agent's process ended as crashed",
    });
    await session.stop();
  });

  test("a program that never says a word ends as timed out before the first output", async () => {
    const session = await start("hangs-before-first-output.mjs", { firstOutputMs: 300 });
    const { ending } = await session.play(["hello"]);
    expect(ending).toEqual({ kind: "timed-out", waitedFor: "first-output", afterMs: 300 });
    expect(findMarked(marker)).toEqual([]);
  });

  test("a turn that falls silent ends as timed out, keeps its steps, and takes its process with it", async () => {
    const session = await start("hangs-in-the-middle.mjs", { idleMs: 500 });
    const { ending } = await session.play(["hello"]);
    expect(ending).toEqual({ kind: "timed-out", waitedFor: "idle", afterMs: 500 });
    expect(session.isAlive()).toBe(false);
    expect(findMarked(marker)).toEqual([]);
  });

  test("stopping a session in the middle of a turn ends the turn as interrupted", async () => {
    const session = await start("hangs-in-the-middle.mjs");
    const playing = session.play(["hello"]);
    await session.stop();
    expect((await playing).ending).toEqual({ kind: "interrupted" });
    expect(findMarked(marker)).toEqual([]);
  });

  test("a daemon that the agent leaves behind is gone when stop resolves", async () => {
    const session = await start("leaves-a-daemon-behind.mjs");
    const pid = Number(finalTextOf(await session.play(["hello"])));
    if (process.platform === "linux") expect(findMarked(marker)).toContain(pid);
    await session.stop();
    expect(findMarked(marker)).toEqual([]);
  });

  test("stopping twice, and stopping what has ended, is no error", async () => {
    const session = await start("answers.mjs");
    await Promise.all([session.stop(), session.stop()]);
    await session.stop();
    expect((await session.play(["late"])).ending).toEqual({ kind: "interrupted" });
  });
});
