import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../base/base.ts";
import type { ChallengeRecord, ReplayRecord, SessionRecord } from "../record/record.ts";
import { storeOver } from "./openStore.ts";
import { packJson, unpackJson } from "./packing.ts";
import { openSqlite } from "./sqlite.ts";
import { openStore, type Store } from "./store.ts";
import { replayOf, runOf } from "./testing/records.ts";
import { noTrace } from "./testing/trace.ts";

let folder = "";
let file = "";
const open: Store[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sametwice-store-"));
  file = join(folder, "store.sqlite");
});
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function opened(): Promise<Store> {
  const store = await openStore(file);
  open.push(store);
  return store;
}

async function closeAll(): Promise<void> {
  for (const store of open.splice(0)) await store.close();
}

/** Runs SQL on the file behind the store's back and gives the first column. */
function onFile(sql: string): unknown[] {
  const database = new DatabaseSync(file);
  const rows = database.prepare(sql).all();
  database.close();
  return rows.map((row) => Object.values(row)[0]);
}

/** Changes the JSON of the only replay's record behind the store's back. */
function rewriteReplay(change: (json: string) => string): void {
  const database = new DatabaseSync(file);
  const record = database.prepare("select record from replays").get()?.["record"];
  if (!(record instanceof Uint8Array)) throw new Error("no replay");
  const json = change(JSON.stringify(unpackJson(record)));
  database.prepare("update replays set record = ?").run(packJson(JSON.parse(json)));
  database.close();
}

const session: SessionRecord = {
  id: "reset-w1-l03-s01",
  lane: "reset-w1-l03",
  strategy: "reset",
  wave: 1,
  cliVersion: null,
  programSha256: null,
  startWallMs: 480.5,
  ended: "lane-done",
};
const challenge: ChallengeRecord = {
  id: "c1",
  session: "reset-w1-l03-s01",
  lane: "reset-w1-l03",
  wave: 2,
  origin: "screen",
  suspected: "degraded",
  confirmed: true,
  draws: [{ id: "restart-1", operation: "restart", ordinal: 1, session: "c1-restart-s1" }],
};

