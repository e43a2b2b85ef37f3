/**
 * All use of node:sqlite. Node's main branch is renaming its class; better-sqlite3 could stand in by changing this file.
 */
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import {
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type SqliteDatabase,
} from "kysely";

/** How long a writer waits for another process to finish its transaction. */
const busyMs = 10_000;

/** An open file that Kysely can use, and the statements that only SQLite knows. */
export type SqliteFile = {
  readonly dialect: Dialect;
  /** Runs statements that give nothing back. */
  readonly execute: (sql: string) => void;
  /** First column of every row. */
  readonly list: (sql: string) => readonly unknown[];
  readonly close: () => void;
};

/** Opens a file, or creates it empty; nothing is written before the first statement that writes. */
export function openSqlite(file: string): SqliteFile {
  const database = new DatabaseSync(file, { timeout: busyMs, enableForeignKeyConstraints: true });
  const execute = (sql: string) => database.exec(sql);
  return {
    execute,
    list: (sql) =>
      database
        .prepare(sql)
        .all()
        .map((row) => Object.values(row)[0]),
    close: () => database.close(),
    dialect: {
      createAdapter: () => new TransactionalAdapter(),
      createDriver: () => new ImmediateDriver(database),
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  };
}

/** SQLite's primary result code, e.g. 13 for a full disk; null when the error is not one of SQLite. */
export function sqliteCode(thrown: unknown): number | null {
  if (!(thrown instanceof Error) || !("errcode" in thrown)) return null;
  return typeof thrown.errcode === "number" ? thrown.errcode & 0xff : null;
}

/** Kysely says no for the sake of a pragma that we do not use in migrations; with it a migration is whole or absent. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    super({ database: adapt(database) });
    this.#database = database;
  }

  /** A transaction that begins by reading cannot wait for another writer later: it would fail at once. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  /** SQLite rolls back by itself when the disk is full; a second rollback would hide that error behind its own. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

function adapt(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters.map(toInput)),
        run: (parameters) => statement.run(...parameters.map(toInput)),
        iterate: (parameters) => statement.iterate(...parameters.map(toInput)),
      };
    },
  };
}

function toInput(value: unknown): SQLInputValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (value instanceof Uint8Array || typeof value === "bigint") return value;
  throw new TypeError(`SQLite cannot hold a value of type ${typeof value}.`);
}
