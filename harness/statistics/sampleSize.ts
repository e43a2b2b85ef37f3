import { normalQuantile } from "./distributions.ts";
import { impliedBySlice, type Slice } from "./designEffect.ts";
import { rootBetween } from "./lineSearch.ts";

/** Error rates of a planned test: `alpha` two-sided for differences, one-sided for equivalence. */
export type ErrorRates = { readonly alpha: number; readonly power: number };

/**
 * Variance of a session's divergence rate: theta (1 - theta) (1 + (K - 1) rho) / K.
 * @param rate theta in [0, 1]
 * @param correlation rho, share of the variance between sessions
 * @param replays K per session, 1 or more
 * @see Kish 1965; STATISTICS 2f
 */
export function sessionVariance(rate: number, correlation: number, replays: number): number {
  return (rate * (1 - rate) * (1 + (replays - 1) * correlation)) / replays;
}

/** The same in a world in which a share of sessions is degraded. */
export function sliceVariance(slice: Slice, replays: number): number {
  const { rate, correlation } = impliedBySlice(slice);
  return sessionVariance(rate, correlation ?? 0, replays);
}

/**
 * Variance of one session's change over an operation (rate after minus rate before) when the operation does nothing: between-session
 * variance cancels, which is why a crossover needs a quarter of the sessions.
 */
export function crossoverVariance(
  { degradedShare, healthyRate, degradedRate }: Slice,
  before: number,
  after: number,
): number {
  const within =
    (1 - degradedShare) * healthyRate * (1 - healthyRate) +
    degradedShare * degradedRate * (1 - degradedRate);
  return within * (1 / before + 1 / after);
}

/**
 * Sessions per strategy to find a difference of two rates.
 * @param variances of one session's rate under either strategy
 * @returns whole sessions; Infinity for no difference
 * @see STATISTICS 2f
 */
export function sessionsForDifference(
  difference: number,
  variances: readonly [number, number],
  { alpha, power }: ErrorRates,
): number {
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  return ceil((z ** 2 * (variances[0] + variances[1])) / difference ** 2);
}

/**
 * Sessions per strategy (or, with one variance 0, crossed-over sessions) to show by two one-sided tests that a
 * difference lies within the margin.
 * @param truth the true difference, 0 unless one is feared
 * @returns Infinity when the truth lies on or beyond the margin
 * @see Schuirmann 1987; Chow, Shao & Wang 2008. Table in STATISTICS 2e
 */
export function sessionsForEquivalence(
  margin: number,
  variances: readonly [number, number],
  { alpha, power }: ErrorRates,
  truth = 0,
): number {
  const room = margin - Math.abs(truth);
  if (!(room > 0)) return Infinity;
  // At a difference of 0 the power is lost to both sides.
  const z = normalQuantile(1 - alpha) + normalQuantile(truth === 0 ? (1 + power) / 2 : power);
  return ceil((z ** 2 * (variances[0] + variances[1])) / room ** 2);
}

/** Sessions per strategy to show "not worse by the margin": one side only. Infinity as above. */
export function sessionsForNonInferiority(
  margin: number,
  variances: readonly [number, number],
  { alpha, power }: ErrorRates,
): number {
  const z = normalQuantile(1 - alpha) + normalQuantile(power);
  return margin > 0 ? ceil((z ** 2 * (variances[0] + variances[1])) / margin ** 2) : Infinity;
}

/** Smallest difference of rates that so many sessions per strategy find. */
export function detectableDifference(
  sessions: number,
  variances: readonly [number, number],
  { alpha, power }: ErrorRates,
): number {
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  return z * Math.sqrt((variances[0] + variances[1]) / sessions);
}

/**
 * The largest degraded share below that of `slice` that so many sessions per strategy tell from it: what a mitigation
 * must achieve at least to be noticed.
 * @returns null when not even a share of 0 would be told apart
 */
export function detectableShare(
  slice: Slice,
  sizes: { readonly sessions: number; readonly replays: number },
  rates: ErrorRates,
): number | null {
  const base = { rate: impliedBySlice(slice).rate, variance: sliceVariance(slice, sizes.replays) };
  const isShort = (degradedShare: number): number => {
    const other = { ...slice, degradedShare };
    const difference = base.rate - impliedBySlice(other).rate;
    const variances = [base.variance, sliceVariance(other, sizes.replays)] as const;
    return detectableDifference(sizes.sessions, variances, rates) - difference;
  };
  if (isShort(0) > 0) return null;
  return rootBetween({ lower: 0, upper: slice.degradedShare }, isShort);
}

/**
 * Replays per session that give the most precise rate for a budget: sqrt(cost ratio (1 - rho) / rho).
 * @param costRatio price of opening a session over that of one replay
 * @param correlation rho in (0, 1); at 0 or below one session with all replays would be best
 * @returns not rounded, at least 1; Infinity when replays of a session are independent. A mixture needs 3, classifying 8
 * @see Cochran 1977, 10.6; STATISTICS 2d
 */
export function optimalReplays(costRatio: number, correlation: number): number {
  if (correlation <= 0) return Infinity;
  return Math.max(1, Math.sqrt((costRatio * (1 - correlation)) / correlation));
}

/**
 * Prompts for a paired comparison over prompts.
 * @param variances between prompts of the mean difference, and within prompts of either strategy
 * @see Miller 2024, section 5. Check: vector "miller_sample_size"
 */
export function promptsForDifference(
  difference: number,
  variances: { readonly between: number; readonly withinA: number; readonly withinB: number },
  replays: { readonly a: number; readonly b: number },
  { alpha, power }: ErrorRates,
): number {
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  const variance =
    variances.between + variances.withinA / replays.a + variances.withinB / replays.b;
  return (z ** 2 * variance) / difference ** 2;
}

/** Rounding must not ask for one session more. */
function ceil(sessions: number): number {
  return Math.ceil(sessions - 1e-9);
}
