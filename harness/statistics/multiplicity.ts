import { chiSquaredUpperTail } from "./distributions.ts";

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

/**
 * Holm for e-values: reject where the adjusted one reaches 1 / alpha, at any time and under any dependence.
 * The largest of m must reach m / alpha, the next (m - 1) / alpha, and so on.
 * @see Vovk & Wang 2021
 */
export function eHolm(eValues: readonly number[]): number[] {
  const adjusted = [...eValues];
  let lowest = Infinity;
  ranking(eValues.map((e) => -e)).forEach(({ p, index }, rank) => {
    lowest = Math.min(lowest, -p / (eValues.length - rank));
    adjusted[index] = lowest;
  });
  return adjusted;
}

/**
 * Benjamini-Hochberg for e-values: reject where the adjusted one reaches 1 / alpha; valid under any dependence.
 * @see Wang & Ramdas 2022
 */
export function eBenjaminiHochberg(eValues: readonly number[]): number[] {
  const adjusted = [...eValues];
  let highest = 0;
  const ranked = ranking(eValues.map((e) => -e));
  for (let rank = ranked.length - 1; rank >= 0; rank--) {
    const entry = ranked[rank];
    if (!entry) continue;
    highest = Math.max(highest, (-entry.p * (rank + 1)) / eValues.length);
    adjusted[entry.index] = highest;
  }
  return adjusted;
}

/**
 * One p for "none of these differs", from independent tests (one per prompt).
 * @returns null without a test; p-values of 0 give 0
 * @see Fisher 1932
 */
export function fisherCombination(pValues: readonly number[]): number | null {
  if (pValues.length === 0) return null;
  if (pValues.includes(0)) return 0;
  const statistic = -2 * pValues.reduce((sum, p) => sum + Math.log(p), 0);
  return chiSquaredUpperTail(statistic, 2 * pValues.length);
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
