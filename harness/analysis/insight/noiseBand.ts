import { shuffled, type Random } from "../../base/base.ts";
import { studentTQuantile } from "../../statistics/statistics.ts";
import { fewestUnits, groupBy } from "../estimates.ts";
import type { LaneCluster } from "../laneRate.ts";
import { drawsFor } from "./observations.ts";
import type { NoiseBand } from "./types.ts";

type Compared = { readonly id: string; readonly lanes: number };

/**
 * How far two strategies lie apart that do not differ at all (A/A): the lanes of the baseline are split at random into halves, within
 * waves, and the differences of divergence scaled to the numbers of lanes that are really compared.
 */
export function noiseBand(
  baseline: readonly LaneCluster[],
  others: readonly Compared[],
  random: Random,
): Omit<NoiseBand, "copies"> {
  const lanes = baseline.length;
  const unknown = { halves: null, lanes, splits: 0, comparisons: [] };
  if (lanes < fewestUnits)
    return {
      ...unknown,
      note: `the noise band needs ${fewestUnits} lanes, and there are ${lanes}`,
    };
  const rates = new Set(baseline.map(({ diverged, scored }) => (diverged / scored).toFixed(9)));
  if (rates.size === 1)
    return { ...unknown, note: "all lanes diverged alike, which says nothing about noise" };
  const splits = drawsFor(lanes, 999);
  const differences = Array.from({ length: splits }, () => halvesApart(baseline, random)).sort(
    (a, b) => a - b,
  );
  // The spread of few lanes is itself uncertain; Student's t makes up for part of that.
  const few = studentTQuantile(0.975, lanes - 1) / studentTQuantile(0.975, 1e6);
  const halves = few * (differences[Math.ceil(0.95 * splits) - 1] ?? 0);
  // Two halves differ with a variance of 4 / lanes, two strategies with 1 / lanes + 1 / others.
  const comparisons = others.flatMap(({ id, lanes: own }) =>
    own === 0
      ? []
      : [{ b: id, lanes: own, band: halves * Math.sqrt((1 / lanes + 1 / own) / (4 / lanes)) }],
  );
  return { halves, lanes, splits, comparisons, note: "" };
}

function halvesApart(baseline: readonly LaneCluster[], random: Random): number {
  const sums = [0, 0, 0, 0];
  let place = random() < half ? 0 : 1;
  for (const wave of groupBy(baseline, (lane) => lane.wave).values()) {
    for (const { diverged, scored } of shuffled(wave, random)) {
      sums[place] = (sums[place] ?? 0) + diverged;
      sums[place + 2] = (sums[place + 2] ?? 0) + scored;
      // Sides take turns across waves, so that the halves differ by one lane at most.
      place = 1 - place;
    }
  }
  const [divergedA = 0, divergedB = 0, scoredA = 0, scoredB = 0] = sums;
  return Math.abs(divergedA / scoredA - divergedB / scoredB);
}

const half = 0.5;
