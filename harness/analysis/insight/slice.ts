import type { Random } from "../../base/base.ts";
import {
  betaBinomial,
  binomialMixture,
  degradedShareInterval,
  mixtureTest,
  type Cluster,
} from "../../statistics/statistics.ts";
import { fewestUnits, insufficientSessions, unknownEstimate } from "../estimates.ts";
import type { Estimate } from "../types.ts";
import type { SliceInsight } from "./types.ts";

const method = "mixture of two binomials, profile likelihood";
const draws = 199;
const alpha = 0.05;
/** Two rates closer than this are no slice that anyone would notice. */
const leastGap = 0.3;

/**
 * Is there a second kind of session, and how many are of it? Two groups are named only when one rate is rejected, the rates lie apart and
 * two groups describe the sessions better than mere spread does.
 * @param clusters the sessions with their scored replays
 * @see STATISTICS 2i
 */
export function sliceInsight(
  clusters: readonly Cluster[],
  { level, random }: { readonly level: number; readonly random: Random },
): SliceInsight {
  const { parameters, bic, note } = binomialMixture(clusters);
  if (parameters === null || bic === null || note !== null) {
    const why = note ?? "nothing varies";
    return {
      answer: "cannot-tell",
      share: unknownEstimate(method, [why]),
      healthyRate: null,
      degradedRate: null,
      p: null,
      draws: 0,
      bic: null,
      text: `Whether sessions are of two kinds cannot be told: ${why}.`,
    };
  }
  const test = mixtureTest(clusters, random, draws);
  const spread = betaBinomial(clusters).bic;
  const { healthyRate, degradedRate } = parameters;
  const isDifferent = test.p !== null && test.p <= alpha;
  const isTwoGroups =
    degradedRate - healthyRate >= leastGap && (spread === null || bic.mixture < spread);
  const answer = !isDifferent ? "not-shown" : isTwoGroups ? "two-groups" : "spread";
  const share = shareOf(clusters, { degradedShare: parameters.degradedShare, level, answer });
  return {
    answer,
    share,
    healthyRate,
    degradedRate,
    p: test.p,
    draws: test.draws,
    bic: { oneRate: bic.single, twoGroups: bic.mixture, spread },
    text: textOf(answer, { share, healthyRate, degradedRate, p: test.p ?? 1 }),
  };
}

function shareOf(
  clusters: readonly Cluster[],
  options: {
    readonly degradedShare: number;
    readonly level: number;
    readonly answer: SliceInsight["answer"];
  },
): Estimate {
  const { degradedShare, level, answer } = options;
  const n = clusters.length;
  // The share of a group that is not there means nothing.
  if (answer !== "two-groups") return unknownEstimate(method, ["two groups were not shown"]);
  const interval = n < fewestUnits ? null : degradedShareInterval(clusters, level).interval;
  return {
    value: degradedShare,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    level: interval === null ? null : level,
    n,
    method,
    notes: n < fewestUnits ? [insufficientSessions] : [],
  };
}

function textOf(
  answer: SliceInsight["answer"],
  {
    share,
    healthyRate,
    degradedRate,
    p,
  }: {
    readonly share: Estimate;
    readonly healthyRate: number;
    readonly degradedRate: number;
    readonly p: number;
  },
): string {
  const percent = (value: number | null) => (value === null ? "?" : (value * 100).toFixed(1));
  const test = `p ${p.toFixed(3)}, parametric bootstrap with ${draws} draws`;
  switch (answer) {
    case "two-groups": {
      const interval =
        share.lower === null
          ? insufficientSessions
          : `[${percent(share.lower)}, ${percent(share.upper)}]`;
      return `Sessions are of two kinds (${test}): ${percent(share.value)} % ${interval} of them diverge in ${percent(degradedRate)} % of their replays, the others in ${percent(healthyRate)} %.`;
    }
    case "spread":
      return `Sessions differ more than one rate allows (${test}), but two groups do not describe it better than spread does.`;
    case "not-shown":
      return `Nothing shows two kinds of sessions (${test}); with few degraded sessions a slice can be missed.`;
    case "cannot-tell":
      return "";
  }
}
