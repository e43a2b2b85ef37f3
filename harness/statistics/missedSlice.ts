/**
 * Upper limit of a divergence rate measured on sessions none of which was degraded. They may have missed a slice of sessions in which
 * everything diverges: its share is at most the exact one-sided limit of no event in `sessions`. An interval from the spread between sessions
 * alone knows nothing of what none of them showed.
 * @param rate measured, in [0, 1]
 * @param sessions independent sessions, none of them degraded; at least 1
 * @param level one-sided confidence level in (0, 1)
 * @returns in [rate, 1]
 * @see Hanley & Lippman-Hand 1983, "If nothing goes wrong, is everything all right?" Check: 0 of 30 at 95 % gives .0950340
 */
export function missedSliceLimit(rate: number, sessions: number, level: number): number {
  const largestShare = 1 - (1 - level) ** (1 / sessions);
  return rate + (1 - rate) * largestShare;
}
