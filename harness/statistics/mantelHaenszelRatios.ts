import { sum } from "simple-statistics";
import { chiSquaredUpperTail, normalQuantile } from "./distributions.ts";
import { tailOf, type Interval } from "./interval.ts";
import { informativeStrata, type Cells, type TwoByTwo } from "./twoByTwo.ts";

export type MantelHaenszelRatios = {
  /** null when 0 or infinite in every stratum */
  readonly oddsRatio: number | null;
  /** Robins, Breslow & Greenland 1986 */
  readonly interval: Interval | null;
  readonly riskRatio: number | null;
  readonly note: string | null;
};

/**
 * Odds ratio and risk ratio of two strategies common to all strata.
 * @throws RangeError for a level outside (0, 1) or counts that are not whole
 * @see Mantel & Haenszel 1959; Greenland & Robins 1985. Check: vector "cmh_4prompts"
 */
export function mantelHaenszelRatios(
  strata: readonly TwoByTwo[],
  level: number,
): MantelHaenszelRatios {
  const z = normalQuantile(1 - tailOf(level));
  const cells = informativeStrata(strata);
  const weights = cells.map(({ a, b, c, d, total }) => ({
    r: (a * d) / total,
    s: (b * c) / total,
    p: (a + d) / total,
    q: (b + c) / total,
  }));
  const r = sum(weights.map((weight) => weight.r));
  const s = sum(weights.map((weight) => weight.s));
  const riskRatio = riskRatioOf(cells);
  if (r === 0 || s === 0)
    return {
      oddsRatio: null,
      interval: null,
      riskRatio,
      note: "the odds ratio is 0, infinite or unknown",
    };
  const oddsRatio = r / s;
  const variance =
    sum(weights.map((each) => each.p * each.r)) / (2 * r * r) +
    sum(weights.map((each) => each.p * each.s + each.q * each.r)) / (2 * r * s) +
    sum(weights.map((each) => each.q * each.s)) / (2 * s * s);
  const factor = Math.exp(z * Math.sqrt(variance));
  return {
    oddsRatio,
    interval: { lower: oddsRatio / factor, upper: oddsRatio * factor },
    riskRatio,
    note: null,
  };
}

function riskRatioOf(cells: readonly Cells[]): number | null {
  const first = sum(cells.map(({ a, second, total }) => (a * second) / total));
  const other = sum(cells.map(({ c, first: size, total }) => (c * size) / total));
  return other > 0 ? first / other : null;
}

export type BreslowDay = {
  /** chi-squared on strata - 1 degrees of freedom */
  readonly statistic: number | null;
  readonly p: number | null;
  /** Tarone's correction, which makes the statistic really chi-squared */
  readonly corrected: { readonly statistic: number; readonly p: number } | null;
  readonly note: string | null;
};

/**
 * Is the odds ratio the same in all strata? Without that a common ratio describes none of them.
 * @see Breslow & Day 1980; Tarone 1985. Check: vector "cmh_4prompts"
 */
export function breslowDay(strata: readonly TwoByTwo[]): BreslowDay {
  const cells = informativeStrata(strata).filter(({ a, b, c, d }) => a + c > 0 && b + d > 0);
  const { oddsRatio } = mantelHaenszelRatios(strata, 0.95);
  if (oddsRatio === null || cells.length < 2)
    return {
      statistic: null,
      p: null,
      corrected: null,
      note:
        oddsRatio === null ? "no finite common odds ratio" : "fewer than two informative strata",
    };
  const fitted = cells.map((stratum) => fit(stratum, oddsRatio));
  const statistic = sum(fitted.map(({ excess, variance }) => excess ** 2 / variance));
  const excess = sum(fitted.map((each) => each.excess));
  const corrected = statistic - excess ** 2 / sum(fitted.map((each) => each.variance));
  const test = (value: number): { statistic: number; p: number } => ({
    statistic: value,
    p: chiSquaredUpperTail(value, cells.length - 1),
  });
  return { ...test(statistic), corrected: test(corrected), note: null };
}

/** The first cell that the common odds ratio predicts within the stratum's margins solves a quadratic equation. */
function fit(
  { a, c, first, second }: Cells,
  oddsRatio: number,
): { readonly excess: number; readonly variance: number } {
  const diverged = a + c;
  const quadratic = 1 - oddsRatio;
  const linear = second - diverged + oddsRatio * (first + diverged);
  const constant = -oddsRatio * first * diverged;
  // In this form the root in range loses no digits, also when the ratio is 1 and the equation linear.
  const root = Math.sqrt(linear ** 2 - 4 * quadratic * constant);
  const expected = (-2 * constant) / (linear + root);
  const variance =
    1 /
    (1 / expected +
      1 / (first - expected) +
      1 / (diverged - expected) +
      1 / (second - diverged + expected));
  return { excess: a - expected, variance };
}
