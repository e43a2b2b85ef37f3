import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { claudeCodeAgent, type SessionConfig } from "../agents/agents.ts";
import { UserError } from "../base/base.ts";
import { reapMarked } from "../childProcess/childProcess.ts";
import { testCache } from "../e2e/sametwice.ts";
import { loadProfile, startVendor, type Script, type Vendor } from "../vendor/vendor.ts";
import { startRecorder, summarise, traceOf, type ObservedRequest, type Recorder } from "./wire.ts";

/** Two calls at once, whose results arrive in the order of a race, then one more. */
const script: Script = {
  id: "limit",
  match: "raise the limit",
  ways: [
    {
      id: "usual",
      kind: "usual",
      steps: [
        { calls: [{ read: "limit.js" }, { bash: "sleep 0.0$((RANDOM % 9)); ls", about: "Look" }] },
        { calls: [{ edit: { path: "limit.js", old: "10", new: "20", all: false } }] },
        { answer: "The limit is 20.", stop: "end_turn" },
      ],
    },
  ],
  degraded: [],
};
const prompt = "Please raise the limit.";

const versions = ["2.1.200", "2.1.300", "2.1.328"] as const;
const marker = randomUUID();
const agent = claudeCodeAgent({ cacheDirectory: testCache });
let root: string;
let vendor: Vendor;
let recorder: Recorder;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "fresh-")));
  const profile = { ...(await loadProfile("healthy")), noise: 0, variety: 0 };
  vendor = await startVendor({ profile, seed: 1, scripts: [script] });
  recorder = await startRecorder({
    upstream: vendor.baseUrl,
    tagUpstream: false,
    keepProcessPath: true,
    keepRaw: true,
  });
});
afterAll(async () => {
  await reapMarked(marker);
  await recorder.close();
  await vendor.close();
  await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

/** What one new process sends for the prompt, and for the same prompt after /clear. */
type FreshRun = {
  readonly first: readonly ObservedRequest[];
  readonly cleared: readonly ObservedRequest[];
};

let runs = 0;

/** Nothing is as in any other run: not the folders, nor the length of their names, nor any id. */
async function freshRun(version: string, betas: SessionConfig["betas"]): Promise<FreshRun | null> {
  const prepared = await preparedOrNone(version);
  if (prepared === null) return null;
  const processId = `run-${++runs}`;
  const place = join(root, `${"lane".repeat(runs)}-${runs}`);
  const folders = { home: join(place, "h"), tmp: join(place, "t"), cwd: join(place, "work.d") };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  await writeFile(join(folders.cwd, "limit.js"), "const limit = 10;\n");
  const session = await prepared.start({
    processId,
    model: "claude-sonnet-4-6",
    baseUrl: recorder.baseUrlFor(processId),
    credential: { kind: "api-key", value: "sk-ant-simulated-0000" },
    ...folders,
    betas,
    flags: "as-given",
    sessionUuid: randomUUID(),
    deviceId: randomBytes(32).toString("hex"),
    timeouts: { firstOutputMs: 60_000, idleMs: 60_000, afterResultMs: 10_000, wallMs: 120_000 },
    maxTurns: 9,
    marker,
  });
  await session.play([prompt]);
  const first = await recorder.take(processId);
  await session.clear();
  await session.play([prompt]);
  const cleared = await recorder.take(processId);
  await session.stop();
  return { first, cleared };
}

async function preparedOrNone(version: string) {
  try {
    return await agent.prepare(version);
  } catch (error) {
    if (error instanceof UserError && error.message.includes("cannot reach its registry")) {
      return null;
    }
    throw error;
  }
}

/** Not more at once than there are cores. */
async function freshRuns(version: string, count: number): Promise<readonly FreshRun[]> {
  const played: (FreshRun | null)[] = [];
  while (played.length < count) {
    const both = [1, 2].slice(0, count - played.length);
    played.push(...(await Promise.all(both.map(() => freshRun(version, "forwarded")))));
  }
  return played.flatMap((run) => run ?? []);
}

const partsOf = (requests: readonly ObservedRequest[]) =>
  requests.map(({ fingerprint }) => fingerprint.parts);

function differences(one: ObservedRequest | undefined, other: ObservedRequest | undefined) {
  const [a, b] = [one?.fingerprint.parts ?? {}, other?.fingerprint.parts ?? {}];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
}

/** The first request of each version that could be had. */
const openings = new Map<string, ObservedRequest>();

test.each(versions)("five fresh runs of claude %s have the same fingerprints", async (version) => {
  const [run, ...others] = await freshRuns(version, 5);
  if (run === undefined) return;
  expect(run.first).toHaveLength(3);
  expect(others).toHaveLength(4);
  for (const other of others) {
    expect(partsOf(other.first)).toEqual(partsOf(run.first));
    expect(partsOf(other.cleared)).toEqual(partsOf(run.cleared));
    const { opening, clients } = summarise(run.first) ?? {};
    expect(summarise(other.first)).toMatchObject({ opening, clients });
    expect(clients).toHaveLength(1);
  }
  const [opening] = run.first;
  const [afterClear] = run.cleared;
  // Three blocks more: what /clear leaves behind is the conversation's, not the client's.
  expect(differences(opening, afterClear).sort()).toEqual(["messages.additions", "messages.shape"]);
  expect(afterClear?.fingerprint.client).toBe(opening?.fingerprint.client);
  if (opening !== undefined) openings.set(version, opening);

  const suppressed = await freshRun(version, "suppressed");
  const different = differences(opening, suppressed?.first[0]);
  expect(different).toContain("betas.context-management-2025-06-27");
  expect(different).toContain("body.context_management.edits");
  expect(different.filter((part) => /^(?:client|userAgent|model\.)/.test(part))).toEqual([]);
  expectNoClientTextIn(run.first);
});

/** Whatever the client wrote for the model in long lines is looked for in what would be stored. */
function expectNoClientTextIn(requests: readonly ObservedRequest[]): void {
  const { system, tools } = z
    .object({ system: z.unknown(), tools: z.unknown() })
    .parse(requests[0]?.raw);
  const lines = [...JSON.stringify([system, tools]).matchAll(/[^"\\]{60,}/g)].map(([line]) => line);
  expect(lines.length).toBeGreaterThan(50);
  const stored = JSON.stringify(traceOf(requests).requests);
  expect(stored).toContain(prompt);
  expect(lines.filter((line) => stored.includes(line))).toEqual([]);
}

test("two versions differ in parts that are named", () => {
  const [old, middle, current] = versions.map((version) => openings.get(version));
  if (old === undefined || middle === undefined || current === undefined) return;
  expect(differences(old, current)).toEqual(
    expect.arrayContaining(["client", "userAgent", "system", "tools.Bash", "tools.ToolSearch"]),
  );
  expect(differences(middle, current)).toEqual(
    expect.arrayContaining(["client", "system", "tools.Workflow", "messages.additions"]),
  );
  expect(new Set(openings.values().map(({ fingerprint }) => fingerprint.client)).size).toBe(3);
});
