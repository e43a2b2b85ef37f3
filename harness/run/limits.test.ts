import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { ReplayRecord } from "../record/record.ts";
import type { Ending } from "../transcript/transcript.ts";
import type { StopReason } from "./events.ts";
import { createLimits } from "./limits.ts";

function replay(ending: Ending, costUsd: number): ReplayRecord {
  return {
    id: "reset-w0-l00-r00",
    purpose: { kind: "lane" },
    strategy: "reset",
    clientConfiguration: "1.2.0",
    wave: 0,
    lane: "reset-w0-l00",
    session: "reset-w0-l00-s01",
    promptId: "p",
    position: 0,
    workspace: "/w",
    transcript: { schema: "sametwice.transcript/1", turns: [], ending },
    changes: [],
    command: null,
    attestation: { kind: "attested", evidence: [] },
    wire: {
      requests: 1,
      modelsAsked: [],
      modelsServed: [],
      betas: [],
      tools: [],
      bodyFeatures: [],
      systemHash: "",
      userAgent: "",
      clientVersion: null,
      carriedAssistantMessages: 0,
      deviceId: null,
      inputTokens: 0,
      outputTokens: 0,
      costUsd,
      opening: "",
      clients: [],
    },
    time: { startMs: 0, sessionAgeMs: 0, idleMs: 0, durationMs: 0 },
    wallMs: 0,
    spawns: 1,
  };
}

const completed: Ending = { kind: "completed" };
const refusedKey: Ending = { kind: "api-error", status: 401, message: "invalid x-api-key" };

function watch(
  budget: { readonly usd: number | null; readonly wallMs: number | null },
  costsMoney: boolean,
) {
  const reasons: StopReason[] = [];
  const limits = createLimits({ budget }, costsMoney, (why) => reasons.push(why));
  return { reasons, limits };
}

test("a run stops when its replays have cost the budget, not before", () => {
  const { reasons, limits } = watch({ usd: 1, wallMs: null }, true);
  limits.count(replay(completed, 0.6));
  expect(reasons).toEqual([]);
  limits.count(replay(completed, 0.4));
  expect(reasons).toEqual([{ kind: "budget", limit: "$1.00" }]);
  limits.end();
});

test("the simulated vendor's invented dollars never stop a run", () => {
  const { reasons, limits } = watch({ usd: 1, wallMs: null }, false);
  limits.count(replay(completed, 100));
  expect(reasons).toEqual([]);
  limits.end();
});

test("a run stops when its time is used up", async () => {
  const { reasons, limits } = watch({ usd: null, wallMs: 20 }, true);
  await sleep(60);
  expect(reasons).toEqual([{ kind: "budget", limit: "20 ms" }]);
  limits.end();
});

test("a run whose first six replays all fail is stopped with the last failure in words", () => {
  const { reasons, limits } = watch({ usd: null, wallMs: null }, true);
  for (let count = 0; count < 5; count++) limits.count(replay(refusedKey, 0));
  expect(reasons).toEqual([]);
  limits.count(replay(refusedKey, 0));
  expect(reasons).toEqual([{ kind: "agent-unusable", detail: "API error 401: invalid x-api-key" }]);
  limits.end();
});

test("an agent that answered once is not given up, however often it fails later", () => {
  const { reasons, limits } = watch({ usd: null, wallMs: null }, true);
  limits.count(replay(completed, 0));
  for (let count = 0; count < 20; count++) limits.count(replay(refusedKey, 0));
  expect(reasons).toEqual([]);
  limits.end();
});
