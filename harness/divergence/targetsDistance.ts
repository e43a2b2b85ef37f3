import type { Target } from "../structure/structure.ts";

/**
 * Share of mismatches among calls that correspond: the calls are aligned by their tokens so that as many as
 * possible correspond and, among those alignments, as many as possible agree. Calls without a counterpart are the
 * business of `tools`.
 * @returns 0 when neither side has calls, 1 when both or one has and none corresponds
 */
export function targetsDistance(a: readonly Target[], b: readonly Target[]): number {
  if (a.length === 0 && b.length === 0) return 0;
  // One number for both aims: a pair weighs more than all agreements together. Its value is unique, so that the
  // distance is symmetric although the alignment is not unique.
  const pair = Math.min(a.length, b.length) + 1;
  let above = new Int32Array(b.length + 1);
  for (const target of a) {
    const row = new Int32Array(b.length + 1);
    for (const [j, other] of b.entries()) {
      const score = target.call === other.call ? pair + Number(target.target === other.target) : 0;
      const aligned = score === 0 ? 0 : (above[j] ?? 0) + score;
      row[j + 1] = Math.max(aligned, above[j + 1] ?? 0, row[j] ?? 0);
    }
    above = row;
  }
  const best = above[b.length] ?? 0;
  const aligned = Math.floor(best / pair);
  return aligned === 0 ? 1 : 1 - (best % pair) / aligned;
}
