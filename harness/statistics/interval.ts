/** Bounds of a confidence interval, lower <= upper. */
export type Interval = { readonly lower: number; readonly upper: number };

/**
 * Probability left on each side by a two-sided level.
 * @param level confidence level in (0, 1), e.g. 0.95
 * @throws RangeError for a level outside (0, 1), e.g. 95 where 0.95 was meant
 */
export function tailOf(level: number): number {
  if (level > 0 && level < 1) return (1 - level) / 2;
  throw new RangeError(`A confidence level lies in (0, 1), e.g. 0.95; got ${level}.`);
}
