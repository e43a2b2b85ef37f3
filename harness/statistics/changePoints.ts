import { shuffled, type Random } from "../base/base.ts";

/** A night from which on the rate is another. */
export type ChangePoint = {
  /** index of the first value after the change */
  readonly at: number;
  readonly meanBefore: number;
  readonly meanAfter: number;
  /** of the largest step in its stretch, by permuting nights */
  readonly p: number;
};

export type ChangePointOptions = {
  readonly random: Random;
  /** a stretch is split only when p is at most this, 0.01 */
  readonly alpha?: number;
  readonly draws?: number;
  /** fewest nights between changes, 3 */
  readonly shortest?: number;
};

/**
 * Where did a nightly rate change? Binary segmentation on mean shifts. It dates an alarm and raises none: the alarm is
 * eDetector's.
 * @param nights one value per night, the unit that is permuted; replays within a night are not independent
 * @returns changes in order of time, empty when there is none or too few nights
 * @see Scott & Knott 1974; Vostrikova 1981
 */
export function changePoints(
  nights: readonly number[],
  { random, alpha = 0.01, draws = 999, shortest = 3 }: ChangePointOptions,
): ChangePoint[] {
  const split = (from: number, to: number): ChangePoint[] => {
    const stretch = nights.slice(from, to);
    const step = largestStep(stretch, shortest);
    if (step === null) return [];
    let hits = 0;
    for (let draw = 0; draw < draws; draw++) {
      const other = largestStep(shuffled(stretch, random), shortest);
      if (other !== null && other.size >= step.size - 1e-12) hits++;
    }
    const p = (1 + hits) / (1 + draws);
    if (p > alpha) return [];
    const at = from + step.at;
    const change = {
      at,
      meanBefore: meanOf(nights.slice(from, at)),
      meanAfter: meanOf(nights.slice(at, to)),
      p,
    };
    return [...split(from, at), change, ...split(at, to)];
  };
  return split(0, nights.length);
}

/** The split whose sides differ most, in units that make early and late splits comparable. */
function largestStep(
  values: readonly number[],
  shortest: number,
): { readonly at: number; readonly size: number } | null {
  const n = values.length;
  const total = values.reduce((sum, value) => sum + value, 0);
  let best: { at: number; size: number } | null = null;
  let before = 0;
  for (let at = 1; at < n; at++) {
    before += values[at - 1] ?? 0;
    if (at < shortest || n - at < shortest) continue;
    const size = Math.abs(before - (at * total) / n) / Math.sqrt((at * (n - at)) / n);
    if (best === null || size > best.size + 1e-12) best = { at, size };
  }
  return best !== null && best.size > 1e-12 ? best : null;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
