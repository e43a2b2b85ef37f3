import type { Kysely } from "kysely";
import { z } from "zod";
import type { FileChange, ReplayRecord } from "../record/record.ts";
import { canonicalJson } from "../base/base.ts";
import { collectBlobs, packNewBlobs, saveBlobs, type BlobCollection } from "./blobs.ts";
import { packJson, unpackJson } from "./packing.ts";
import type { Tables } from "./schema.ts";
import type { Store } from "./types.ts";
import { packTrace, saveTrace } from "./wireRows.ts";

type Writer = Pick<
  Store,
  "createRun" | "updateRun" | "finishRun" | "saveSession" | "saveReplay" | "saveChallenge"
>;

/** The methods of a store that write, each in one transaction. */
export function createWriter(db: Kysely<Tables>): Writer {
  return {
    createRun: async (run) => {
      const { id, startedAt, finishedAt } = run;
      await db
        .insertInto("runs")
        .values({ id, started_at: startedAt, finished_at: finishedAt, record: packJson(run) })
        .execute();
    },
    updateRun: async (id, changes) => {
      await db.transaction().execute(async (transaction) => {
        const { record } = await transaction
          .selectFrom("runs")
          .select("record")
          .where("id", "=", id)
          .executeTakeFirstOrThrow();
        await transaction
          .updateTable("runs")
          .set({ record: packJson({ ...z.looseObject({}).parse(unpackJson(record)), ...changes }) })
          .where("id", "=", id)
          .execute();
      });
    },
    finishRun: async (id, finishedAt) => {
      const { numUpdatedRows } = await db
        .updateTable("runs")
        .set({ finished_at: finishedAt })
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows !== 1n) throw new Error(`There is no run ${id} to finish.`);
    },
    saveSession: (run, session) => saveRecord(db, "sessions", { run, record: session }),
    saveChallenge: (run, challenge) => saveRecord(db, "challenges", { run, record: challenge }),
    saveReplay: async (run, replay, trace) => {
      const blobs = collectBlobs();
      const row = packReplay(run, replay, blobs);
      const wire = packTrace({ run, id: replay.id }, trace, blobs);
      const packed = await packNewBlobs(db, blobs);
      await db.transaction().execute(async (transaction) => {
        await saveBlobs(transaction, packed);
        await transaction.insertInto("replays").values(row).execute();
        await saveTrace(transaction, wire);
      });
    },
  };
}

async function saveRecord(
  db: Kysely<Tables>,
  table: "sessions" | "challenges",
  saved: { readonly run: string; readonly record: { readonly id: string } },
): Promise<void> {
  const record = packJson(saved.record);
  await db
    .insertInto(table)
    .values({ run: saved.run, id: saved.record.id, record })
    .onConflict((conflict) => conflict.columns(["run", "id"]).doUpdateSet({ record }))
    .execute();
}

/** Compressed outside the transaction, so that other writers wait for the disk only. */
function packReplay(run: string, replay: ReplayRecord, blobs: BlobCollection): Tables["replays"] {
  const { transcript, changes, ...rest } = replay;
  const record = packJson({
    ...rest,
    changes: changes.map((change) => withoutText(change, blobs)),
  });
  return { run, id: replay.id, record, transcript: blobs.add(canonicalJson(transcript)) };
}

function withoutText({ before, after, ...change }: FileChange, blobs: BlobCollection) {
  const kept = (text: string | null) => (text === null ? null : blobs.add(text));
  return { ...change, textBefore: kept(before), text: kept(after) };
}
