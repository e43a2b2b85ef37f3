import type { Cluster } from "./clusteredProportion.ts";
import { moverDifference, newcombeDifference, type Count } from "./difference.ts";
import { fisherExact } from "./exactTests.ts";
import type { Interval } from "./interval.ts";
import { kornGraubard } from "./kornGraubard.ts";

export type RecoveryDifference = {
  /** recovery after the operation minus recovery after the sham, in [-1, 1] */
  readonly estimate: number | null;
  readonly interval: Interval | null;
  /** one-sided Fisher test that the operation recovers more often; null when draws share sessions */
  readonly pGreater: number | null;
  readonly pTwoSided: number | null;
  readonly method: string;
  readonly note: string | null;
};

/**
 * Recovery after an operation, the sham's subtracted: misclassified and transient sessions recover by themselves.
 * One draw per degraded session.
 * @throws RangeError unless the counts are whole and 0 <= count <= of
 * @see Newcombe 1998; STATISTICS 2e (challenge design)
 */
export function recoveryDifference(
  operation: Count,
  sham: Count,
  level: number,
): RecoveryDifference {
  const difference = newcombeDifference(operation, sham, level);
  const rowOf = ({ count, of }: Count): [number, number] => [count, of - count];
  const test = fisherExact(rowOf(operation), rowOf(sham));
  if (difference.estimate === null)
    return {
      estimate: null,
      interval: null,
      pGreater: null,
      pTwoSided: null,
      method: "none",
      note:
        sham.of === 0 ? "no degraded session got the sham" : "no degraded session was challenged",
    };
  return {
    ...difference,
    pGreater: test.greater,
    pTwoSided: test.twoSided,
    method: "Newcombe; Fisher exact",
    note: null,
  };
}

/**
 * The same when each degraded session was challenged several times: sessions are the clusters.
 * @param operation per degraded session: draws that came out healthy (`diverged` counts recoveries here) of all draws
 * @see STATISTICS 2k: Korn-Graubard over clusters, MOVER for the difference
 */
export function clusteredRecoveryDifference(
  operation: readonly Cluster[],
  sham: readonly Cluster[],
  level: number,
): RecoveryDifference {
  const [first, second] = [kornGraubard(operation, level), kornGraubard(sham, level)];
  const notes = [
    ...first.notes.map((text) => `operation: ${text}`),
    ...second.notes.map((text) => `sham: ${text}`),
  ];
  return {
    ...moverDifference(first, second),
    pGreater: null,
    pTwoSided: null,
    method: "MOVER on Korn-Graubard",
    note: notes.length > 0 ? notes.join("; ") : null,
  };
}
