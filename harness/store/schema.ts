import type { Kysely } from "kysely";
import { Migrator, type Migration } from "kysely/migration";

/** The tables. Records are compressed JSON; what is not in a column is never searched for. */
export type Tables = {
  readonly runs: {
    readonly id: string;
    /** ISO 8601, for the order of runs */
    readonly started_at: string;
    readonly finished_at: string | null;
    readonly record: Uint8Array;
  };
  readonly sessions: RecordOfRun;
  readonly challenges: RecordOfRun;
  readonly replays: RecordOfRun & { readonly transcript: string };
  /** all requests of one replay in one record; the pieces of their bodies are blobs */
  readonly requests: RecordOfRun;
  readonly fingerprints: {
    readonly run: string;
    readonly hash: string;
    readonly record: Uint8Array;
  };
  readonly texts: {
    readonly run: string;
    readonly part: string;
    readonly hash: string;
    readonly record: Uint8Array;
  };
  /** compressed texts by the sha256 of the text: transcripts, files, pieces of request bodies, each stored once */
  readonly blobs: { readonly hash: string; readonly bytes: Uint8Array };
};

type RecordOfRun = { readonly run: string; readonly id: string; readonly record: Uint8Array };

/** In order of their names. Published migrations never change: a new version adds one. */
const migrations: Readonly<Record<string, Migration>> = {
  "001-records": {
    up: async (db: Kysely<Tables>) => {
      const { schema } = db;
      await schema
        .createTable("runs")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("started_at", "text", (column) => column.notNull())
        .addColumn("finished_at", "text")
        .addColumn("record", "blob", (column) => column.notNull())
        .execute();
      await schema
        .createTable("blobs")
        .addColumn("hash", "text", (column) => column.primaryKey())
        .addColumn("bytes", "blob", (column) => column.notNull())
        .execute();
      await tableOfRecords(db, "sessions").execute();
      await tableOfRecords(db, "challenges").execute();
      await tableOfRecords(db, "replays")
        .addColumn("transcript", "text", (column) => column.notNull().references("blobs.hash"))
        .execute();
    },
  },
  "002-wire": {
    up: async (db: Kysely<Tables>) => {
      await tableOfRecords(db, "requests")
        .addForeignKeyConstraint("requests_replay", ["run", "id"], "replays", ["run", "id"])
        .execute();
      await tableOfRun(db, "fingerprints", ["hash"]).execute();
      await tableOfRun(db, "texts", ["part", "hash"]).execute();
    },
  },
};

function tableOfRecords(
  db: Kysely<Tables>,
  name: "sessions" | "challenges" | "replays" | "requests",
) {
  return tableOfRun(db, name, ["id"]);
}

/** Records of a run under a key of one or two texts. */
function tableOfRun<Key extends string>(
  db: Kysely<Tables>,
  name: string,
  key: readonly [Key, ...Key[]],
) {
  const [first, ...others] = key;
  const table = db.schema
    .createTable(name)
    .addColumn("run", "text", (column) => column.notNull().references("runs.id"))
    .addColumn(first, "text", (column) => column.notNull());
  return others
    .reduce((wider, each) => wider.addColumn(each, "text", (column) => column.notNull()), table)
    .addColumn("record", "blob", (column) => column.notNull())
    .addPrimaryKeyConstraint(`${name}_key`, ["run", ...key]);
}

/** Names of the migrations that this version of sametwice knows, oldest first. */
export const knownMigrations: readonly string[] = Object.keys(migrations);

/** Where Kysely notes which migrations a file has been through. */
export const migrationTable = "kysely_migration";

/**
 * Brings the tables up to date, in one transaction: two processes may do it at once, and either may be killed.
 * @param upTo the last migration to go through, the newest when absent; tests make older files with it
 */
export async function migrate(db: Kysely<Tables>, upTo?: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const provider = { getMigrations: () => Promise.resolve({ ...migrations }) };
    const migrator = new Migrator({ db: transaction, provider });
    const done = upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo);
    const { error } = await done;
    if (error !== undefined) throw error;
  });
}
