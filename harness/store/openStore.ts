import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Kysely } from "kysely";
import { messageOf, UserError } from "../base/base.ts";
import { createReader } from "./reading.ts";
import { knownMigrations, migrate, migrationTable, type Tables } from "./schema.ts";
import { openSqlite, type SqliteFile } from "./sqlite.ts";
import { advising, foreignStore } from "./storeErrors.ts";
import type { Store } from "./types.ts";
import { createWriter } from "./writing.ts";

/**
 * Opens a store, or creates it together with its folders.
 * @throws UserError when the file is damaged, foreign, of a newer version, or cannot be written; it is then left alone
 */
export async function openStore(file: string): Promise<Store> {
  const path = resolve(file);
  await createFolder(path);
  return advising(path, async () => {
    const sqlite = openSqlite(path);
    try {
      return await storeOver(path, sqlite);
    } catch (thrown) {
      sqlite.close();
      throw thrown;
    }
  });
}

/** The store in an open file; tests hand in one whose disk is full. */
export async function storeOver(path: string, sqlite: SqliteFile): Promise<Store> {
  refuseForeign(path, sqlite);
  // A killed process loses nothing with NORMAL in WAL mode; a power failure may lose the last replays, never the file.
  sqlite.execute("pragma journal_mode = wal; pragma synchronous = normal");
  const db = new Kysely<Tables>({ dialect: sqlite.dialect });
  await migrate(db);
  const reader = createReader(path, db);
  const writer = createWriter(db);
  return {
    createRun: (run) => advising(path, () => writer.createRun(run)),
    updateRun: (id, changes) => advising(path, () => writer.updateRun(id, changes)),
    finishRun: (id, finishedAt) => advising(path, () => writer.finishRun(id, finishedAt)),
    saveSession: (run, session) => advising(path, () => writer.saveSession(run, session)),
    saveReplay: (run, replay, trace) => advising(path, () => writer.saveReplay(run, replay, trace)),
    saveChallenge: (run, challenge) => advising(path, () => writer.saveChallenge(run, challenge)),
    loadRun: (which) => advising(path, () => reader.loadRun(which)),
    loadRequests: (run, replay) => advising(path, () => reader.loadRequests(run, replay)),
    listRuns: () => advising(path, () => reader.listRuns()),
    savedReplayIds: (run) => advising(path, () => reader.savedReplayIds(run)),
    close: () => db.destroy(),
  };
}

async function createFolder(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (thrown) {
    throw new UserError(`The folder of the store ${path} cannot be made: ${messageOf(thrown)}.`, {
      advice: "Name a file in a folder that may be written with --store FILE.",
      cause: thrown,
    });
  }
}

/** Reads before anything is written, so that a file that is not ours, or not whole, is left as it was. */
function refuseForeign(path: string, sqlite: SqliteFile): void {
  const tables = sqlite.list("select name from sqlite_schema where type = 'table'");
  if (tables.length === 0) return;
  if (!tables.includes(migrationTable)) throw foreignStore(path, null);
  const executed = sqlite.list(`select name from ${migrationTable} order by name`).map(String);
  const newer = executed.filter((name) => !knownMigrations.includes(name));
  if (newer.length > 0) throw foreignStore(path, newer);
  refuseDamaged(path, sqlite);
}

function refuseDamaged(path: string, sqlite: SqliteFile): void {
  const [verdict] = sqlite.list("pragma quick_check(1)");
  if (verdict === "ok") return;
  throw new UserError(`The store ${path} is damaged: ${String(verdict)}.`, {
    advice:
      "It was left as it is. Restore it from a backup, or rescue what can be read with: sqlite3 FILE .recover",
  });
}
