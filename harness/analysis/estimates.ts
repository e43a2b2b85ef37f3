import type { Estimate } from "./types.ts";

/** Fewer independent units than this and no method's interval for clustered replays keeps its promise (STATISTICS 2c). */
export const fewestUnits = 20;

/** Printed where an interval from fewer units would be a lie. */
export const insufficientSessions = `INSUFFICIENT SESSIONS (<${fewestUnits})`;

/** A number that is not known, and why. */
export function unknownEstimate(method: string, notes: readonly string[]): Estimate {
  return { value: null, lower: null, upper: null, level: null, n: 0, method, notes };
}

/** A known number that has no interval, and why. */
export function pointEstimate(
  value: number,
  details: Pick<Estimate, "n" | "method" | "notes"> & Partial<Pick<Estimate, "count" | "of">>,
): Estimate {
  const { n, count, of, method, notes } = details;
  const counts = count === undefined || of === undefined ? {} : { count, of };
  return { value, lower: null, upper: null, level: null, n, ...counts, method, notes };
}

/** The arithmetic mean, or null of nothing. */
export function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Items by a key, in the order in which the keys first appear. */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** How many there are of each, e.g. `2 timed-out, 1 crashed`, the most frequent first. */
export function tally(items: readonly string[]): string {
  return [...groupBy(items, (item) => item)]
    .map(([item, occurrences]) => [item, occurrences.length] as const)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([item, count]) => `${count} ${item}`)
    .join(", ");
}
