import { randomUUID } from "node:crypto";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  basicEnvironment,
  findMarked,
  reapMarked,
  startChild,
  type Child,
} from "./childProcess.ts";

const programs = resolve(import.meta.dirname, "../../fixtures/agents");
const orders = { interrupt: null, graceMs: 10_000 };
const impatient = { interrupt: null, graceMs: 200, terminateMs: 200 };

let folder: string;
let marker: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "child-")));
  marker = randomUUID();
});
afterEach(async () => {
  await reapMarked(marker);
  await rm(folder, { recursive: true });
});

type Started = Child & {
  readonly lines: string[];
  readonly until: (text: string) => Promise<void>;
};

async function start(program: string, processId = "p1"): Promise<Started> {
  return startNode([join(programs, program)], processId);
}

async function startNode(args: readonly string[], processId = "p1"): Promise<Started> {
  const lines: string[] = [];
  let waiting: { readonly text: string; readonly found: () => void } | null = null;
  const child = await startChild({
    file: process.execPath,
    args,
    env: basicEnvironment({ home: folder, tmp: folder }),
    cwd: folder,
    marker,
    processId,
    onLine: (line) => {
      lines.push(line);
      if (waiting !== null && line.includes(waiting.text)) waiting.found();
    },
  });
  const until = async (text: string) => {
    if (lines.some((line) => line.includes(text))) return;
    await new Promise<void>((found) => (waiting = { text, found }));
  };
  return { ...child, lines, until };
}

function promptLine(text: string): string {
  return JSON.stringify({ type: "user", message: { content: [{ type: "text", text }] } });
}

async function prompted(program: string): Promise<Started> {
  const child = await start(program);
  child.write(promptLine("hello"));
  await child.until('"result"');
  return child;
}

describe("surroundings", () => {
  test("a child sees the variables it was given and the two markers, and nothing of ours", async () => {
    const child = await startNode(["-e", "console.log(JSON.stringify(process.env))"]);
    await child.exited;
    expect(Object.keys(JSON.parse(child.lines[0] ?? "{}")).sort()).toEqual(
      ["HOME", "PATH", "SAMETWICE_PROCESS", "SAMETWICE_RUN", "TMPDIR", "TZ"].sort(),
    );
  });

  test("a child runs in its folder and leads a process group of its own", async () => {
    const child = await startNode(["-e", "console.log(process.cwd())"]);
    await child.exited;
    expect(child.lines).toEqual([folder]);
    expect(child.pid).not.toBe(process.pid);
  });

  test("a program that is not there is an error, not an exit", async () => {
    const env = basicEnvironment({ home: folder, tmp: folder });
    const absent = { args: [], env, cwd: folder, marker, processId: "p", onLine: () => undefined };
    await expect(startChild({ file: join(folder, "absent"), ...absent })).rejects.toThrow("ENOENT");
  });
});

describe("ending", () => {
  test("a program that ends with its input needs no signal", async () => {
    const child = await prompted("answers.mjs");
    expect(await child.end(orders)).toEqual({ by: "end-of-input", reaped: [] });
    expect(await child.exited).toMatchObject({ exitCode: 0, signal: null });
    expect(child.isAlive()).toBe(false);
  });

  test("a program that ended by itself has its exit code, its last lines and its stderr", async () => {
    const child = await start("exits-without-result.mjs");
    child.write(promptLine("hello"));
    expect(await child.exited).toEqual({
      exitCode: 3,
      signal: null,
      stderr: "the tiny agent broke\n",
    });
    expect(child.lines.at(-1)).toContain("call-1");
    expect(await child.end(orders)).toEqual({ by: "itself", reaped: [] });
  });

  test("a program that outlives its input is ended by SIGTERM", async () => {
    const child = await prompted("never-exits.mjs");
    expect((await child.end(impatient)).by).toBe("SIGTERM");
  });

  test("a program that ignores SIGTERM is killed", async () => {
    const child = await prompted("ignores-sigterm.mjs");
    expect((await child.end(impatient)).by).toBe("SIGKILL");
  });

  test("a program is asked to stop what it does before its input is closed", async () => {
    const child = await start("hangs-in-the-middle.mjs");
    child.write(promptLine("hello"));
    await child.until("init");
    const interrupt = async () => {
      child.write('{"type":"control_request","request_id":"i","request":{"subtype":"interrupt"}}');
      await child.until("aborted_tools");
    };
    expect((await child.end({ ...orders, interrupt })).by).toBe("end-of-input");
  });

  test("an interrupt that is never answered does not hold up the end", async () => {
    const child = await start("hangs-before-first-output.mjs");
    const interrupt = () => new Promise<void>(() => undefined);
    expect((await child.end({ ...impatient, graceMs: 10_000, interrupt })).by).toBe("end-of-input");
  });

  test("two callers who end the same child get the same report", async () => {
    const child = await prompted("answers.mjs");
    const [first, second] = await Promise.all([child.end(orders), child.end(impatient)]);
    expect(second).toBe(first);
  });

  test("a program that floods stderr is not held up, and only the end of the flood is kept", async () => {
    const child = await prompted("floods-stderr.mjs");
    await child.end(orders);
    const { stderr } = await child.exited;
    expect(stderr).toHaveLength(8 * 1024);
    expect(stderr.endsWith("last words\n")).toBe(true);
  });
});

