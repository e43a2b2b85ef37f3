import { sum } from "simple-statistics";

/**
 * Agreement beyond chance of the same number of raters (replays) on every item (prompt).
 * @param counts `counts[i][j]`: raters that put item i into category j; every row has the same sum, at least 2
 * @returns null when only one category occurs; for unequal numbers of raters see krippendorffAlpha
 * @throws RangeError for rows of different sums
 * @see Fleiss 1971. Check: vector "fleiss_kappa_wikipedia"
 */
export function fleissKappa(counts: readonly (readonly number[])[]): {
  readonly kappa: number | null;
  readonly note: string | null;
} {
  const raters = sum([...(counts[0] ?? [])]);
  if (counts.length === 0 || raters < 2)
    return { kappa: null, note: counts.length === 0 ? "no item" : "fewer than two raters" };
  if (counts.some((row) => sum([...row]) !== raters))
    throw new RangeError("Every item needs the same number of raters.");
  const shares = (counts[0] ?? []).map(
    (_, category) => sum(counts.map((row) => row[category] ?? 0)) / (counts.length * raters),
  );
  const observed =
    sum(counts.map((row) => sum(row.map((count) => count * (count - 1))))) /
    (counts.length * raters * (raters - 1));
  const expected = sum(shares.map((share) => share ** 2));
  if (expected === 1) return { kappa: null, note: "only one category occurs" };
  return { kappa: (observed - expected) / (1 - expected), note: null };
}
