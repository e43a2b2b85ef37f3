import type { Grouping, LoggedReplay } from "./types.ts";

const unknown = "unknown";

/** The row of a table to which a replay belongs. */
export function keyOf({ keys }: LoggedReplay, by: Grouping): string {
  switch (by) {
    case "prompt":
    case "session":
      return keys[by];
    case "version":
    case "strategy":
    case "model":
      return keys[by] ?? unknown;
    case "date":
      return dayOf(keys.date)?.toISOString().slice(0, 10) ?? unknown;
    case "week":
      return weekOf(keys.date);
  }
}

function dayOf(date: string | null): Date | null {
  const milliseconds = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds);
}

/** The Monday that the week began with. */
function weekOf(date: string | null): string {
  const day = dayOf(date);
  if (day === null) return unknown;
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  return new Date(day.getTime() - sinceMonday * 86_400_000).toISOString().slice(0, 10);
}

/** Versions and times in their order, all else by its size; what is unknown last. */
export function inOrder<T extends { readonly key: string; readonly replays: number }>(
  rows: readonly T[],
  by: Grouping,
): readonly T[] {
  const isOrdered = by === "version" || by === "date" || by === "week";
  return rows.toSorted((a, b) => {
    if ((a.key === unknown) !== (b.key === unknown)) return a.key === unknown ? 1 : -1;
    return (isOrdered ? 0 : b.replays - a.replays) || compareNumbered(a.key, b.key);
  });
}

/** `2.1.9` comes before `2.1.10`. */
function compareNumbered(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(/(\d+)/));
  for (const [at, part] of (left ?? []).entries()) {
    const other = right?.[at] ?? "";
    if (part === other) continue;
    const difference = at % 2 === 1 ? Number(part) - Number(other) : 0;
    return difference || (part < other ? -1 : 1);
  }
  return a.length - b.length;
}
