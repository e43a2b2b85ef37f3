import { sum } from "simple-statistics";
import type { Cluster } from "./clusteredProportion.ts";
import { logChoose } from "./discreteDistributions.ts";

/** A share of units diverges at one rate, the rest at a lower one; all three in [0, 1]. */
export type MixtureParameters = {
  readonly degradedShare: number;
  readonly healthyRate: number;
  readonly degradedRate: number;
};

export type BinomialMixture = {
  /** null when all replays diverged or none did, or there are fewer than two units */
  readonly parameters: MixtureParameters | null;
  readonly logLikelihood: number | null;
  /** one rate for all units */
  readonly single: { readonly rate: number; readonly logLikelihood: number } | null;
  /** Bayesian information criterion; the smaller model is the better one */
  readonly bic: { readonly single: number; readonly mixture: number } | null;
  /** probability that a unit is degraded, in the order of the units; units without a scored replay get null */
  readonly responsibilities: readonly (number | null)[];
  /** BIC better by more than 10, rates apart by 0.3 or more, and units of 3 or more replays */
  readonly isTwoGroups: boolean;
  readonly note: string | null;
};

/** Equal units, counted once. */
export type CountedCluster = Cluster & {
  readonly units: number;
  /** ln of the number of orders in which the diverged replays can come */
  readonly logWays: number;
};

/**
 * Are there two kinds of sessions? EM for a mixture of two binomials from 20 starts, healthy rate <= degraded rate.
 * A slice shows as two groups, not merely as more spread: compare with betaBinomial by BIC.
 * @throws RangeError unless 0 <= diverged <= scored are whole
 * @see Dempster, Laird & Rubin 1977; Blischke 1964 (units of 3 replays or more are needed). Check: vectors "binomial_mixture_em_*"
 */
export function binomialMixture(clusters: readonly Cluster[]): BinomialMixture {
  const counted = countClusters(clusters);
  const units = sum(counted.map((each) => each.units));
  const rate = pooledRate(counted);
  if (units < 2 || rate === 0 || rate === 1)
    return { ...unknown, note: units < 2 ? "fewer than two units" : "nothing varies" };
  const single = { rate, logLikelihood: logLikelihoodOf(counted, sameRate(rate)) };
  const best = fitMixture(counted, starts, { tolerance: 1e-11, rounds: 5000 });
  const { parameters, logLikelihood } = best;
  const bic = {
    single: -2 * single.logLikelihood + Math.log(units),
    mixture: -2 * logLikelihood + 3 * Math.log(units),
  };
  const hasLongUnits = counted.some(({ scored }) => scored >= 3);
  const gap = parameters.degradedRate - parameters.healthyRate;
  return {
    parameters,
    logLikelihood,
    single,
    bic,
    responsibilities: clusters.map((unit) =>
      unit.scored === 0 ? null : logWeights(parameters)(unit).share,
    ),
    isTwoGroups: hasLongUnits && gap >= 0.3 && bic.single - bic.mixture > 10,
    note: hasLongUnits ? null : "units of fewer than 3 replays cannot tell two groups apart",
  };
}

const unknown = {
  parameters: null,
  logLikelihood: null,
  single: null,
  bic: null,
  responsibilities: [],
  isTwoGroups: false,
} as const;

/** Units with the same counts are worked on once: 10,000 sessions of 8 replays are 45 different ones. */
export function countClusters(clusters: readonly Cluster[]): CountedCluster[] {
  const wrong = clusters.find(
    ({ diverged, scored }) =>
      !(
        Number.isInteger(diverged) &&
        Number.isInteger(scored) &&
        diverged >= 0 &&
        diverged <= scored
      ),
  );
  if (wrong)
    throw new RangeError(
      `Expected whole 0 <= diverged <= scored; got ${wrong.diverged} of ${wrong.scored}.`,
    );
  const scored = clusters.filter((each) => each.scored > 0);
  const groups = Map.groupBy(scored, (each) => `${each.diverged}/${each.scored}`);
  return [...groups.values()].flatMap((same) =>
    same.slice(0, 1).map(({ diverged, scored: of }) => ({
      diverged,
      scored: of,
      units: same.length,
      logWays: logChoose(of, diverged),
    })),
  );
}

export function pooledRate(counted: readonly CountedCluster[]): number {
  const total = sum(counted.map(({ scored, units }) => scored * units));
  return total > 0 ? sum(counted.map(({ diverged, units }) => diverged * units)) / total : 0;
}

/** What EM starts from: five shares and four pairs of rates. */
const starts: readonly MixtureParameters[] = [0.05, 0.1, 0.2, 0.35, 0.5].flatMap((degradedShare) =>
  [
    [0.02, 0.9],
    [0.05, 0.7],
    [0.2, 0.6],
    [0.4, 0.7],
  ].map(([healthyRate = 0, degradedRate = 0]) => ({ degradedShare, healthyRate, degradedRate })),
);

/** A few starts for repeated fits. */
export const fewStarts: readonly MixtureParameters[] = [0, 5, 10, 18].flatMap((index) =>
  starts.slice(index, index + 1),
);

