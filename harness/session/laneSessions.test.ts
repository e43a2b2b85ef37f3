import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AgentSession, SessionConfig } from "../agents/agents.ts";
import type { SessionRecord } from "../record/record.ts";
import { builtInStrategies, type Strategy } from "../suite/suite.ts";
import { createLaneFolders } from "./folders.ts";
import { createLaneSessions, type LaneSessions } from "./laneSessions.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "sametwice-lane-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const minute = 60_000;
const timeouts = { firstOutputMs: 1, idleMs: 1, afterResultMs: 1, wallMs: 1 };

/** A lane of a built-in strategy whose agent is a stand-in that only remembers what it was asked. */
async function laneOf(id: string, beforeStart: () => Promise<void> = () => Promise.resolve()) {
  const strategy: Strategy | undefined = builtInStrategies.find((one) => one.id === id);
  if (strategy === undefined) throw new Error(`no strategy ${id}`);
  const started: SessionConfig[] = [];
  const ended: SessionRecord[] = [];
  const calls: string[] = [];
  let now = 0;
  const start = async (config: SessionConfig): Promise<AgentSession> => {
    await beforeStart();
    started.push(config);
    let isAlive = true;
    return {
      pid: 1,
      startWallMs: 5,
      play: () =>
        Promise.resolve({
          schema: "sametwice.transcript/1",
          turns: [],
          ending: { kind: "completed" },
        }),
      clear: () => {
        calls.push(`clear ${config.processId}`);
        return Promise.resolve({ kind: "cleared", sessionId: null });
      },
      reportedVersion: () => "1.2.0",
      reportedVersions: () => ["1.2.0"],
      programSha256: null,
      answerIds: () => [],
      notes: () => [],
      isAlive: () => isAlive,
      stop: () => {
        isAlive = false;
        calls.push(`stop ${config.processId}`);
        return Promise.resolve();
      },
    };
  };
  const sessions = createLaneSessions({
    laneId: "lane",
    wave: 0,
    strategy,
    prepared: { version: "1.2.0", programSha256: null, start },
    folders: await createLaneFolders(root, "lane"),
    seed: 7,
    deviceOwner: "lane",
    usedOrdinals: 0,
    usedIdentities: 0,
    common: {
      model: "m",
      credential: { kind: "api-key", value: "k" },
      timeouts,
      maxTurns: 4,
      marker: "x",
    },
    baseUrlFor: (processId) => `http://127.0.0.1/p/${processId}`,
    egressProxyFor: () => undefined,
    nowMs: () => now,
    onStarted: () => undefined,
    onEnded: (session) => {
      ended.push(session);
      return Promise.resolve();
    },
  });
  const replay = async (lasts = 12 * minute) => {
    const readiness = await sessions.ready();
    readiness.session.replays++;
    now += lasts;
    return readiness.session.id;
  };
  return { sessions, started, ended, calls, replay };
}

async function played(replay: () => Promise<string>, times: number): Promise<string[]> {
  const ids: string[] = [];
  for (let time = 0; time < times; time++) ids.push(await replay());
  return ids;
}

test("reset plays all replays in one process and clears between them, not before the first", async () => {
  const { replay, calls } = await laneOf("reset");
  expect(await played(replay, 3)).toEqual(["lane-s01", "lane-s01", "lane-s01"]);
  expect(calls).toEqual(["clear lane-s01", "clear lane-s01"]);
});

test("restart ends the old process before it starts a new one, in the same HOME as the same device", async () => {
  const { replay, calls, started } = await laneOf("restart");
  expect(await played(replay, 3)).toEqual(["lane-s01", "lane-s02", "lane-s03"]);
  expect(calls).toEqual(["stop lane-s01", "stop lane-s02"]);
  expect(new Set(started.map(({ home }) => home)).size).toBe(1);
  expect(new Set(started.map(({ deviceId }) => deviceId)).size).toBe(1);
  expect(new Set(started.map(({ sessionUuid }) => sessionUuid)).size).toBe(3);
});

test("fresh-identity gives every process a HOME and a device of its own", async () => {
  const { replay, started } = await laneOf("fresh-identity");
  await played(replay, 3);
  expect(new Set(started.map(({ home }) => home)).size).toBe(3);
  expect(new Set(started.map(({ deviceId }) => deviceId)).size).toBe(3);
});

test("pin-ttl recycles at 45 minutes, between replays only", async () => {
  const { replay } = await laneOf("pin-ttl");
  expect(await played(replay, 6)).toEqual([
    "lane-s01",
    "lane-s01",
    "lane-s01",
    "lane-s01",
    "lane-s02",
    "lane-s02",
  ]);
});

test("continue keeps the process and its conversation", async () => {
  const { replay, calls } = await laneOf("continue");
  expect(await played(replay, 3)).toEqual(["lane-s01", "lane-s01", "lane-s01"]);
  expect(calls).toEqual([]);
});

test("every ended session is told once, with the reason", async () => {
  const { sessions, replay, ended } = await laneOf("restart");
  await played(replay, 2);
  await Promise.all([sessions.end("lane-done"), sessions.end("interrupted")]);
  expect(ended.map(({ id, ended: why }) => [id, why])).toEqual([
    ["lane-s01", "recycled"],
    ["lane-s02", "lane-done"],
  ]);
});

test("a process that is starting while the run is stopped is ended, not played", async () => {
  const stop: { sessions?: LaneSessions } = {};
  const lane = await laneOf("reset", async () => {
    await stop.sessions?.end("interrupted");
  });
  stop.sessions = lane.sessions;
  const { session } = await lane.sessions.ready();
  expect(session.agent.isAlive()).toBe(false);
  expect(lane.ended.map(({ ended }) => ended)).toEqual(["interrupted"]);
});
