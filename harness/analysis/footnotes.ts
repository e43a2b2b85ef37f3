import type { Matrix } from "./types.ts";

/**
 * Every note of the matrix once: first those that belong to a cell, in the order in which a reader meets them, then those on the run as a whole.
 * @param general notes that no cell has
 */
export function collectFootnotes(
  matrix: Pick<Matrix, "strategies" | "comparisons">,
  general: readonly string[],
): readonly string[] {
  const notes = [
    ...matrix.strategies.flatMap((result) => [
      ...result.notes,
      ...result.divergence.notes,
      ...result.degradedSessions.notes,
      ...result.recovery.notes,
      ...result.success.notes,
    ]),
    ...matrix.comparisons.flatMap(({ difference }) => difference.notes),
    ...matrix.strategies.flatMap((result) => [
      ...result.shift.notes,
      ...result.stickiness.notes,
      ...result.harm.notes,
    ]),
    ...general,
  ];
  return [...new Set(notes)];
}
