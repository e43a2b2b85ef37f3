import { normalCdf, normalQuantile, studentTCdf, studentTQuantile } from "./distributions.ts";
import type { Interval } from "./interval.ts";

/** A difference with the spread of its estimate. */
export type MeasuredDifference = {
  readonly estimate: number | null;
  /** above 0; null or 0 is ignorance, not certainty */
  readonly standardError: number | null;
  /** degrees of freedom of the standard error; null for a normal approximation */
  readonly degrees: number | null;
};

export type EquivalenceTest = {
  readonly estimate: number | null;
  readonly standardError: number | null;
  /** against "the difference is -margin or less" */
  readonly pLower: number | null;
  /** against "the difference is margin or more" */
  readonly pUpper: number | null;
  /** the larger of the two: small when the difference is shown to lie within the margin */
  readonly p: number | null;
  /** of level 1 - 2 alpha; equivalence is shown exactly when it lies within the margin */
  readonly interval: Interval | null;
  readonly note: string | null;
};

/**
 * Two one-sided tests: is the difference smaller than the margin in both directions? "p > .05" of an ordinary test
 * never shows that.
 * @param margin largest difference that does not matter, above 0, fixed before looking
 * @param alpha level of each one-sided test in (0, 0.5), e.g. 0.05; the interval then has level 0.9
 * @throws RangeError for a margin that is not above 0
 * @see Schuirmann 1987. statsmodels 0.13.5 returns the smaller p and would declare equivalence wrongly. Check: vectors "tost_*"
 */
export function equivalenceTest(
  difference: MeasuredDifference,
  margin: number,
  alpha = 0.05,
): EquivalenceTest {
  if (!(margin > 0)) throw new RangeError(`A margin is above 0; got ${margin}.`);
  checkAlpha(alpha);
  const { estimate, standardError, degrees } = difference;
  const lies = tailsOf(difference);
  if (lies === null || estimate === null || standardError === null)
    return { estimate, standardError, pLower: null, pUpper: null, p: null, interval: null, note };
  const pLower = lies((estimate + margin) / standardError);
  const pUpper = lies((margin - estimate) / standardError);
  const half = quantile(1 - alpha, degrees) * standardError;
  return {
    estimate,
    standardError,
    pLower,
    pUpper,
    p: Math.max(pLower, pUpper),
    interval: { lower: estimate - half, upper: estimate + half },
    note: null,
  };
}

export type NonInferiorityTest = {
  readonly estimate: number | null;
  readonly standardError: number | null;
  /** against "worse by the margin or more" */
  readonly p: number | null;
  /** one-sided upper bound of the difference, level 1 - alpha; below the margin exactly when p < alpha */
  readonly upperBound: number | null;
  readonly note: string | null;
};

/**
 * Is the first not worse than the second by the margin or more? For rates in which more is worse: first minus second.
 * @param margin above 0, fixed before looking
 * @throws RangeError for a margin that is not above 0
 * @see Blackwelder 1982
 */
export function nonInferiorityTest(
  difference: MeasuredDifference,
  margin: number,
  alpha = 0.05,
): NonInferiorityTest {
  if (!(margin > 0)) throw new RangeError(`A margin is above 0; got ${margin}.`);
  checkAlpha(alpha);
  const { estimate, standardError, degrees } = difference;
  const lies = tailsOf(difference);
  if (lies === null || estimate === null || standardError === null)
    return { estimate, standardError, p: null, upperBound: null, note };
  return {
    estimate,
    standardError,
    p: lies((margin - estimate) / standardError),
    upperBound: estimate + quantile(1 - alpha, degrees) * standardError,
    note: null,
  };
}

const note = "no spread to judge by: too few units, or all of them equal";

/** P(T > t), or null when the spread is unknown. */
function tailsOf({ standardError, degrees }: MeasuredDifference): ((t: number) => number) | null {
  if (standardError === null || !(standardError > 0)) return null;
  if (degrees === null) return (t) => normalCdf(-t);
  return degrees > 0 ? (t) => studentTCdf(-t, degrees) : null;
}

function quantile(p: number, degrees: number | null): number {
  return degrees === null ? normalQuantile(p) : studentTQuantile(p, degrees);
}

function checkAlpha(alpha: number): void {
  if (!(alpha > 0 && alpha < 0.5))
    throw new RangeError(`The level of a one-sided test lies in (0, 0.5); got ${alpha}.`);
}
