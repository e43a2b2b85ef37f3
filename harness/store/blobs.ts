import type { Kysely, Transaction } from "kysely";
import { sha256 } from "../base/base.ts";
import { packText, unpackText } from "./packing.ts";
import { unpacking, unreadable } from "./readRecord.ts";
import type { Tables } from "./schema.ts";

/** SQLite allows 32766 parameters; few enough that a statement stays small. */
const atOnce = 500;

/** Texts that are to be stored; each is hashed once, however often it is added. */
export type BlobCollection = {
  /** @returns the hash under which the text will be found */
  readonly add: (text: string) => string;
  /** hashes by text */
  readonly hashes: ReadonlyMap<string, string>;
};

/** An empty collection. */
export function collectBlobs(): BlobCollection {
  const hashes = new Map<string, string>();
  const add = (text: string) => {
    const hash = hashes.get(text) ?? sha256(text);
    hashes.set(text, hash);
    return hash;
  };
  return { add, hashes };
}

/** A row of the table of blobs. */
export type PackedBlob = Tables["blobs"];

/**
 * Compresses what is not in the store yet. Most of a replay's messages are, so that asking is much cheaper than compressing.
 * Blobs are never deleted: the answer stays true until the transaction that follows.
 */
export async function packNewBlobs(
  db: Kysely<Tables>,
  { hashes }: BlobCollection,
): Promise<readonly PackedBlob[]> {
  const stored = new Set<string>();
  for (const some of inChunks([...hashes.values()])) {
    const rows = await db.selectFrom("blobs").select("hash").where("hash", "in", some).execute();
    for (const { hash } of rows) stored.add(hash);
  }
  return [...hashes]
    .filter(([, hash]) => !stored.has(hash))
    .map(([text, hash]) => ({ hash, bytes: packText(text) }));
}

/** Stores each blob that another writer has not stored in the meantime. */
export async function saveBlobs(
  transaction: Transaction<Tables>,
  blobs: readonly PackedBlob[],
): Promise<void> {
  for (const some of inChunks(blobs)) {
    await transaction
      .insertInto("blobs")
      .values(some)
      .onConflict((conflict) => conflict.column("hash").doNothing())
      .execute();
  }
}

/** Gives the text of a hash. @throws UserError that names the place when the store has lost it */
export type TextOf = (hash: string, place: string) => string;

/** Loads texts. @throws UserError when one is damaged; a missing one is reported when it is asked for */
export async function loadTexts(
  file: string,
  db: Kysely<Tables>,
  hashes: readonly string[],
): Promise<TextOf> {
  const texts = new Map<string, string>();
  for (const some of inChunks([...new Set(hashes)])) {
    const rows = await db.selectFrom("blobs").selectAll().where("hash", "in", some).execute();
    for (const { hash, bytes } of rows) {
      texts.set(
        hash,
        unpacking(`${file}: text ${hash}`, () => unpackText(bytes)),
      );
    }
  }
  return (hash, place) => {
    const text = texts.get(hash);
    if (text === undefined) throw unreadable(place, `the text ${hash} is missing`);
    return text;
  };
}

function inChunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  const chunks = Math.ceil(items.length / atOnce);
  return Array.from({ length: chunks }, (_, at) => items.slice(at * atOnce, (at + 1) * atOnce));
}
