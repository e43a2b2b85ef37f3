/*
 * Values for charts of nightly rates. Charts, not gates: their false-alarm rate assumes independence and a known
 * spread; eDetector decides.
 */

/** One night on an EWMA chart. */
export type EwmaPoint = {
  readonly value: number;
  /** standard deviation of `value` in units of the standard deviation of a night */
  readonly sdFactor: number;
  /** target plus and minus `width` standard deviations of `value` */
  readonly lower: number;
  readonly upper: number;
};

export type EwmaOptions = {
  readonly target: number;
  /** standard deviation of one night's rate, from the baseline's interval */
  readonly sigma: number;
  /** weight of the latest night in (0, 1], 0.2 */
  readonly weight?: number;
  /** limits in standard deviations, 2.7 */
  readonly width?: number;
};

/**
 * Exponentially weighted moving average with its exact early limits.
 * @see Roberts 1959; Lucas & Saccucci 1990. Check: vector "ewma"
 */
export function ewma(rates: readonly number[], options: EwmaOptions): EwmaPoint[] {
  const { target, sigma, weight = 0.2, width = 2.7 } = options;
  if (!(weight > 0 && weight <= 1)) throw new RangeError(`A weight lies in (0, 1]; got ${weight}.`);
  let value = target;
  return rates.map((rate, index) => {
    value = weight * rate + (1 - weight) * value;
    const settled = weight / (2 - weight);
    const sdFactor = Math.sqrt(settled * (1 - (1 - weight) ** (2 * (index + 1))));
    const half = width * sigma * sdFactor;
    return { value, sdFactor, lower: target - half, upper: target + half };
  });
}

/**
 * Bernoulli CUSUM: the log-likelihood ratio of a bad against a good rate, never below 0.
 * @param good and `bad` rates in (0, 1), good < bad
 * @see Reynolds & Stoumbos 1999. Check: vector "bernoulli_cusum"
 */
export function bernoulliCusum(
  flags: readonly (0 | 1)[],
  { good, bad }: { readonly good: number; readonly bad: number },
): number[] {
  if (!(good > 0 && good < bad && bad < 1))
    throw new RangeError(`Expected 0 < good < bad < 1; got ${good} and ${bad}.`);
  const whenFlagged = Math.log(bad / good);
  const otherwise = Math.log((1 - bad) / (1 - good));
  let sum = 0;
  return flags.map((flag) => (sum = Math.max(0, sum + (flag === 1 ? whenFlagged : otherwise))));
}
