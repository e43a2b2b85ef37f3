import { sum } from "simple-statistics";
import { normalQuantile } from "./distributions.ts";
import { tailOf, type Interval } from "./interval.ts";
import { informativeStrata, type Cells, type TwoByTwo } from "./twoByTwo.ts";

export type MantelHaenszelDifference = {
  /** rate of the first row minus rate of the second, strata weighted by n1 n2 / (n1 + n2) */
  readonly estimate: number | null;
  /** Greenland & Robins 1985: for large strata */
  readonly greenlandRobins: VarianceAndInterval | null;
  /** Sato 1989: holds for many small strata as well */
  readonly sato: VarianceAndInterval | null;
  readonly strata: number;
  readonly note: string | null;
};

/** The interval is cut at -1 and 1. */
export type VarianceAndInterval = { readonly variance: number; readonly interval: Interval };

/**
 * Difference of two rates common to all strata, for one flag per session.
 * @throws RangeError for a level outside (0, 1) or counts that are not whole
 * @see Greenland & Robins 1985; Sato 1989. Check: vector "mh_risk_difference_4prompts"
 */
export function mantelHaenszelDifference(
  strata: readonly TwoByTwo[],
  level: number,
): MantelHaenszelDifference {
  const z = normalQuantile(1 - tailOf(level));
  const cells = informativeStrata(strata);
  if (cells.length === 0)
    return {
      estimate: null,
      greenlandRobins: null,
      sato: null,
      strata: 0,
      note: "no stratum holds both strategies",
    };
  const weight = sum(cells.map(({ first, second, total }) => (first * second) / total));
  const estimate =
    sum(cells.map(({ a, c, first, second, total }) => (a * second - c * first) / total)) / weight;
  const withInterval = (scaled: number): VarianceAndInterval => {
    // Sato's variance can come out below 0 when nothing varies.
    const variance = Math.max(0, scaled / weight ** 2);
    const half = z * Math.sqrt(variance);
    const interval = { lower: Math.max(-1, estimate - half), upper: Math.min(1, estimate + half) };
    return { variance, interval };
  };
  const greenlandRobins = withInterval(sum(cells.map(greenlandRobinsTerm)));
  return {
    estimate,
    greenlandRobins,
    sato: withInterval(estimate * sum(cells.map(satoP)) + sum(cells.map(satoQ))),
    strata: cells.length,
    note:
      greenlandRobins.variance === 0
        ? "no variation within strata: the interval is a point, which is ignorance and not certainty"
        : null,
  };
}

function greenlandRobinsTerm({ a, b, c, d, first, second, total }: Cells): number {
  return (a * b * second ** 3 + c * d * first ** 3) / (first * second * total ** 2);
}

function satoP({ a, c, first, second, total }: Cells): number {
  return (first ** 2 * c - second ** 2 * a + (first * second * (second - first)) / 2) / total ** 2;
}

function satoQ({ a, b, c, d, total }: Cells): number {
  return (a * d + c * b) / (2 * total);
}
