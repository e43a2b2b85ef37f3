import type { Kysely } from "kysely";
import type { z } from "zod";
import { UserError } from "../base/base.ts";
import type { FileChange, ReplayRecord, RunRecord } from "../record/record.ts";
import type { Transcript } from "../transcript/transcript.ts";
import { loadTexts, type TextOf } from "./blobs.ts";
import { readRecord } from "./readRecord.ts";
import {
  challengeSchema,
  replaySchema,
  runSchema,
  sessionSchema,
  transcriptSchema,
} from "./recordSchemas.ts";
import type { Tables } from "./schema.ts";
import { createTextSharing } from "./shareTexts.ts";
import type { Store } from "./types.ts";
import { loadClientTexts, loadFingerprints, loadRequests } from "./wireRows.ts";

type Reader = Pick<Store, "loadRun" | "loadRequests" | "listRuns" | "savedReplayIds">;

/** The methods of a store that read. */
export function createReader(file: string, db: Kysely<Tables>): Reader {
  return {
    listRuns: async () => {
      const rows = await newestFirst(db);
      return rows.map((row) => runOf(file, row));
    },
    savedReplayIds: async (run) => {
      const rows = await db.selectFrom("replays").select("id").where("run", "=", run).execute();
      return new Set(rows.map((row) => row.id));
    },
    loadRun: async (which) => {
      const run = await findRun(file, db, which);
      return {
        run,
        sessions: (await recordsOf(db, "sessions", run.id)).map((row) =>
          readRecord(sessionSchema, row.record, `${file}: session ${row.id}`),
        ),
        replays: await loadReplays(file, db, run.id),
        challenges: (await recordsOf(db, "challenges", run.id)).map((row) =>
          readRecord(challengeSchema, row.record, `${file}: challenge ${row.id}`),
        ),
        fingerprints: await loadFingerprints(file, db, run.id),
        texts: await loadClientTexts(file, db, run.id),
      };
    },
    loadRequests: (run, id) => loadRequests(file, db, { run, id }),
  };
}

function newestFirst(db: Kysely<Tables>) {
  return db
    .selectFrom("runs")
    .selectAll()
    .orderBy("started_at", "desc")
    .orderBy("id", "desc")
    .execute();
}

/** How many of the latest runs an error names. */
const namedRuns = 5;

async function findRun(file: string, db: Kysely<Tables>, which: string): Promise<RunRecord> {
  const rows = await newestFirst(db);
  const meant = which === "latest" ? rows.slice(0, 1) : matching(rows, which);
  const [only, second] = meant;
  if (only !== undefined && second === undefined) return runOf(file, only);
  const named = (second === undefined ? rows : meant)
    .slice(0, namedRuns)
    .map((run) => `${run.id} (${run.started_at})`)
    .join(", ");
  if (named === "") {
    throw new UserError(`The store ${file} holds no run yet.`, {
      advice: "Record one with: sametwice run suites/core.yaml",
    });
  }
  throw second === undefined
    ? new UserError(`The store ${file} holds no run "${which}".`, {
        advice: `Name one of the latest, or write latest: ${named}.`,
      })
    : new UserError(`"${which}" is the beginning of ${meant.length} runs: ${named}.`, {
        advice: "Write more of the id.",
      });
}

/** The run of exactly this id, else those that begin with it. */
function matching<Row extends { readonly id: string }>(
  rows: readonly Row[],
  which: string,
): readonly Row[] {
  const exact = rows.filter((run) => run.id === which);
  return exact.length > 0 ? exact : rows.filter((run) => run.id.startsWith(which));
}

function runOf(
  file: string,
  row: { readonly id: string; readonly finished_at: string | null; readonly record: Uint8Array },
): RunRecord {
  const run = readRecord(runSchema, row.record, `${file}: run ${row.id}`);
  return { ...run, finishedAt: row.finished_at };
}

function recordsOf(db: Kysely<Tables>, table: "sessions" | "challenges", run: string) {
  return db
    .selectFrom(table)
    .select(["id", "record"])
    .where("run", "=", run)
    .orderBy("id")
    .execute();
}

async function loadReplays(
  file: string,
  db: Kysely<Tables>,
  run: string,
): Promise<readonly ReplayRecord[]> {
  const rows = await db
    .selectFrom("replays")
    .innerJoin("blobs", "blobs.hash", "replays.transcript")
    .select(["replays.id", "replays.record", "blobs.bytes"])
    .where("run", "=", run)
    .orderBy("replays.id")
    .execute();
  const shareTexts = createTextSharing();
  const heads = rows.map((row) => {
    const place = `${file}: replay ${row.id}`;
    const transcript: Transcript = shareTexts(readRecord(transcriptSchema, row.bytes, place));
    return { ...readRecord(replaySchema, row.record, place), transcript };
  });
  const hashes = heads.flatMap((head) =>
    head.changes.flatMap(({ text, textBefore }) =>
      [text, textBefore].filter((hash) => hash !== null),
    ),
  );
  const textOf = await loadTexts(file, db, hashes);
  return heads.map((head) => ({
    ...head,
    changes: head.changes.map((change) => withText(change, textOf, `${file}: replay ${head.id}`)),
  }));
}

type StoredChange = z.infer<typeof replaySchema>["changes"][number];

function withText(
  { text, textBefore, ...change }: StoredChange,
  textOf: TextOf,
  place: string,
): FileChange {
  const read = (hash: string | null) =>
    hash === null ? null : textOf(hash, `${place}, ${change.path}`);
  return { ...change, before: read(textBefore), after: read(text) };
}
