import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../base/base.ts";
import type { ClientText, Fingerprint, SessionRecord, WireTrace } from "../record/record.ts";
import { openStore, type Store } from "./store.ts";
import { replayOf, runOf } from "./testing/records.ts";
import { noTrace, traceOf } from "./testing/trace.ts";
import { writeFirstSchema } from "./testing/writeFirstSchema.ts";

let folder = "";
let file = "";
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sametwice-store-"));
  file = join(folder, "store.sqlite");
  store = await openStore(file);
  await store.createRun(runOf("r"));
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs SQL on the file behind the store's back and gives the first column. */
function onFile(sql: string): unknown[] {
  const database = new DatabaseSync(file);
  const rows = database.prepare(sql).all();
  database.close();
  return rows.map((row) => Object.values(row)[0]);
}

async function errorOf(promise: Promise<unknown>): Promise<string> {
  const thrown: unknown = await promise.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );
  if (thrown instanceof UserError) return thrown.message;
  throw new Error("Expected a UserError.", { cause: thrown });
}

const fingerprint = (hash: string): Fingerprint => ({ hash, client: "c", parts: { system: hash } });
const text = (part: string, hash: string, diff: string | null = null): ClientText => {
  return { part, hash, characters: 5, lines: 1, against: null, diff };
};

describe("the requests of a replay", () => {
  test("are loaded as they were seen, in the order of their arrival", async () => {
    await store.saveReplay("r", replayOf(1), traceOf(1));
    await store.saveReplay("r", replayOf(2), traceOf(2));
    expect(await store.loadRequests("r", replayOf(2).id)).toEqual(traceOf(2).requests);
  });

  test("are none for a replay without any, and for one that does not exist", async () => {
    await store.saveReplay("r", replayOf(1), noTrace);
    expect(await store.loadRequests("r", replayOf(1).id)).toEqual([]);
    expect(await store.loadRequests("r", "other")).toEqual([]);
  });

  test("may have bodies that nobody could read, of no message, and of text beyond ASCII", async () => {
    const [first] = traceOf(1).requests;
    if (first === undefined) throw new Error("The trace has no request.");
    const requests = [
      { ...first, body: null, status: null, failure: "the client hung up", usage: null },
      { ...first, body: { frame: "{}", messages: [] } },
      { ...first, body: { frame: "", messages: ['"naïve 🎈"', '"naïve 🎈"'] } },
    ];
    await store.saveReplay("r", replayOf(1), { ...noTrace, requests });
    expect(await store.loadRequests("r", replayOf(1).id)).toEqual(requests);
  });

  test("store each frame and each message once", async () => {
    await store.saveReplay("r", replayOf(1), noTrace);
    const [before] = onFile("select count(*) from blobs");
    // Of one session: the frame is the same; five requests share one history of nine messages.
    await store.saveReplay("r", { ...replayOf(1), id: "again-1" }, traceOf(1));
    await store.saveReplay("r", { ...replayOf(1), id: "again-2" }, traceOf(1));
    expect(onFile("select count(*) from blobs")).toEqual([Number(before) + 1 + 9]);
  });

  test("leave nothing behind when their replay cannot be saved", async () => {
    await store.saveReplay("r", replayOf(1), noTrace);
    const [before] = onFile("select count(*) from blobs");
    await expect(store.saveReplay("r", replayOf(1), traceOf(1))).rejects.toThrow("UNIQUE");
    expect(onFile("select count(*) from blobs")).toEqual([before]);
    expect(await store.loadRequests("r", replayOf(1).id)).toEqual([]);
    expect((await store.loadRun("r")).fingerprints).toEqual([]);
  });

  test.each([
    ["update requests set record = x'0000'", /the requests of replay reset-\S+ of run r cannot/],
    [
      "update requests set record = (select record from runs)",
      /requests of replay reset.*\n?.*expected array/,
    ],
    [
      "delete from blobs where hash not in (select transcript from replays)",
      /requests of replay reset-\S+ of run r cannot be read: the text [0-9a-f]{64} is missing/,
    ],
  ])("say where they are damaged, and the run stays readable: %s", async (sql, message) => {
    await store.saveReplay("r", { ...replayOf(1), changes: [] }, traceOf(1));
    onFile(sql);
    expect(await errorOf(store.loadRequests("r", replayOf(1).id))).toMatch(message);
    expect((await store.loadRun("r")).replays).toHaveLength(1);
  });
});

describe("fingerprints and texts of a run", () => {
  test("are loaded once each, sorted, whoever met them first", async () => {
    const trace = (part: Partial<WireTrace>): WireTrace => ({ ...noTrace, ...part });
    await store.saveReplay(
      "r",
      replayOf(1),
      trace({
        fingerprints: ["b", "a"].map(fingerprint),
        texts: [text("tools.Bash", "2", "-a\n+b"), text("system", "9"), text("tools.Bash", "1")],
      }),
    );
    await store.saveReplay(
      "r",
      replayOf(2),
      trace({
        fingerprints: ["c", "a"].map(fingerprint),
        // A run that goes on after a kill meets a text again and has nothing to compare it with.
        texts: [text("tools.Bash", "2")],
      }),
    );
    const { fingerprints, texts } = await store.loadRun("r");
    expect(fingerprints).toEqual(["a", "b", "c"].map(fingerprint));
    expect(texts).toEqual([
      text("system", "9"),
      text("tools.Bash", "1"),
      text("tools.Bash", "2", "-a\n+b"),
    ]);
  });

  test("belong to their run alone", async () => {
    await store.createRun(runOf("s"));
    await store.saveReplay("s", replayOf(1), traceOf(0));
    const { fingerprints, texts } = await store.loadRun("r");
    expect({ fingerprints, texts }).toEqual({ fingerprints: [], texts: [] });
    expect((await store.loadRun("s")).fingerprints).toHaveLength(5);
  });

  test("are named when they are damaged", async () => {
    await store.saveReplay("r", replayOf(1), traceOf(0));
    onFile("update texts set record = x'0000'");
    expect(await errorOf(store.loadRun("r"))).toMatch(
      /text bbbb000000000001 of tools.Bash of run r cannot be read/,
    );
    onFile("update fingerprints set record = (select record from runs)");
    expect(await errorOf(store.loadRun("r"))).toMatch(/fingerprint [0-9a-f]{16} of run r cannot/);
  });
});

test("a run of the first schema is loaded with what is known of it, and can be gone on with", async () => {
  const old = join(folder, "old.sqlite");
  const session: SessionRecord = {
    id: "reset-w1-l03-s01",
    lane: "reset-w1-l03",
    strategy: "reset",
    wave: 1,
    cliVersion: "2.1.300",
    programSha256: "told by nobody at the time",
    startWallMs: 480.5,
    ended: "lane-done",
  };
  const replay = { ...replayOf(1), changes: [] };
  await writeFirstSchema(old, { run: runOf("old"), session, replay });
  const opened = await openStore(old);
  try {
    const { wire } = replay;
    const loaded = await opened.loadRun("old");
    expect(loaded).toEqual({
      run: { ...runOf("old"), observed: "on" },
      sessions: [{ ...session, programSha256: null }],
      replays: [{ ...replay, wire: { ...wire, opening: "", clients: [] } }],
      challenges: [],
      fingerprints: [],
      texts: [],
    });
    expect(await opened.loadRequests("old", replay.id)).toEqual([]);
    await opened.saveReplay("old", replayOf(2), traceOf(2));
    expect(await opened.loadRequests("old", replayOf(2).id)).toEqual(traceOf(2).requests);
  } finally {
    await opened.close();
  }
});
