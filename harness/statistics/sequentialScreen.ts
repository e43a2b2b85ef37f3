import type { HealthRates } from "./classification.ts";

/** How a screen judges sessions. These values only steer the spending; no estimate uses them. */
export type ScreenRule = HealthRates & {
  /** degraded share believed in, in (0, 1) */
  readonly prior: number;
  /** healthy at or below this posterior */
  readonly healthyAt: number;
  /** flagged at or above this posterior */
  readonly flaggedAt: number;
  readonly mostReplays: number;
};

/** Working values of STATISTICS 2k; `healthyRate` may come from the calibration wave instead. */
export const defaultScreen: ScreenRule = {
  prior: 0.1,
  healthyRate: 0.05,
  degradedRate: 0.7,
  healthyAt: 0.02,
  flaggedAt: 0.9,
  mostReplays: 8,
};

/** One session under the screen, plain JSON. */
export type ScreenState = {
  readonly replays: number;
  readonly diverged: number;
  /** probability that the session is degraded, given what was seen */
  readonly posterior: number;
  /** "undecided" ends a session that used up its replays; it counts as not flagged */
  readonly verdict: "open" | "healthy" | "flagged" | "undecided";
};

/**
 * A session before its first replay.
 * @throws RangeError for a rule that cannot tell: rates must be 0 < healthy < degraded < 1, limits healthyAt < prior < flaggedAt
 */
export function startScreen(rule: ScreenRule): ScreenState {
  const { prior, healthyRate, degradedRate, healthyAt, flaggedAt } = rule;
  const areRates = 0 < healthyRate && healthyRate < degradedRate && degradedRate < 1;
  const areLimits = 0 < healthyAt && healthyAt < prior && prior < flaggedAt && flaggedAt < 1;
  if (!areRates || !areLimits || rule.mostReplays < 1)
    throw new RangeError(
      "A screen needs 0 < healthyRate < degradedRate < 1, 0 < healthyAt < prior < flaggedAt < 1, and a replay.",
    );
  return { replays: 0, diverged: 0, posterior: prior, verdict: "open" };
}

/**
 * Takes in one scored replay and says whether the session is judged.
 * @throws RangeError when the session is judged already
 * @see Wald 1945; STATISTICS 2k
 */
export function screenReplay(rule: ScreenRule, state: ScreenState, diverged: boolean): ScreenState {
  if (state.verdict !== "open") throw new RangeError("The session is judged; it needs no replay.");
  const replays = state.replays + 1;
  const count = state.diverged + (diverged ? 1 : 0);
  const posterior = posteriorOf(rule, count, replays);
  return { replays, diverged: count, posterior, verdict: verdictOf(rule, posterior, replays) };
}

function posteriorOf(rule: ScreenRule, diverged: number, replays: number): number {
  const { prior, healthyRate, degradedRate } = rule;
  const logOdds =
    Math.log(prior / (1 - prior)) +
    diverged * Math.log(degradedRate / healthyRate) +
    (replays - diverged) * Math.log((1 - degradedRate) / (1 - healthyRate));
  return 1 / (1 + Math.exp(-logOdds));
}

function verdictOf(rule: ScreenRule, posterior: number, replays: number): ScreenState["verdict"] {
  if (posterior <= rule.healthyAt) return "healthy";
  if (posterior >= rule.flaggedAt) return "flagged";
  return replays >= rule.mostReplays ? "undecided" : "open";
}

/** What a rule does in a world. */
export type ScreenPerformance = {
  /** share of healthy sessions that are flagged */
  readonly falsePositive: number;
  /** share of degraded sessions that are not */
  readonly falseNegative: number;
  readonly replaysPerHealthy: number;
  readonly replaysPerDegraded: number;
  /** replays spent for every degraded session that is flagged; null when none would be */
  readonly replaysPerFound: number | null;
  /** share of degraded sessions among the flagged ones; null when none is flagged */
  readonly positivePredictive: number | null;
};

/**
 * Exact performance of a rule, by following all paths of a session.
 * @param truth the world's degraded share and divergence rates; they need not be the rule's
 * @see table of STATISTICS 2k
 */
export function screenPerformance(
  rule: ScreenRule,
  truth: HealthRates & { readonly degradedShare: number },
): ScreenPerformance {
  const healthy = follow(rule, truth.healthyRate);
  const degraded = follow(rule, truth.degradedRate);
  const share = truth.degradedShare;
  const found = share * degraded.flagged;
  const flagged = found + (1 - share) * healthy.flagged;
  const spent = share * degraded.replays + (1 - share) * healthy.replays;
  return {
    falsePositive: healthy.flagged,
    falseNegative: 1 - degraded.flagged,
    replaysPerHealthy: healthy.replays,
    replaysPerDegraded: degraded.replays,
    replaysPerFound: found > 0 ? spent / found : null,
    positivePredictive: flagged > 0 ? found / flagged : null,
  };
}

/** Chance to be flagged and mean number of replays of a session that diverges at `rate`. */
function follow(
  rule: ScreenRule,
  rate: number,
): { readonly flagged: number; readonly replays: number } {
  let open: readonly Path[] = [{ state: startScreen(rule), chance: 1 }];
  let [flagged, replays] = [0, 0];
  while (open.length > 0) {
    const next = open.flatMap(({ state, chance }) => [
      { state: screenReplay(rule, state, true), chance: chance * rate },
      { state: screenReplay(rule, state, false), chance: chance * (1 - rate) },
    ]);
    replays += chanceOf(next);
    flagged += chanceOf(next.filter(({ state }) => state.verdict === "flagged"));
    const stillOpen = next.filter(({ state }) => state.verdict === "open");
    // What was seen matters, not in which order.
    open = [...Map.groupBy(stillOpen, ({ state }) => state.diverged).values()].flatMap((same) =>
      same.slice(0, 1).map(({ state }) => ({ state, chance: chanceOf(same) })),
    );
  }
  return { flagged, replays };
}

type Path = { readonly state: ScreenState; readonly chance: number };

function chanceOf(paths: readonly Path[]): number {
  return paths.reduce((sum, { chance }) => sum + chance, 0);
}
