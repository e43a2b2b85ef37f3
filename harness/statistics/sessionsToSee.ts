import { binomialUpperTail } from "./discreteDistributions.ts";

/**
 * Fewest sessions that hold at least `atLeast` degraded ones with the given confidence. With one it is also the number
 * of sessions without any that bounds the share from above; with m the sessions to screen for m degraded ones.
 * @param share of sessions that is degraded, in (0, 1]
 * @param confidence in (0, 1)
 * @throws RangeError outside these ranges
 * @see STATISTICS 2f. Check: vectors "n_to_see_*", "screening_sessions_*"
 */
export function sessionsToSee(atLeast: number, share: number, confidence: number): number {
  if (!(share > 0 && share <= 1)) throw new RangeError(`A share lies in (0, 1]; got ${share}.`);
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`A confidence lies in (0, 1), e.g. 0.95; got ${confidence}.`);
  if (!(Number.isInteger(atLeast) && atLeast >= 1))
    throw new RangeError(`Expected a whole number, 1 or more; got ${atLeast}.`);
  const isEnough = (sessions: number): boolean =>
    binomialUpperTail(atLeast, sessions, share) >= confidence;
  let high = atLeast;
  while (!isEnough(high)) high *= 2;
  let low = Math.max(atLeast - 1, Math.floor(high / 2));
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