describe.runIf(process.platform === "linux")("nothing is left behind", () => {
  async function leftBehind(program: string): Promise<{ child: Started; pid: number }> {
    const child = await prompted(program);
    const pid = Number(JSON.parse(child.lines.at(-1) ?? "{}").result);
    expect(findMarked(marker)).toContain(pid);
    return { child, pid };
  }

  test("a sleep in the background that holds the output open is reaped", async () => {
    const { child, pid } = await leftBehind("leaves-a-sleep-behind.mjs");
    expect(await child.end(orders)).toEqual({ by: "end-of-input", reaped: [pid] });
    expect(findMarked(marker)).toEqual([]);
  });

  test("a daemon in a session of its own is reaped", async () => {
    const { child, pid } = await leftBehind("leaves-a-daemon-behind.mjs");
    expect((await child.end(orders)).reaped).toEqual([pid]);
    expect(findMarked(marker)).toEqual([]);
  });

  test("ending one agent leaves the run's other agents alone; the final sweep takes them", async () => {
    const one = await start("answers.mjs", "one");
    const other = await start("leaves-a-daemon-behind.mjs", "other");
    other.write(promptLine("hello"));
    await other.until('"result"');
    await one.end(orders);
    expect(other.isAlive()).toBe(true);
    expect((await reapMarked(marker)).length).toBe(2);
    expect(await other.exited).toMatchObject({ signal: "SIGKILL" });
  });

  test("a process of another run is never touched, though its marker begins alike", async () => {
    const child = await start("answers.mjs");
    expect(await reapMarked(marker.slice(0, -1))).toEqual([]);
    await delay(20);
    expect(child.isAlive()).toBe(true);
    await child.end(orders);
  });

  test("an empty marker is refused, for it would match what is not ours", () => {
    expect(() => findMarked("")).toThrow(RangeError);
  });

  test("a harness that exits at once takes its agents with it", async () => {
    const door = resolve(import.meta.dirname, "childProcess.ts");
    const script = `
      import { startChild, sweepOnExit, basicEnvironment } from ${JSON.stringify(door)};
      sweepOnExit(${JSON.stringify(marker)});
      const env = basicEnvironment({ home: "/tmp", tmp: "/tmp" });
      const sleep = { file: "/bin/sleep", args: ["600"], env, cwd: "/tmp", onLine() {} };
      await startChild({ ...sleep, marker: ${JSON.stringify(marker)}, processId: "s" });
      process.exit(7);`;
    const harness = await startChild({
      file: process.execPath,
      args: ["--input-type=module", "-e", script],
      env: basicEnvironment({ home: folder, tmp: folder }),
      cwd: folder,
      marker: randomUUID(),
      processId: "harness",
      onLine: () => undefined,
    });
    expect(await harness.exited).toMatchObject({ exitCode: 7 });
    await delay(50);
    expect(findMarked(marker)).toEqual([]);
  });
});
