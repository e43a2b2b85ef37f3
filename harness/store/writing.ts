import type { Kysely, Transaction } from "kysely";
import type { FileChange, ReplayRecord } from "../record/record.ts";
import { canonicalJson } from "../base/base.ts";
import { blobOf, packJson, packText, type Blob } from "./packing.ts";
import type { Tables } from "./schema.ts";
import type { Store } from "./types.ts";

type Writer = Pick<
  Store,
  "createRun" | "finishRun" | "saveSession" | "saveReplay" | "saveChallenge"
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
    saveReplay: async (run, replay) => {
      const packed = packReplay(replay);
      await db.transaction().execute(async (transaction) => {
        for (const blob of packed.blobs) await saveBlob(transaction, blob);
        const { transcript, record } = packed;
        await transaction
          .insertInto("replays")
          .values({ run, id: replay.id, record, transcript })
          .execute();
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

type PackedReplay = {
  readonly record: Uint8Array;
  readonly transcript: string;
  readonly blobs: readonly Blob[];
};

/** Compressed outside the transaction, so that other writers wait for the disk only. */
function packReplay(replay: ReplayRecord): PackedReplay {
  const { transcript, changes, ...rest } = replay;
  const transcriptBlob = blobOf(canonicalJson(transcript));
  const texts = changes.flatMap((change) => (change.after === null ? [] : [blobOf(change.after)]));
  return {
    record: packJson({ ...rest, changes: changes.map(withoutText) }),
    transcript: transcriptBlob.hash,
    blobs: [transcriptBlob, ...texts],
  };
}

function withoutText({ after, ...change }: FileChange) {
  return { ...change, text: after === null ? null : blobOf(after).hash };
}

async function saveBlob(transaction: Transaction<Tables>, { hash, text }: Blob): Promise<void> {
  await transaction
    .insertInto("blobs")
    .values({ hash, bytes: packText(text) })
    .onConflict((conflict) => conflict.column("hash").doNothing())
    .execute();
}
