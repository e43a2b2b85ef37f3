import type { Random } from "../../base/base.ts";
import { chooseTtl } from "../../statistics/statistics.ts";
import { fewestUnits, groupBy, meanOf, unknownEstimate } from "../estimates.ts";
import { pairedShare } from "../pairedShare.ts";
import type { Estimate } from "../types.ts";
import { ageBorders, drawsFor, type Observation } from "./observations.ts";
import type { TtlInsight } from "./types.ts";

type Options = {
  /** growth smaller than this is none; fixed by the suite, in (0, 1) */
  readonly margin: number;
  readonly random: Random;
};

const alpha = 0.05;
const pieces = 8;
/** Two one-sided tests at 5 %. */
const equivalenceLevel = 0.9;

/**
 * Should sessions be replaced for their age? A TTL is proposed only where divergence grows with age within sessions, and called
 * useless only where its growth is shown to be small; between the two lies "cannot be told".
 * @see STATISTICS 2j
 */
export function ttlInsight(
  observations: readonly Observation[],
  { margin, random }: Options,
): TtlInsight {
  const sessions = new Set(observations.map(({ session }) => session)).size;
  const agesMin = ageBorders(observations, pieces);
  const restart = restartCost(observations);
  const choice = chooseTtl(observations, {
    agesMin,
    costs: { restart: restart.minutes, divergencePerMin: 1 },
    alpha,
    resamples: drawsFor(observations.length, 999),
    draws: drawsFor(observations.length, 1_999),
    random,
  });
  const growth = growthOf(observations);
  const measured = {
    pGrowth: choice.pGrowth,
    growth,
    reachedMin:
      observations.length === 0
        ? null
        : observations.reduce((oldest, { ageMin }) => Math.max(oldest, ageMin), 0),
    rates: choice.pieces,
    restart,
  };
  const answer = answerOf(choice, growth, margin);
  const isProposed = answer === "replace";
  const found = {
    ...measured,
    answer,
    ttlMin: isProposed ? choice.ttlMin : null,
    interval: isProposed && sessions >= fewestUnits ? choice.interval : null,
  };
  return { ...found, text: textOf(found, { margin, sessions }) };
}

function answerOf(
  choice: { readonly pGrowth: number | null; readonly ttlMin: number | null },
  growth: Estimate,
  margin: number,
): TtlInsight["answer"] {
  if (choice.pGrowth !== null && choice.pGrowth <= alpha)
    return choice.ttlMin === null ? "too-dear" : "replace";
  const isSmall = growth.upper !== null && growth.upper < margin;
  return isSmall ? "flat" : "cannot-tell";
}

const growthMethod = "late minus early half of the ages, paired within sessions";

/** Above 0 when divergence grows. Sessions that were seen in one half only say nothing. */
function growthOf(observations: readonly Observation[]): Estimate {
  const ages = observations.map(({ ageMin }) => ageMin).sort((a, b) => a - b);
  const middle = ages[Math.floor(ages.length / 2)] ?? 0;
  const pairs = [...groupBy(observations, ({ session }) => session).values()].flatMap((own) => {
    const rateOf = (half: readonly Observation[]) => meanOf(half.map(({ diverged }) => diverged));
    const [early, late] = [
      own.filter(({ ageMin }) => ageMin < middle),
      own.filter(({ ageMin }) => ageMin >= middle),
    ];
    const [before, after] = [rateOf(early), rateOf(late)];
    if (before === null || after === null) return [];
    return [{ difference: after - before, observations: Math.min(early.length, late.length) }];
  });
  const share = pairedShare(pairs, equivalenceLevel);
  if (share === null)
    return unknownEstimate(growthMethod, ["no session was replayed both early and late"]);
  const known = { value: share.value, n: pairs.length, method: growthMethod };
  if (pairs.length < fewestUnits)
    return { ...known, lower: null, upper: null, level: null, notes: ["too few sessions"] };
  const { lower, upper } = share;
  return { ...known, lower, upper, level: equivalenceLevel, notes: [] };
}

/** A diverging minute is a minute lost. Below this, what a new process costs is lost in the noise of durations. */
const leastRestartMin = 0.1;
const assumedRestartMin = 1;

function restartCost(observations: readonly Observation[]): TtlInsight["restart"] {
  const durations = (first: boolean) =>
    meanOf(
      observations
        .filter(({ isFirstOfProcess }) => isFirstOfProcess === first)
        .map(({ durationMin }) => durationMin),
    );
  const [withStart, without] = [durations(true), durations(false)];
  const minutes = withStart === null || without === null ? null : withStart - without;
  if (minutes === null || minutes < leastRestartMin)
    return { minutes: assumedRestartMin, source: "assumed" };
  return { minutes, source: "measured" };
}

function textOf(
  { answer, ttlMin, interval, growth, reachedMin, pGrowth, restart }: Omit<TtlInsight, "text">,
  { margin, sessions }: { readonly margin: number; readonly sessions: number },
): string {
  const cost = `a restart counted as ${restart.minutes.toFixed(1)} min of diverging work, ${restart.source}`;
  const points = (share: number) => (share * 100).toFixed(1);
  switch (answer) {
    case "replace": {
      const upper = interval?.upperMin === null ? "never" : `${interval?.upperMin ?? "?"} min`;
      const range =
        interval === null ? "no interval" : `interval ${interval.lowerMin} min to ${upper}`;
      return `Divergence grows with the age of a session (p ${(pGrowth ?? 1).toFixed(3)}, ${sessions} sessions): a TTL of ${ttlMin ?? "?"} min is cheapest (${range}; ${cost}).`;
    }
    case "too-dear":
      return `Divergence grows with the age of a session (p ${(pGrowth ?? 1).toFixed(3)}, ${sessions} sessions), but within the ages seen no TTL pays (${cost}).`;
    case "flat":
      return `The hazard is flat: divergence grows by less than ${points(margin)} points between the early and the late half of the ages (upper bound ${points(growth.upper ?? 0)}, ${growth.n} sessions), and no TTL helps up to ${(reachedMin ?? 0).toFixed(0)} min.`;
    case "cannot-tell": {
      const why =
        growth.upper === null
          ? (growth.notes[0] ?? "too few sessions")
          : `growth between the halves of the ages could still be ${points(growth.upper)} points`;
      return `Whether a TTL helps cannot be told: sessions reached ${(reachedMin ?? 0).toFixed(0)} min only, ${sessions} sessions; ${why}.`;
    }
  }
}
