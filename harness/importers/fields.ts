import { z } from "zod";

/** A text, or null for whatever else is there: old and foreign logs lack many fields. */
export const maybeText = z
  .string()
  .nullish()
  .catch(null)
  .transform((value) => value || null);

/** A finite number, or null. */
export const maybeNumber = z
  .number()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

/** True only when the log says true. */
export const flag = z
  .boolean()
  .nullish()
  .catch(false)
  .transform((value) => value ?? false);

/** A list, or an empty one for whatever else is there. */
export const list = z.array(z.unknown()).catch([]);

/** Milliseconds since 1970 of an ISO date, or null. */
export function millisecondsOf(date: string | null): number | null {
  const parsed = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(parsed) ? null : parsed;
}