describe("what is saved", () => {
  test("a run is loaded as it was saved, also after the store was closed", async () => {
    const store = await opened();
    await store.createRun(runOf("7f3a"));
    await store.saveSession("7f3a", session);
    await store.saveChallenge("7f3a", challenge);
    const replays = [1, 2, 3, 4].map(replayOf);
    for (const replay of replays) await store.saveReplay("7f3a", replay, noTrace);
    await closeAll();
    expect(await (await opened()).loadRun("7f3a")).toEqual({
      run: runOf("7f3a"),
      sessions: [session],
      replays,
      challenges: [challenge],
      fingerprints: [],
      texts: [],
    });
  });

  test.each<[string, Partial<ReplayRecord>]>([
    [
      "a crash",
      {
        transcript: {
          ...replayOf(1).transcript,
          ending: { kind: "crashed", exitCode: null, signal: "SIGKILL", stderr: "" },
        },
      },
    ],
    [
      "a timeout",
      {
        transcript: {
          ...replayOf(1).transcript,
          ending: { kind: "timed-out", waitedFor: "idle", afterMs: 9 },
        },
      },
    ],
    [
      "an empty transcript",
      {
        transcript: { schema: "sametwice.transcript/1", turns: [], ending: { kind: "no-answer" } },
      },
    ],
    [
      "nothing on the wire",
      { wire: null, command: null, attestation: { kind: "unobserved", reason: "no request" } },
    ],
    [
      "no observation",
      {
        wire: null,
        attestation: { kind: "not-observed", evidence: ["--observe off"] },
      },
    ],
    ["a challenge's draw", { purpose: { kind: "challenge", challenge: "c1", draw: "restart-1" } }],
    [
      "an empty file and a binary one",
      {
        changes: [
          { path: "a", kind: "created", before: null, after: "", hash: "h" },
          { path: "b", kind: "created", before: null, after: null, hash: "h2" },
        ],
      },
    ],
    [
      "text beyond ASCII",
      {
        changes: [
          {
            path: "ü",
            kind: "modified",
            before: null,
            after: "\u0000 naïve 🎈 \ud800\n",
            hash: "h",
          },
        ],
      },
    ],
  ])("a replay with %s is loaded as it was saved", async (_name, part) => {
    const store = await opened();
    await store.createRun(runOf("r"));
    await store.saveReplay("r", { ...replayOf(1), ...part }, noTrace);
    const [loaded] = (await store.loadRun("r")).replays;
    // A lone surrogate is no text: UTF-8 replaces it.
    const wellFormed = JSON.parse(
      JSON.stringify({ ...replayOf(1), ...part }).replaceAll("\\ud800", "\ufffd"),
    ) as ReplayRecord;
    expect(loaded).toEqual(wellFormed);
  });

  test("equal files and equal transcripts are stored once", async () => {
    const store = await opened();
    await store.createRun(runOf("r"));
    for (let number = 0; number < 9; number++) {
      const { transcript } = replayOf(0);
      await store.saveReplay("r", { ...replayOf(number), transcript }, noTrace);
    }
    // Three ways to change the file, two files as they were before, one transcript.
    expect(onFile("select count(*) from blobs")).toEqual([6]);
  });

  test("changes that an older version wrote have no text before", async () => {
    const store = await opened();
    await store.createRun(runOf("r"));
    await store.saveReplay("r", replayOf(1), noTrace);
    const [replay] = (await store.loadRun("r")).replays;
    expect(replay?.changes.map(({ before }) => before)).toEqual(
      replayOf(1).changes.map(({ before }) => before),
    );
    rewriteReplay((json) => json.replaceAll(/"textBefore":"\w+"/g, '"other":0'));
    const [old] = (await store.loadRun("r")).replays;
    expect(old?.changes.map(({ before, after }) => [before, after])).toEqual(
      replayOf(1).changes.map(({ after }) => [null, after]),
    );
  });

  test("records are loaded in the order of their ids, whoever finished first", async () => {
    const store = await opened();
    await store.createRun(runOf("r"));
    for (const number of [3, 1, 2]) await store.saveReplay("r", replayOf(number), noTrace);
    const { replays } = await store.loadRun("r");
    expect(replays.map((replay) => replay.position)).toEqual([1, 2, 3]);
  });

  test("finishing a run changes nothing but the time of its end", async () => {
    const store = await opened();
    await store.createRun(runOf("r"));
    await store.finishRun("r", "2026-11-20T11:00:00.000Z");
    const finished = { ...runOf("r"), finishedAt: "2026-11-20T11:00:00.000Z" };
    expect((await store.loadRun("r")).run).toEqual(finished);
    expect(await store.listRuns()).toEqual([finished]);
    await expect(store.finishRun("other", "2026")).rejects.toThrow("no run other");
  });

  test("a session and a challenge may be saved again, a replay may not", async () => {
    const store = await opened();
    await store.createRun(runOf("r"));
    for (const ended of ["interrupted", "lane-done"] as const) {
      await store.saveSession("r", { ...session, ended });
    }
    await store.saveReplay("r", replayOf(1), noTrace);
    await expect(store.saveReplay("r", { ...replayOf(1), wallMs: 1 }, noTrace)).rejects.toThrow(
      "UNIQUE",
    );
    const loaded = await store.loadRun("r");
    expect(loaded.sessions).toEqual([session]);
    expect(loaded.replays).toEqual([replayOf(1)]);
  });

  test("a replay of a run that does not exist is refused and leaves nothing behind", async () => {
    const store = await opened();
    await expect(store.saveReplay("none", replayOf(1), noTrace)).rejects.toThrow("FOREIGN KEY");
    expect(onFile("select count(*) from blobs")).toEqual([0]);
  });

  test("saved replay ids are those of one run", async () => {
    const store = await opened();
    for (const id of ["r", "s"]) await store.createRun(runOf(id));
    await store.saveReplay("r", replayOf(1), noTrace);
    await store.saveReplay("s", replayOf(2), noTrace);
    expect(await store.savedReplayIds("r")).toEqual(new Set([replayOf(1).id]));
  });

  test("lanes may save at the same time", async () => {
    const store = await opened();
    await store.createRun(runOf("r"));
    const numbers = Array.from({ length: 50 }, (_, number) => number);
    await Promise.all(numbers.map((number) => store.saveReplay("r", replayOf(number), noTrace)));
    expect((await store.savedReplayIds("r")).size).toBe(50);
  });
});

