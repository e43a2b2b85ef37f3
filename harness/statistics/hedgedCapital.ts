import type { Interval } from "./interval.ts";

export type HedgedCapital = {
  /** the interval after each value; it never widens */
  readonly intervals: readonly Interval[];
  /** evidence against a mean after each value */
  readonly capital: (mean: number) => number[];
};

/**
 * Hedged-capital confidence sequence for values in [0, 1]: bets adapted to mean and variance so far, half of the
 * stake on each side. A check of {@link gridSequence}, which is the default.
 * @param level confidence level in (0, 1)
 * @param breaks resolution of the grid of means
 * @throws RangeError for a value outside [0, 1]
 * @see Waudby-Smith & Ramdas 2024, theorem 3. Check: vector "hedged_capital_confseq_session_means"
 */
export function hedgedCapital(
  values: readonly number[],
  level: number,
  breaks = 1000,
): HedgedCapital {
  const wrong = values.find((value) => !(value >= 0 && value <= 1));
  if (wrong !== undefined) throw new RangeError(`Values lie in [0, 1]; got ${wrong}.`);
  if (!(level > 0 && level < 1))
    throw new RangeError(`A confidence level lies in (0, 1), e.g. 0.95; got ${level}.`);
  const alpha = 1 - level;
  const stakes = predictableStakes(values, alpha / 2);
  const capital = (mean: number): number[] => {
    let [up, down] = [0.5, 0.5];
    return values.map((value, index) => {
      const stake = stakes[index] ?? 0;
      // Half of what the bet could bear: wealth stays above 0.
      up *= 1 + Math.min(stake, 0.5 / mean) * (value - mean);
      down *= 1 - Math.min(stake, 0.5 / (1 - mean)) * (value - mean);
      return Math.max(up, down);
    });
  };
  const curves = Array.from({ length: breaks + 1 }, (_, i) => capital(i / breaks));
  const intervals: Interval[] = [];
  let [lower, upper] = [0, 1];
  for (const index of values.keys()) {
    const kept = curves.flatMap((curve, i) => ((curve[index] ?? 0) <= 1 / alpha ? [i] : []));
    // The grid knows the border to one step, which is given away on each side.
    lower = Math.max(lower, ((kept[0] ?? 0) - 1) / breaks);
    upper = Math.min(upper, ((kept.at(-1) ?? breaks) + 1) / breaks);
    intervals.push({ lower, upper });
  }
  return { intervals, capital };
}

/** Each stake knows only the values before its own. */
function predictableStakes(values: readonly number[], alpha: number): number[] {
  let total = 0.5;
  let squares = 0.25;
  let variance = 0.25;
  return values.map((value, index) => {
    const t = index + 1;
    const stake = Math.sqrt((2 * Math.log(1 / alpha)) / (t * Math.log(1 + t) * variance));
    total += value;
    squares += (value - total / (t + 1)) ** 2;
    variance = squares / (t + 1);
    return stake;
  });
}
