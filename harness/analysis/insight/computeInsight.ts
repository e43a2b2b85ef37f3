import { seededRandom } from "../../base/base.ts";
import { laneClusters } from "../laneRate.ts";
import type { ScoredRun } from "../scoreRun.ts";
import type { Evidence, StrategyEvidence } from "../strategyResult.ts";
import type { Comparison } from "../types.ts";
import { agreementInsight, answerText } from "./agreement.ts";
import { clusterInsight } from "./clusters.ts";
import { dominanceInsight } from "./dominance.ts";
import { driftInsight } from "./drift.ts";
import { noiseBand } from "./noiseBand.ts";
import { countsBy, observationsOf } from "./observations.ts";
import { successInsight } from "./passes.ts";
import { sliceInsight } from "./slice.ts";
import { ttlInsight } from "./ttl.ts";
import type { Insight, StrategyInsight } from "./types.ts";
import { varianceInsight } from "./variance.ts";

/** What insight rests on beside the evidence of the matrix. */
export type InsightEvidence = {
  readonly evidence: Evidence;
  readonly strategies: readonly StrategyEvidence[];
  readonly scoredRun: ScoredRun;
  readonly comparisons: readonly Comparison[];
};

/**
 * What a run says about age, drift, slices, groups, variance, agreement and noise. Every draw comes from the run's seed, one generator
 * for each question, and the work grows with the replays at most linearly.
 */
export function computeInsight(given: InsightEvidence): Insight {
  const { evidence, strategies, scoredRun } = given;
  const { baseline } = evidence;
  const structured = new Map(scoredRun.structured.map((one) => [one.replayId, one]));
  const inOrder = [
    ...strategies.filter((own) => own === baseline),
    ...strategies.filter((own) => own !== baseline),
  ];
  return {
    strategies: inOrder.map((own) => strategyInsight(own, evidence, structured)),
    ...(baseline === null ? noBaseline : baselineInsight(baseline, evidence, structured)),
    noiseBand: bandOf(given),
  };
}

const noBaseline = { slice: null, clusters: null, variance: null, dominance: null } as const;

type Structured = ReadonlyMap<string, ScoredRun["structured"][number]>;

function strategyInsight(
  { strategy, selection, scored }: StrategyEvidence,
  { records: { run } }: Evidence,
  structured: Structured,
): StrategyInsight {
  const { id, oneReplayPerSession } = strategy;
  const observations = observationsOf(scored);
  const random = (question: string) => seededRandom(run.seed, "insight", question, id);
  return {
    id,
    ttl: oneReplayPerSession
      ? null
      : ttlInsight(observations, { margin: run.margins.divergence, random: random("ttl") }),
    drift: oneReplayPerSession ? null : driftInsight(observations, random("drift")),
    agreement: agreementInsight(
      selection.usable.flatMap((replay) => {
        const own = structured.get(replay.id);
        return own === undefined
          ? []
          : [{ answer: () => answerText(replay.transcript), structured: own }];
      }),
    ),
    success: successInsight(run.prompts, selection.usable),
  };
}

/** Where a session holds one replay, the lane is what may stick. */
function unitOf({ strategy }: StrategyEvidence) {
  return (one: { readonly session: string; readonly lane: string }) =>
    strategy.oneReplayPerSession ? one.lane : one.session;
}

function baselineInsight(
  baseline: StrategyEvidence,
  { level, records }: Evidence,
  structured: Structured,
): Pick<Insight, "slice" | "clusters" | "variance" | "dominance"> {
  const random = (question: string) => seededRandom(records.run.seed, "insight", question);
  const observations = observationsOf(baseline.scored);
  const sessions = countsBy(observations, unitOf(baseline));
  const waves = new Map(baseline.selection.usable.map(({ id, wave }) => [id, wave]));
  const replays = baseline.selection.usable.flatMap(({ id }) => {
    const own = structured.get(id);
    return own === undefined ? [] : [own];
  });
  return {
    slice: sliceInsight(sessions, { level, random: random("slice") }),
    clusters: clusterInsight(replays, {
      level,
      waveOf: (id) => waves.get(id) ?? 0,
      random: random("clusters"),
    }),
    variance: varianceInsight(observations, level),
    dominance: dominanceInsight(sessions, { level, random: random("dominance") }),
  };
}

function bandOf({ evidence, strategies, comparisons }: InsightEvidence): Insight["noiseBand"] {
  const { baseline, records } = evidence;
  const others = strategies.filter((own) => own !== baseline);
  const band = noiseBand(
    laneClusters(baseline?.scored ?? []),
    others.map(({ strategy, scored }) => ({
      id: strategy.id,
      lanes: new Set(scored.map(({ replay }) => replay.lane)).size,
    })),
    seededRandom(records.run.seed, "insight", "noise band"),
  );
  const copies = others
    .filter(
      ({ strategy }) =>
        baseline !== null && definitionOf(strategy) === definitionOf(baseline.strategy),
    )
    .map(({ strategy }) => ({
      id: strategy.id,
      difference: comparisons.find(({ b }) => b === strategy.id)?.difference.value ?? null,
    }));
  return { ...band, copies };
}

/** Copies name the first strategy of their kind, which need not be the baseline. */
function definitionOf({ id, copyOf }: StrategyEvidence["strategy"]): string {
  return copyOf ?? id;
}
