import { UserError } from "./errors.ts";

const millisecondsPer = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * Reads `45m`, `1.5h`, `90s`, `250ms`, `2d`.
 * @returns milliseconds, greater than 0
 * @throws UserError for anything else
 */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim());
  const milliseconds = match
    ? Number(match[1]) * millisecondsPer[match[2] as keyof typeof millisecondsPer]
    : 0;
  if (milliseconds > 0) return milliseconds;
  throw new UserError(`"${text}" is not a duration.`, {
    advice: "Write a number above 0 with a unit, for example 45m, 90s or 1.5h.",
  });
}

/** `1 h 12 min`, `4 min 5 s`, `3.2 s`, `250 ms`: two units at most. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `$0.0042`, `$1.27`, `$40.00`: four decimals below one cent's precision, two above a dollar. */
export function formatUsd(usd: number): string {
  return `$${usd.toFixed(usd < 1 ? 4 : 2)}`;
}

/** `1 wave`, `6 waves`: a count with its noun. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
