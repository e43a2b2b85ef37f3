/*
 * p-values adjusted for having looked several times, in the order in which they came. Compare them with the level
 * that a single test would use. See R p.adjust; vectors "p_adjust_*".
 */

/** Holm: controls the chance of any false finding; the family is every pre-registered contrast. */
export function holm(pValues: readonly number[]): number[] {
  return stepDown(pValues, (p, rank) => p * (pValues.length - rank));
}

/** Bonferroni: as Holm, simpler and never better. */
export function bonferroni(pValues: readonly number[]): number[] {
  return pValues.map((p) => Math.min(1, p * pValues.length));
}

/** Hochberg: at least as powerful as Holm, but only for independent or positively dependent tests. */
export function hochberg(pValues: readonly number[]): number[] {
  return stepUp(pValues, (p, rank) => p * (pValues.length - rank));
}

/** Benjamini-Hochberg: controls the share of false findings; for exploration (channels, prompts), labelled so. */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  return stepUp(pValues, (p, rank) => (p * pValues.length) / (rank + 1));
}

type Scale = (p: number, rank: number) => number;

/** From the smallest p up: an adjusted p is never below that of a smaller p. */
function stepDown(pValues: readonly number[], scale: Scale): number[] {
  const adjusted = [...pValues];
  let highest = 0;
  ranking(pValues).forEach(({ p, index }, rank) => {
    highest = Math.max(highest, Math.min(1, scale(p, rank)));
    adjusted[index] = highest;
  });
  return adjusted;
}

/** From the largest p down: an adjusted p is never above that of a larger p. */
function stepUp(pValues: readonly number[], scale: Scale): number[] {
  const adjusted = [...pValues];
  let lowest = 1;
  ranking(pValues).forEach((_, fromEnd, ranked) => {
    const rank = ranked.length - 1 - fromEnd;
    const entry = ranked[rank];
    if (!entry) return;
    lowest = Math.min(lowest, scale(entry.p, rank));
    adjusted[entry.index] = lowest;
  });
  return adjusted;
}

function ranking(pValues: readonly number[]): { readonly p: number; readonly index: number }[] {
  return pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
}
