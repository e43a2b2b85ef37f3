import type { Kysely, Transaction } from "kysely";
import type { ClientText, Fingerprint, WireRequest, WireTrace } from "../record/record.ts";
import { loadTexts, type BlobCollection } from "./blobs.ts";
import { packJson } from "./packing.ts";
import { readRecord } from "./readRecord.ts";
import type { Tables } from "./schema.ts";
import { clientTextSchema, fingerprintSchema, requestsSchema } from "./wireSchemas.ts";

/** What was seen on the wire during one replay, as rows. */
export type PackedTrace = {
  /** none when nothing was seen */
  readonly requests: Tables["requests"] | null;
  readonly fingerprints: readonly Tables["fingerprints"][];
  readonly texts: readonly Tables["texts"][];
};

/** Packs a trace; the pieces of its bodies are added to the blobs. */
export function packTrace(
  place: { readonly run: string; readonly id: string },
  trace: WireTrace,
  blobs: BlobCollection,
): PackedTrace {
  const { run } = place;
  const requests = trace.requests.map((request) => withoutBody(request, blobs));
  return {
    requests: requests.length === 0 ? null : { ...place, record: packJson(requests) },
    fingerprints: trace.fingerprints.map((fingerprint) => {
      return { run, hash: fingerprint.hash, record: packJson(fingerprint) };
    }),
    texts: trace.texts.map((text) => {
      return { run, part: text.part, hash: text.hash, record: packJson(text) };
    }),
  };
}

function withoutBody({ body, ...request }: WireRequest, blobs: BlobCollection) {
  if (body === null) return { ...request, body };
  const messages = body.messages.map((message) => blobs.add(message));
  return { ...request, body: { frame: blobs.add(body.frame), messages } };
}

/** Saves the rows of a trace. What the run has met before stays as it was first met. */
export async function saveTrace(
  transaction: Transaction<Tables>,
  { requests, fingerprints, texts }: PackedTrace,
): Promise<void> {
  if (requests !== null) await transaction.insertInto("requests").values(requests).execute();
  for (const fingerprint of fingerprints) {
    await transaction
      .insertInto("fingerprints")
      .values(fingerprint)
      .onConflict((conflict) => conflict.columns(["run", "hash"]).doNothing())
      .execute();
  }
  for (const text of texts) {
    await transaction
      .insertInto("texts")
      .values(text)
      .onConflict((conflict) => conflict.columns(["run", "part", "hash"]).doNothing())
      .execute();
  }
}

/** The requests of one replay in the order of their arrival; [] when nothing was recorded. */
export async function loadRequests(
  file: string,
  db: Kysely<Tables>,
  of: { readonly run: string; readonly id: string },
): Promise<readonly WireRequest[]> {
  const row = await db
    .selectFrom("requests")
    .select("record")
    .where("run", "=", of.run)
    .where("id", "=", of.id)
    .executeTakeFirst();
  if (row === undefined) return [];
  const place = `${file}: the requests of replay ${of.id} of run ${of.run}`;
  const requests = readRecord(requestsSchema, row.record, place);
  const hashes = requests.flatMap(({ body }) => (body ? [body.frame, ...body.messages] : []));
  const textOf = await loadTexts(file, db, hashes);
  return requests.map((request) => {
    if (request.body === null) return { ...request, body: null };
    const { frame, messages } = request.body;
    const body = {
      frame: textOf(frame, place),
      messages: messages.map((message) => textOf(message, place)),
    };
    return { ...request, body };
  });
}

/** The fingerprints of a run in the order of their hashes. */
export async function loadFingerprints(
  file: string,
  db: Kysely<Tables>,
  run: string,
): Promise<readonly Fingerprint[]> {
  const rows = await db
    .selectFrom("fingerprints")
    .select(["hash", "record"])
    .where("run", "=", run)
    .orderBy("hash")
    .execute();
  return rows.map(({ hash, record }) =>
    readRecord(fingerprintSchema, record, `${file}: fingerprint ${hash} of run ${run}`),
  );
}

/** The client's texts that a run met, in the order of their parts and hashes. */
export async function loadClientTexts(
  file: string,
  db: Kysely<Tables>,
  run: string,
): Promise<readonly ClientText[]> {
  const rows = await db
    .selectFrom("texts")
    .select(["part", "hash", "record"])
    .where("run", "=", run)
    .orderBy("part")
    .orderBy("hash")
    .execute();
  return rows.map(({ part, hash, record }) =>
    readRecord(clientTextSchema, record, `${file}: text ${hash} of ${part} of run ${run}`),
  );
}