describe("which run is meant", () => {
  beforeEach(async () => {
    const store = await opened();
    await store.createRun(runOf("ab12", "2026-11-20T10:00:00.000Z"));
    await store.createRun(runOf("ab34", "2026-11-20T12:00:00.000Z"));
    await store.createRun(runOf("ab", "2026-11-20T11:00:00.000Z"));
  });

  test.each([
    ["ab12", "ab12"],
    ["ab1", "ab12"],
    ["ab", "ab"],
    ["latest", "ab34"],
  ])("%s is run %s", async (which, id) => {
    expect((await open[0]?.loadRun(which))?.run.id).toBe(id);
  });

  test("the newest run is listed first", async () => {
    const runs = (await open[0]?.listRuns()) ?? [];
    expect(runs.map((run) => run.id)).toEqual(["ab34", "ab", "ab12"]);
  });

  test("an unknown id is answered with the latest runs", async () => {
    const error = await errorOf(open[0]?.loadRun("zz"));
    expect(error.message).toContain('holds no run "zz"');
    expect(error.advice).toMatch(/ab34 \(2026-11-20T12:00:00.000Z\), ab .*, ab12/);
  });

  test("a beginning of two ids is refused with both", async () => {
    await open[0]?.createRun(runOf("ab35"));
    const error = await errorOf(open[0]?.loadRun("ab3"));
    expect(error.message).toMatch(/beginning of 2 runs: ab34 .*, ab35/);
  });
});

test("an empty store says how to record a run", async () => {
  const store = await opened();
  expect((await errorOf(store.loadRun("latest"))).message).toContain("no run yet");
});

