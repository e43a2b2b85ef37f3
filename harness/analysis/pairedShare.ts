import { kornGraubard, studentTQuantile, zeroEventsUpperBound } from "../statistics/statistics.ts";

type Pair = { readonly difference: number; readonly observations: number };

/** A mean of differences in [-1, 1] with its interval. */
export type PairedShare = {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
};

/**
 * Mean of differences d within independent units, each the difference of two shares, with an interval for it.
 * All equal: what was never seen in n units has a probability of at most 1 - ((1 - level) / 2)^(1/n), which bounds the mean on either
 * side. No difference below 0 (or none above): Korn-Graubard, which keeps its promise near the ends of the scale. Else: Student's t.
 * @param pairs one for each unit: its difference, and how many observations are behind the larger of the two shares
 * @param level confidence level in (0, 1)
 * @returns null without units
 */
export function pairedShare(pairs: readonly Pair[], level: number): PairedShare | null {
  const differences = pairs.map(({ difference }) => difference);
  const [first] = differences;
  if (first === undefined) return null;
  const n = differences.length;
  const value = differences.reduce((sum, difference) => sum + difference, 0) / n;
  if (differences.every((difference) => difference === first)) {
    const rare = zeroEventsUpperBound(n, (1 + level) / 2);
    return clamped(value, value - rare * (value + 1), value + rare * (1 - value));
  }
  const sign = differences.every((difference) => difference >= 0)
    ? 1
    : differences.every((difference) => difference <= 0)
      ? -1
      : 0;
  if (sign !== 0) {
    const clusters = pairs.map(({ difference, observations }) => ({
      diverged: sign * difference * observations,
      scored: observations,
    }));
    const { interval } = kornGraubard(clusters, level);
    if (interval !== null) {
      const [lower, upper] =
        sign === 1 ? [interval.lower, interval.upper] : [-interval.upper, -interval.lower];
      return clamped(value, lower, upper);
    }
  }
  const variance = differences.reduce((sum, d) => sum + (d - value) ** 2, 0) / (n - 1);
  const half = studentTQuantile((1 + level) / 2, n - 1) * Math.sqrt(variance / n);
  return clamped(value, value - half, value + half);
}

function clamped(value: number, lower: number, upper: number): PairedShare {
  return { value, lower: Math.max(-1, lower), upper: Math.min(1, upper) };
}
