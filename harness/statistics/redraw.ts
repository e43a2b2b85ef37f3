import { fisherExact, type ExactTest } from "./exactTests.ts";
import type { Count } from "./difference.ts";
import { newcombeDifference } from "./difference.ts";
import type { Interval } from "./interval.ts";

export type RedrawIndependence = {
  /** P(degraded after | degraded before) - P(degraded after | healthy before) */
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly test: ExactTest | null;
  readonly note: string | null;
};

/**
 * Is a new process an independent re-draw? Then its state does not depend on the old one, and "works in 90 %" is just 1 - pi.
 * @param afterDegraded draws that came out degraded, of all draws after a degraded session
 * @param afterHealthy the same after healthy sessions
 * @see STATISTICS 2e (challenge design), Fisher 2 x 2
 */
export function redrawIndependence(
  afterDegraded: Count,
  afterHealthy: Count,
  level: number,
): RedrawIndependence {
  const { estimate, interval } = newcombeDifference(afterDegraded, afterHealthy, level);
  if (estimate === null)
    return {
      difference: null,
      interval: null,
      test: null,
      note: "no re-draw after a degraded or none after a healthy session",
    };
  const test = fisherExact(
    [afterDegraded.count, afterDegraded.of - afterDegraded.count],
    [afterHealthy.count, afterHealthy.of - afterHealthy.count],
  );
  return { difference: estimate, interval, test, note: null };
}
