import type { Random } from "../base/base.ts";
import { countArrangements, permuteLabels, type Permutations } from "./labelPermutation.ts";

/** One scored replay. */
export type StickyReplay = {
  /** replays of one cell are exchangeable if nothing sticks: wave and prompt, joined to one key */
  readonly cell: string;
  /** what may be sticky: the session, or the lane where sessions hold one replay each */
  readonly unit: string;
  readonly diverged: 0 | 1;
};

export type StickinessTest = {
  /** sum over units of (diverged replays)^2 */
  readonly statistic: number;
  /** one-sided: small when divergence clusters in units; null when the replays cannot tell, and the note says why */
  readonly p: number | null;
  readonly method: Permutations["method"] | "none";
  readonly permutations: number;
  readonly note: string | null;
};

/**
 * Does divergence stick to units? Within each cell the replays are permuted across units, which keeps the difficulty
 * of prompts and the drift between waves; under "only sampling" every arrangement is equally likely.
 * @param draws at least 4999 for a reported p; all arrangements are enumerated when there are no more than that
 * @see STATISTICS 2d. Check: vectors "stickiness_permutation_*"
 */
export function stickinessTest(
  replays: readonly StickyReplay[],
  random: Random,
  draws = 4999,
): StickinessTest {
  const unitNames = [...new Set(replays.map((replay) => replay.unit))];
  const numberOf = new Map(unitNames.map((name, index) => [name, index]));
  const cells = [...Map.groupBy(replays, (replay) => replay.cell).values()].map((inCell) => ({
    places: inCell.length,
    labelled: inCell.filter((replay) => replay.diverged === 1).length,
    units: Int32Array.from(inCell, (replay) => numberOf.get(replay.unit) ?? 0),
  }));
  const diverged = new Map<string, number>();
  for (const { unit, diverged: own } of replays)
    diverged.set(unit, (diverged.get(unit) ?? 0) + own);
  const statistic = [...diverged.values()].reduce((total, count) => total + count ** 2, 0);
  const note = whyUntestable(replays.length, unitNames.length, countArrangements(cells));
  if (note) return { statistic, p: null, method: "none", permutations: 0, note };

  const counts = new Int32Array(unitNames.length);
  let atLeastAsSticky = 0;
  const permutations = permuteLabels(cells, { random, draws }, (places) => {
    counts.fill(0);
    cells.forEach((cell, index) => addLabelled(counts, cell, places[index]));
    if (sumOfSquares(counts) >= statistic) atLeastAsSticky++;
  });
  const p = permutations.pValue(atLeastAsSticky);
  return {
    statistic,
    p,
    method: permutations.method,
    permutations: permutations.count,
    note: null,
  };
}

function whyUntestable(replays: number, units: number, arrangements: number): string | null {
  if (units < 2) return "fewer than two units";
  if (replays === units) return "every unit has only one replay";
  if (arrangements === 1) return "within every cell all replays diverged or none did";
  return null;
}

function addLabelled(
  counts: Int32Array,
  cell: { readonly labelled: number; readonly units: Int32Array },
  places: Int32Array | undefined,
): void {
  for (let i = 0; i < cell.labelled; i++) {
    const unit = cell.units[places?.[i] ?? 0] ?? 0;
    counts[unit] = (counts[unit] ?? 0) + 1;
  }
}

function sumOfSquares(counts: Int32Array): number {
  let total = 0;
  for (const count of counts) total += count * count;
  return total;
}
