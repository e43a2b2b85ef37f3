import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sdkAgent, sdkRevisions, type PreparedAgent } from "../agents/agents.ts";
import { temporaryFolder, testCache } from "../e2e/sametwice.ts";
import type { ProbeRecord } from "../record/record.ts";
import { preflight, probeClient } from "./probe.ts";

const model = "claude-sonnet-4-6";
let prepared: PreparedAgent;
/** A folder for temporary folders of our own: others probe too. */
let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  temporary = await temporaryFolder();
  vi.stubEnv("TMPDIR", temporary.path);
  prepared = await sdkAgent({ cacheDirectory: testCache }).prepare(sdkRevisions.at(-1) ?? "");
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await temporary[Symbol.asyncDispose]();
});

describe("a probe", () => {
  let record: ProbeRecord;
  let left: readonly string[];
  beforeAll(async () => {
    record = await probeClient({ agent: "sdk", prepared, model });
    left = await readdir(temporary.path);
  });

  test("plays every step in order and leaves no folder behind", () => {
    expect(record.steps.map(({ id, ending }) => [id, ending])).toEqual([
      ["start", null],
      ["text", "completed"],
      ["tools", "completed"],
      ["clear", "cleared"],
      ["after-clear", "completed"],
      ["end", null],
    ]);
    expect(left).toEqual([]);
  });

  test("sees each request in the step that it belongs to, with the context it carries", () => {
    const carried = record.steps.map(({ requests }) => requests.map((r) => r.assistantMessages));
    expect(carried).toEqual([[], [0], [1, 2, 3, 4], [], [0], []]);
  });

  test("holds the client's own texts, and none of what differs between two probes", async () => {
    const again = await probeClient({ agent: "sdk", prepared, model });
    expect(again.steps).toEqual(record.steps);
    const [request] = record.steps.find(({ id }) => id === "text")?.requests ?? [];
    expect(request).toMatchObject({ modelAsked: model, status: 200, additions: "" });
    expect(request?.system).toContain("orking directory");
    expect(request?.system).not.toContain(tmpdir());
    expect(request?.tools.map(({ name }) => name)).toContain("bash");
    expect(Object.keys(request?.parts ?? {})).toContain("system");
  });

  test("of one step plays only that", async () => {
    const { steps } = await probeClient({ agent: "sdk", prepared, model, steps: ["text"] });
    expect(steps.map(({ id }) => id)).toEqual(["start", "text", "end"]);
  });
});

describe("preflight", () => {
  test("tells the betas that a configuration sends, with and without suppression", async () => {
    const forwarded = await preflight(prepared, { model });
    const suppressed = await preflight(prepared, { model, betas: "suppressed" });
    if (forwarded.kind === "problem" || suppressed.kind === "problem") throw new Error("problem");
    expect(forwarded.betas.length).toBeGreaterThan(suppressed.betas.length);
    expect(forwarded.betas).toEqual(expect.arrayContaining([...suppressed.betas]));
    expect(forwarded.client).not.toBe(suppressed.client);
    expect(forwarded.modelAsked).toBe(model);
  });

  test("says in one sentence why a client cannot be run", async () => {
    const seen = await preflight(prepared, { model: null });
    expect(seen.kind === "problem" && seen.problem).toContain("No model given");
  });
});
