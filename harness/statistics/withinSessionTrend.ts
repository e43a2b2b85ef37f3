import type { Random } from "../base/base.ts";
import { countArrangements, permuteLabelledSums, type Permutations } from "./labelPermutation.ts";

/** One scored replay of a session. */
export type DosedReplay = {
  readonly session: string;
  /** turn, process age, idle gap or context tokens before it */
  readonly dose: number;
  readonly diverged: 0 | 1;
};

export type WithinSessionTrend = {
  /** sum of the doses of diverged replays */
  readonly statistic: number;
  /** one-sided, small when divergence comes at high doses; null when no session can tell */
  readonly pIncreasing: number | null;
  readonly pDecreasing: number | null;
  readonly method: Permutations["method"] | "none";
  readonly permutations: number;
  /** sessions with both outcomes and different doses */
  readonly informative: number;
  readonly note: string | null;
};

/**
 * Does divergence grow within sessions? Replays change places within their own session, so that degraded sessions
 * cannot pose as drift.
 * @param draws random arrangements; all are gone through when there are no more than that
 * @see STATISTICS 2j. Check: vector "within_session_trend_permutation_exact"
 */
export function withinSessionTrend(
  replays: readonly DosedReplay[],
  random: Random,
  draws = 9999,
): WithinSessionTrend {
  const sessions = [...Map.groupBy(replays, ({ session }) => session).values()];
  const blocks = sessions.map((own) => ({
    // The diverged ones first: they carry the labels in the observed arrangement.
    values: own.toSorted((a, b) => b.diverged - a.diverged).map(({ dose }) => dose),
    labelled: own.filter(({ diverged }) => diverged === 1).length,
  }));
  const statistic = sumOf(replays.map(({ dose, diverged }) => dose * diverged));
  const informative = blocks.filter(
    ({ values, labelled }) =>
      labelled > 0 && labelled < values.length && values.some((dose) => dose !== values[0]),
  );
  const arrangements = countArrangements(
    informative.map(({ values, labelled }) => ({ places: values.length, labelled })),
  );
  if (informative.length === 0 || arrangements === 1)
    return {
      statistic,
      pIncreasing: null,
      pDecreasing: null,
      method: "none",
      permutations: 0,
      informative: 0,
      note: "no session has both outcomes at different doses",
    };
  const observed = sumOf(
    informative.map(({ values, labelled }) => sumOf(values.slice(0, labelled))),
  );
  const rounding = 1e-9 * Math.max(1, Math.abs(observed));
  let [higher, lower] = [0, 0];
  const permutations = permuteLabelledSums(informative, { random, draws }, (sum) => {
    if (sum >= observed - rounding) higher++;
    if (sum <= observed + rounding) lower++;
  });
  return {
    statistic,
    pIncreasing: permutations.pValue(higher),
    pDecreasing: permutations.pValue(lower),
    method: permutations.method,
    permutations: permutations.count,
    informative: informative.length,
    note: null,
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
