import type { Verdict } from "./types.ts";

/** Ordered words for a measured quantity; `to` is the largest value that the word still covers. */
export type Scale = readonly { readonly word: string; readonly to: number }[];

/** Reproducibility gain: the probability of recovery in words (DESIGN 2). */
export const gainScale: Scale = [
  { word: "None", to: 0.1 },
  { word: "Low", to: 0.5 },
  { word: "Medium", to: 0.8 },
  { word: "High", to: 0.95 },
  { word: "Very high", to: 0.99 },
  { word: "Maximum", to: 1 },
];

/** Overhead: the largest ratio to the baseline in words. */
export const overheadScale: Scale = [
  { word: "Low", to: 1.1 },
  { word: "Medium", to: 1.5 },
  { word: "High", to: Number.POSITIVE_INFINITY },
];

/** A stretch of neighbouring words of a scale, by their positions. */
export type WordRange = { readonly first: number; readonly last: number };

/** Position of the word that covers a value; values beyond the scale belong to its last word. */
export function positionOf(value: number, scale: Scale): number {
  const found = scale.findIndex(({ to }) => value <= to);
  return found === -1 ? scale.length - 1 : found;
}

/** `High`, or `High-Very high` when the range spans several words. */
export function rangeText({ first, last }: WordRange, scale: Scale): string {
  const words = [scale[first]?.word ?? "", scale[last]?.word ?? ""];
  return first === last ? (words[0] ?? "") : words.join("-");
}

/**
 * Reads the words of a claim as a suite states it: `None`, `Medium-High`, `High (~90 % success)`.
 * @returns null when the claim uses no word of the scale
 */
export function parseClaim(claim: string, scale: Scale): WordRange | null {
  // Longer words first, so that "Very high" is not read as "High".
  const words = scale
    .map(({ word }, position) => ({ word, position }))
    .sort((a, b) => b.word.length - a.word.length);
  let rest = claim.toLowerCase();
  const positions: number[] = [];
  for (const { word, position } of words) {
    const pattern = new RegExp(`\\b${word.toLowerCase()}\\b`);
    if (!pattern.test(rest)) continue;
    positions.push(position);
    rest = rest.replace(pattern, " ");
  }
  if (positions.length === 0) return null;
  return { first: Math.min(...positions), last: Math.max(...positions) };
}

/** Inside the claim is support, beside it refutation, anything else is undecided. */
export function compareRanges(measured: WordRange, claimed: WordRange): Verdict {
  if (measured.first >= claimed.first && measured.last <= claimed.last) return "supported";
  if (measured.last < claimed.first || measured.first > claimed.last) return "refuted";
  return "inconclusive";
}
