import { sum } from "simple-statistics";
import type { Cluster } from "./clusteredProportion.ts";
import { fQuantile } from "./distributions.ts";
import { tailOf, type Interval } from "./interval.ts";

/** One-way analysis of variance between units. Unknown is null, and the note says why. */
export type IntraclassCorrelation = {
  /** share of the variance that lies between units, at most 1; below 0 when units differ less than chance would have it */
  readonly correlation: number | null;
  /** assumes normal values: for binary outcomes only a sanity check, report a bootstrap over units instead */
  readonly interval: Interval | null;
  readonly betweenMeanSquare: number | null;
  readonly withinMeanSquare: number | null;
  /** F statistic with (units - 1, values - units) degrees of freedom */
  readonly f: number | null;
  /** n0, the size that unequal units are worth */
  readonly typicalSize: number | null;
  readonly note: string | null;
};

/**
 * Intraclass correlation of a binary outcome by the ANOVA estimator, for units of unequal size.
 * @see Ridout, Demetrio & Firth 1999. Check: vectors "binary_icc_*"
 */
export function binaryIntraclassCorrelation(
  clusters: readonly Cluster[],
  level: number,
): IntraclassCorrelation {
  const scored = clusters.filter((cluster) => cluster.scored > 0);
  const units = scored.map((each) => ({
    size: each.scored,
    mean: each.diverged / each.scored,
    squaresWithin: (each.diverged * (each.scored - each.diverged)) / each.scored,
  }));
  return analyse(units, level);
}

/**
 * Intraclass correlation ICC(1) of a continuous score, for units of unequal size.
 * @param groups the scores of each unit
 * @see Shrout & Fleiss 1979. Check: vectors "icc1_sessions_continuous", "icc_shrout_fleiss_1979"
 */
export function intraclassCorrelation(
  groups: readonly (readonly number[])[],
  level: number,
): IntraclassCorrelation {
  const units = groups
    .filter((values) => values.length > 0)
    .map((values) => {
      const mean = sum([...values]) / values.length;
      const squaresWithin = sum(values.map((value) => (value - mean) ** 2));
      return { size: values.length, mean, squaresWithin };
    });
  return analyse(units, level);
}

/**
 * Fleiss and Cuzick's estimator for a binary outcome, as a check of the ANOVA estimator.
 * @returns null when nothing varies or no unit has two replays
 * @see Fleiss & Cuzick 1979. Check: vectors "binary_icc_*"
 */
export function fleissCuzick(clusters: readonly Cluster[]): number | null {
  const scored = clusters.filter((cluster) => cluster.scored > 0);
  const total = sum(scored.map((cluster) => cluster.scored));
  const rate = sum(scored.map((cluster) => cluster.diverged)) / total;
  const within = sum(
    scored.map((each) => (each.diverged * (each.scored - each.diverged)) / each.scored),
  );
  const expected = (total - scored.length) * rate * (1 - rate);
  return expected > 0 ? 1 - within / expected : null;
}

type Unit = { readonly size: number; readonly mean: number; readonly squaresWithin: number };

function analyse(units: readonly Unit[], level: number): IntraclassCorrelation {
  const tail = tailOf(level);
  const total = sum(units.map((unit) => unit.size));
  const freedom = { between: units.length - 1, within: total - units.length };
  if (freedom.between < 1) return unknown("fewer than two units");
  if (freedom.within < 1) return unknown("no unit has two replays");

  const mean = sum(units.map((unit) => unit.size * unit.mean)) / total;
  const between = sum(units.map((unit) => unit.size * (unit.mean - mean) ** 2));
  const within = sum(units.map((unit) => unit.squaresWithin));
  // Equal decimals may differ in the last digit; what is left of that is no variation.
  const rounding = 1e-24 * total * Math.max(...units.map((unit) => unit.mean ** 2));
  if (between + within <= rounding) return unknown("all values are equal");

  const betweenMeanSquare = between / freedom.between;
  const withinMeanSquare = within / freedom.within;
  const sizes = sum(units.map((unit) => unit.size ** 2));
  const typicalSize = (total - sizes / total) / freedom.between;
  const squares = { betweenMeanSquare, withinMeanSquare, typicalSize };
  if (within <= rounding)
    return { ...unknown("no variation within units, so no interval"), ...squares, correlation: 1 };

  const f = betweenMeanSquare / withinMeanSquare;
  const correlationAt = (ratio: number) => (ratio - 1) / (ratio + typicalSize - 1);
  return {
    ...squares,
    f,
    correlation: correlationAt(f),
    interval: {
      lower: correlationAt(f / fQuantile(1 - tail, freedom.between, freedom.within)),
      upper: correlationAt(f * fQuantile(1 - tail, freedom.within, freedom.between)),
    },
    note: null,
  };
}

function unknown(note: string): IntraclassCorrelation {
  return {
    correlation: null,
    interval: null,
    betweenMeanSquare: null,
    withinMeanSquare: null,
    f: null,
    typicalSize: null,
    note,
  };
}