export type EmLimits = {
  /** stops when the log-likelihood grows by less */
  readonly tolerance: number;
  readonly rounds: number;
  /** keeps the share where it is */
  readonly fixedShare?: number;
};

export type MixtureFit = { readonly parameters: MixtureParameters; readonly logLikelihood: number };

/** Rounds after which the most promising start is clear; only that one is followed to the end. */
const tryingRounds = 30;

/** The best of EM from all starts, the healthy rate named first. */
export function fitMixture(
  counted: readonly CountedCluster[],
  from: readonly MixtureParameters[],
  limits: EmLimits,
): MixtureFit {
  const same = sameRate(pooledRate(counted));
  let best: MixtureFit = { parameters: same, logLikelihood: -Infinity };
  for (const start of from) {
    const fit = expectationMaximisation(counted, start, { ...limits, rounds: tryingRounds });
    if (fit.logLikelihood > best.logLikelihood) best = fit;
  }
  best = expectationMaximisation(counted, best.parameters, limits);
  const { degradedShare, healthyRate, degradedRate } = best.parameters;
  if (healthyRate <= degradedRate || limits.fixedShare !== undefined) return best;
  const parameters = {
    degradedShare: 1 - degradedShare,
    healthyRate: degradedRate,
    degradedRate: healthyRate,
  };
  return { ...best, parameters };
}

function expectationMaximisation(
  counted: readonly CountedCluster[],
  start: MixtureParameters,
  { tolerance, rounds, fixedShare }: EmLimits,
): MixtureFit {
  let parameters = { ...start, degradedShare: fixedShare ?? start.degradedShare };
  let logLikelihood = -Infinity;
  for (let round = 0; round < rounds; round++) {
    const { next, logLikelihood: here } = maximise(counted, parameters);
    const gain = here - logLikelihood;
    logLikelihood = here;
    if (gain < tolerance) break;
    parameters = fixedShare === undefined ? next : { ...next, degradedShare: fixedShare };
  }
  return { parameters, logLikelihood: logLikelihoodOf(counted, parameters) };
}

/** One round: better parameters, and the likelihood of those that came in. */
function maximise(
  counted: readonly CountedCluster[],
  parameters: MixtureParameters,
): { readonly next: MixtureParameters; readonly logLikelihood: number } {
  const weigh = logWeights(parameters);
  let [units, degraded, divergedIn, scoredIn] = [0, 0, 0, 0];
  let [diverged, scored, logLikelihood] = [0, 0, 0];
  for (const each of counted) {
    const { share: shareOfOne, log } = weigh(each);
    const share = shareOfOne * each.units;
    logLikelihood += each.units * (log + each.logWays);
    units += each.units;
    degraded += share;
    divergedIn += share * each.diverged;
    scoredIn += share * each.scored;
    diverged += each.units * each.diverged;
    scored += each.units * each.scored;
  }
  const next = {
    degradedShare: degraded / units,
    degradedRate: scoredIn > 0 ? divergedIn / scoredIn : parameters.degradedRate,
    healthyRate:
      scored > scoredIn ? (diverged - divergedIn) / (scored - scoredIn) : parameters.healthyRate,
  };
  return { next, logLikelihood };
}

export function logLikelihoodOf(
  counted: readonly CountedCluster[],
  parameters: MixtureParameters,
): number {
  const weigh = logWeights(parameters);
  let total = 0;
  for (const each of counted) total += each.units * (weigh(each).log + each.logWays);
  return total;
}

/** For a unit: the probability that it is degraded, and ln of its likelihood without the number of orders. */
function logWeights({
  degradedShare,
  healthyRate,
  degradedRate,
}: MixtureParameters): (unit: Cluster) => { readonly share: number; readonly log: number } {
  const [healthyYes, healthyNo] = [Math.log(inside(healthyRate)), Math.log1p(-inside(healthyRate))];
  const [degradedYes, degradedNo] = [
    Math.log(inside(degradedRate)),
    Math.log1p(-inside(degradedRate)),
  ];
  const [healthyPrior, degradedPrior] = [
    Math.log(inside(1 - degradedShare)),
    Math.log(inside(degradedShare)),
  ];
  return ({ diverged, scored }) => {
    const healthy = healthyPrior + diverged * healthyYes + (scored - diverged) * healthyNo;
    const degraded = degradedPrior + diverged * degradedYes + (scored - diverged) * degradedNo;
    const odds = Math.exp(-Math.abs(degraded - healthy));
    const smaller = odds / (1 + odds);
    return {
      share: degraded > healthy ? 1 - smaller : smaller,
      log: Math.max(healthy, degraded) + Math.log1p(odds),
    };
  };
}

/** A rate of 0 would make any divergence impossible and its logarithm infinite. */
function inside(probability: number): number {
  return Math.min(1 - 1e-12, Math.max(1e-12, probability));
}

function sameRate(rate: number): MixtureParameters {
  return { degradedShare: 0.5, healthyRate: rate, degradedRate: rate };
}
