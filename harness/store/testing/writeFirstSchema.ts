import { Kysely } from "kysely";
import { canonicalJson, sha256 } from "../../base/base.ts";
import type { ReplayRecord, RunRecord, SessionRecord } from "../../record/record.ts";
import { packJson, packText } from "../packing.ts";
import { migrate, type Tables } from "../schema.ts";
import { openSqlite } from "../sqlite.ts";

/** Writes a store as it was before anything of the wire but its summary was kept: one run, one session, one replay. */
export async function writeFirstSchema(
  file: string,
  { run, session, replay }: { run: RunRecord; session: SessionRecord; replay: ReplayRecord },
): Promise<void> {
  const db = new Kysely<Tables>({ dialect: openSqlite(file).dialect });
  await migrate(db, "001-records");
  const { observed: _observed, ...oldRun } = run;
  const { programSha256: _program, ...oldSession } = session;
  await db
    .insertInto("runs")
    .values({
      id: run.id,
      started_at: run.startedAt,
      finished_at: run.finishedAt,
      record: packJson(oldRun),
    })
    .execute();
  await db
    .insertInto("sessions")
    .values({ run: run.id, id: session.id, record: packJson(oldSession) })
    .execute();
  const { transcript, ...rest } = { ...replay, changes: [], wire: withoutFingerprints(replay) };
  const text = canonicalJson(transcript);
  const hash = sha256(text);
  await db
    .insertInto("blobs")
    .values({ hash, bytes: packText(text) })
    .execute();
  await db
    .insertInto("replays")
    .values({ run: run.id, id: replay.id, record: packJson(rest), transcript: hash })
    .execute();
  await db.destroy();
}

function withoutFingerprints({ wire }: ReplayRecord) {
  if (wire === null) return null;
  const { opening: _opening, clients: _clients, ...old } = wire;
  return old;
}
