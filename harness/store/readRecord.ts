import { z } from "zod";
import { messageOf, UserError } from "../base/base.ts";
import { unpackJson } from "./packing.ts";

/**
 * Unpacks a record and checks its shape.
 * @param place what the record is and where, for people
 * @throws UserError that names the place when the bytes are damaged or of another shape
 */
export function readRecord<Schema extends z.ZodType>(
  schema: Schema,
  bytes: Uint8Array,
  place: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(unpacking(place, () => unpackJson(bytes)));
  if (!parsed.success) throw unreadable(place, z.prettifyError(parsed.error));
  return parsed.data;
}

/** Does something that fails when bytes are damaged. @throws UserError that names the place */
export function unpacking<T>(place: string, unpack: () => T): T {
  try {
    return unpack();
  } catch (thrown) {
    throw unreadable(place, messageOf(thrown));
  }
}

/** Something stored is damaged, missing or of another shape. */
export function unreadable(place: string, why: string): UserError {
  return new UserError(`${place} cannot be read: ${why}.`, {
    advice: "Update sametwice if a newer one wrote it; else restore the file from a backup.",
  });
}
