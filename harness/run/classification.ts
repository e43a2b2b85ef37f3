/** What is believed of a screened session after some of its replays. */
export type Classification = {
  /** natural logarithm of the odds that it is degraded */
  readonly logOdds: number;
  readonly verdict: "open" | "healthy" | "degraded";
};

/**
 * Working values of the screen: they steer where replays are spent, and no estimate uses them. A tenth of the sessions
 * degraded, which diverge in .7 of their replays, the others in .05; Wald's sequential test stops at a posterior of .02 or .9.
 */
const working = {
  prior: 0.1,
  healthyRate: 0.05,
  degradedRate: 0.7,
  healthyAt: 0.02,
  degradedAt: 0.9,
};

/** Before the first replay. */
export const unclassified: Classification = { logOdds: logit(working.prior), verdict: "open" };

/** After one more replay. */
export function classify({ logOdds: before }: Classification, diverged: boolean): Classification {
  const { healthyRate, degradedRate, healthyAt, degradedAt } = working;
  const logOdds =
    before +
    (diverged
      ? Math.log(degradedRate / healthyRate)
      : Math.log((1 - degradedRate) / (1 - healthyRate)));
  if (logOdds <= logit(healthyAt)) return { logOdds, verdict: "healthy" };
  return { logOdds, verdict: logOdds >= logit(degradedAt) ? "degraded" : "open" };
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}
