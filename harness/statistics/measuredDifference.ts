import { mean, sampleVariance } from "simple-statistics";
import type { ClusteredProportion } from "./clusteredProportion.ts";
import type { Count } from "./difference.ts";
import type { MeasuredDifference } from "./equivalence.ts";

/*
 * Differences with their standard errors, one function per design of STATISTICS 2e, for equivalenceTest and
 * nonInferiorityTest. All are first minus second.
 */

/**
 * Independent units with one flag each, unpooled (Wald). With 0 or all flagged on both sides the error is 0, and no
 * test can be made of it.
 * @throws RangeError unless 0 <= count <= of
 * @see vectors "tost_two_prop_*"
 */
export function differenceOfFlags(first: Count, second: Count): MeasuredDifference {
  if (![first, second].every(({ count, of }) => count >= 0 && count <= of))
    throw new RangeError("Expected 0 <= count <= of.");
  if (first.of === 0 || second.of === 0) return unknown;
  const [a, b] = [first.count / first.of, second.count / second.of];
  const variance = (a * (1 - a)) / first.of + (b * (1 - b)) / second.of;
  return { estimate: a - b, standardError: Math.sqrt(variance), degrees: null };
}

/**
 * Divergence rates of two independent strategies from clustered replays: the errors between units add up, with Satterthwaite's degrees of
 * freedom. @see Welch 1947
 */
export function differenceOfRates(
  first: ClusteredProportion,
  second: ClusteredProportion,
): MeasuredDifference {
  if (first.estimate === null || second.estimate === null) return unknown;
  return independent(
    { estimate: first.estimate, standardError: first.standardError, units: first.clusters },
    { estimate: second.estimate, standardError: second.standardError, units: second.clusters },
  );
}

/**
 * Matched values: prompts under two strategies, or the rates of sessions after and before an operation (crossover
 * within the session). Student's t on pairs - 1 degrees of freedom.
 * @see vectors "tost_paired_t_prompt_level", "miller_paired_se"
 */
export function pairedDifference(
  pairs: readonly { readonly first: number; readonly second: number }[],
): MeasuredDifference {
  if (pairs.length === 0) return unknown;
  const { estimate, standardError, units } = meanOf(pairs.map((one) => one.first - one.second));
  return { estimate, standardError, degrees: units - 1 };
}

/**
 * Crossover against a sham: the change after the operation (after minus before, per session) minus the change of
 * sessions that only went on. Degradation that comes or goes by itself is in both and cancels.
 */
export function crossoverAgainstSham(
  operation: readonly number[],
  sham: readonly number[],
): MeasuredDifference {
  if (operation.length === 0 || sham.length === 0) return unknown;
  return independent(meanOf(operation), meanOf(sham));
}

const unknown: MeasuredDifference = { estimate: null, standardError: null, degrees: null };

type Measured = {
  readonly estimate: number;
  /** null below two units */
  readonly standardError: number | null;
  readonly units: number;
};

function meanOf(values: readonly number[]): Measured {
  const units = values.length;
  const standardError = units < 2 ? null : Math.sqrt(sampleVariance([...values]) / units);
  return { estimate: mean([...values]), standardError, units };
}

function independent(first: Measured, second: Measured): MeasuredDifference {
  const estimate = first.estimate - second.estimate;
  if (first.standardError === null || second.standardError === null)
    return { estimate, standardError: null, degrees: null };
  const [a, b] = [first.standardError ** 2, second.standardError ** 2];
  const degrees = (a + b) ** 2 / (a ** 2 / (first.units - 1) + b ** 2 / (second.units - 1));
  return {
    estimate,
    standardError: Math.sqrt(a + b),
    degrees: a + b > 0 ? degrees : null,
  };
}