describe("files that are no store of this version", () => {
  test("a file of a newer version is refused and not touched", async () => {
    await (await opened()).createRun(runOf("r"));
    await closeAll();
    onFile("insert into kysely_migration values ('999-from-the-future', '2030')");
    const before = readFileSync(file);
    const error = await errorOf(openStore(file));
    expect(error.message).toContain("newer sametwice (999-from-the-future)");
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(await readdir(folder)).toEqual(["store.sqlite"]);
  });

  test("a database of another program is refused and not touched", async () => {
    onFile("create table customers (name text)");
    const before = readFileSync(file);
    expect((await errorOf(openStore(file))).message).toContain("another program");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("a file that is no database is refused and not touched", async () => {
    await writeFile(file, "my precious notes\n".repeat(500));
    const before = readFileSync(file);
    expect((await errorOf(openStore(file))).message).toContain("not a SQLite database");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test.each([
    ["cut in half", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ["overwritten at its end", (bytes: Buffer) => bytes.fill(0x5a, bytes.length / 2)],
  ])("a store that was %s is refused and not touched", async (_name, damage) => {
    const store = await opened();
    await store.createRun(runOf("r"));
    for (let number = 0; number < 40; number++)
      await store.saveReplay("r", replayOf(number), noTrace);
    await closeAll();
    await writeFile(file, damage(readFileSync(file)));
    const before = readFileSync(file);
    expect((await errorOf(openStore(file))).message).toMatch(/is damaged/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("a record that is not in its shape is named, not shown as a stack", async () => {
    const store = await opened();
    await store.createRun(runOf("r"));
    await store.saveReplay("r", replayOf(1), noTrace);
    onFile("update replays set record = x'0000'");
    const error = await errorOf(store.loadRun("r"));
    expect(error.message).toMatch(/replay reset-w1-l03-r00001 cannot be read/);
  });

  test("a folder in place of the file is refused", async () => {
    await mkdir(file);
    expect((await errorOf(openStore(file))).message).toContain("cannot be opened or created");
  });

  test("a store below a file is refused", async () => {
    await writeFile(join(folder, "plain"), "");
    const error = await errorOf(openStore(join(folder, "plain", "store.sqlite")));
    expect(error.message).toContain("cannot be made");
  });

  test("missing folders are made", async () => {
    const store = await openStore(join(folder, "a", "b", "store.sqlite"));
    await store.close();
    expect(existsSync(join(folder, "a", "b", "store.sqlite"))).toBe(true);
  });
});

describe("disks that do not do as they are told", () => {
  test("a full disk is named, loses only the replay in flight, and the store goes on when there is space", async () => {
    const sqlite = openSqlite(file);
    const store = await storeOver(file, sqlite);
    open.push(store);
    await store.createRun(runOf("r"));
    await store.saveReplay("r", replayOf(0), noTrace);
    sqlite.execute("pragma max_page_count = 40");
    let saved = 1;
    const fill = async () => {
      for (;;) await store.saveReplay("r", replayOf(saved++), noTrace);
    };
    const error = await errorOf(fill());
    expect(error.message).toContain("no space left");
    expect(error.advice).toContain("--resume");
    expect((await store.savedReplayIds("r")).size).toBe(saved - 1);
    sqlite.execute("pragma max_page_count = 4294967294");
    await store.saveReplay("r", replayOf(saved - 1), noTrace);
    expect((await store.loadRun("r")).replays).toHaveLength(saved);
    expect(onFile("pragma integrity_check")).toEqual(["ok"]);
  });

  test.each([
    ["file", 0o444, 0o777],
    ["folder", 0o666, 0o555],
  ])(
    "a read-only %s is named, and the store is left as it was",
    async (_name, fileMode, folderMode) => {
      await (await opened()).createRun(runOf("r"));
      await closeAll();
      const before = readFileSync(file);
      await chmod(file, fileMode);
      await chmod(folder, folderMode);
      const said = await openAsNobody(file);
      await chmod(folder, 0o777);
      expect(said).toMatch(/read-only|cannot be opened/);
      expect(said).toContain("--store FILE");
      expect(readFileSync(file).equals(before)).toBe(true);
    },
  );

  test("a folder in which nothing may be created is named", async () => {
    await chmod(folder, 0o555);
    expect(await openAsNobody(file)).toContain("cannot be opened or created");
    await chmod(folder, 0o777);
  });
});

describe("several processes", () => {
  test("two processes that create and write one store at the same time lose nothing", async () => {
    await (await opened()).createRun(runOf("r"));
    const writers = [0, 1].map((half) => writeReplays(half * 1_000, half * 1_000 + 60).ended);
    expect(await Promise.all(writers)).toEqual([0, 0]);
    expect((await (await opened()).loadRun("r")).replays).toHaveLength(120);
  });

  test("two processes that open a store that does not exist both succeed", async () => {
    const both = await Promise.all([0, 1].map(() => writeReplays(0, 0).ended));
    expect(both).toEqual([0, 0]);
  });

  test("a writer that is killed leaves only whole replays, all it had reported, and a store that opens clean", async () => {
    await (await opened()).createRun(runOf("r"));
    await closeAll();
    let reported = 0;
    for (let round = 0; round < 4; round++) {
      const from = round * 100_000;
      const writer = writeReplays(from, from + 100_000);
      // A different moment in every round.
      for await (const _line of writer.lines) {
        reported++;
        if (reported % (17 + round * 5) === 0) break;
      }
      writer.kill();
      await writer.ended;
    }
    const store = await opened();
    const { replays } = await store.loadRun("r");
    expect(replays.length).toBeGreaterThanOrEqual(reported);
    for (const replay of replays) expect(replay).toEqual(replayOf(replay.position));
    expect(onFile("pragma integrity_check")).toEqual(["ok"]);
    expect((await stat(file)).size).toBeGreaterThan(0);
  });
});

/** The UserError that a promise must reject with. */
async function errorOf(promise: Promise<unknown> | undefined): Promise<UserError> {
  const thrown: unknown = await promise?.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );
  if (thrown instanceof UserError) return thrown;
  throw new Error("Expected a UserError.", { cause: thrown });
}

async function openAsNobody(path: string): Promise<string> {
  const script = join(import.meta.dirname, "testing/openAsNobody.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [script, path]);
  return stdout;
}

function writeReplays(from: number, to: number) {
  const script = join(import.meta.dirname, "testing/writeReplays.ts");
  const child = spawn(process.execPath, [script, file, "r", String(from), String(to)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return {
    lines: createInterface(child.stdout),
    kill: () => child.kill("SIGKILL"),
    ended: once(child, "exit").then(([code]: unknown[]) => code),
  };
}
