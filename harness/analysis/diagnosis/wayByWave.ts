import { groupBy } from "../estimates.ts";
import { exchangeTest } from "./permutation.ts";
import type { Material, Observation } from "./material.ts";
import type { Measurement } from "./types.ts";

/** In the waves that go another way, so many of the replays must agree on it for it to be everybody's way there. */
const leastAgreement = 0.7;
/** Fewer lanes say little about what is usual in a wave. */
const fewestLanes = 20;

/**
 * Is another way the usual one in some waves? Ways are compared under equal prompt and client configuration, replays that were set
 * aside for want of a reference included. Lanes are exchanged between the waves of their strategy.
 */
export function wayDiffersByWave(material: Material): Measurement {
  const { lanes, cellsOf, waves } = arrange(material.observations);
  const values = lanes.map(({ value }) => value);
  const deviating = cellsOf(values);
  const majority = deviating.reduce((sum, cell) => sum + cell.majority, 0);
  const replays = deviating.reduce((sum, cell) => sum + cell.replays, 0);
  const otherWaves = [...new Set(deviating.map(({ wave }) => wave + 1))].sort((a, b) => a - b);
  const lead = (arranged: readonly Places[]) =>
    cellsOf(arranged).reduce((sum, cell) => sum + cell.lead, 0);
  return {
    id: "way-differs-by-wave",
    measured:
      replays === 0
        ? `one way is the usual one in all ${waves} waves`
        : `in wave ${otherWaves.join(", ")} of ${waves} another way is the usual one, taken by ${majority} of ${replays} replays`,
    n: lanes.length,
    basis: {
      kind: "test",
      p: waves < 2 ? null : exchangeTest(lanes, lead, material.randomFor("way-differs-by-wave")),
      holds: replays > 0 && majority / replays >= leastAgreement,
      isEnough: lanes.length >= fewestLanes,
    },
  };
}

/** A prompt in one wave whose majority goes another way than that of the whole run. */
type DeviatingCell = {
  readonly wave: number;
  readonly majority: number;
  readonly replays: number;
  /** by how many replays it leads the run's way */
  readonly lead: number;
};

/** Where a lane's replays are counted: prompt and configuration times number of ways, plus the way. */
type Places = readonly number[];

/** Numbers everything once, so that thousands of arrangements can be counted quickly. */
function arrange(observations: readonly Observation[]) {
  const keys = [...new Set(observations.map(keyOf))];
  const waveNumbers = [...new Set(observations.map(({ wave }) => wave))].sort((a, b) => a - b);
  const ways = 1 + observations.reduce((most, { mode }) => Math.max(most, mode), 0);
  const keyNumber = new Map(keys.map((key, index) => [key, index]));
  const lanes = [...groupBy(observations, ({ lane }) => lane).values()].map((own) => ({
    group: own[0]?.strategy ?? "",
    wave: waveNumbers.indexOf(own[0]?.wave ?? 0),
    value: own.map((one) => (keyNumber.get(keyOf(one)) ?? 0) * ways + one.mode),
  }));
  const size = keys.length * ways;
  const totals = new Int32Array(size);
  for (const place of lanes.flatMap(({ value }) => value)) totals[place] = (totals[place] ?? 0) + 1;
  const usual = keys.map((_, key) => largestAt(totals, key * ways, ways));
  const counts = new Int32Array(waveNumbers.length * size);

  const cellsOf = (values: readonly Places[]): readonly DeviatingCell[] => {
    counts.fill(0);
    lanes.forEach(({ wave }, lane) => {
      for (const place of values[lane] ?? []) {
        counts[wave * size + place] = (counts[wave * size + place] ?? 0) + 1;
      }
    });
    return waveNumbers.flatMap((number, wave) =>
      usual.flatMap((way, key) => {
        const from = wave * size + key * ways;
        const majority = counts[largestAt(counts, from, ways) + from] ?? 0;
        const lead = majority - (counts[from + way] ?? 0);
        if (lead === 0) return [];
        const replays = counts.subarray(from, from + ways).reduce((sum, count) => sum + count, 0);
        return [{ wave: number, majority, replays, lead }];
      }),
    );
  };
  return { lanes, cellsOf, waves: waveNumbers.length };
}

function keyOf({ configuration, promptId }: Observation): string {
  return `${configuration}/${promptId}`;
}

/** Offset of the largest of `length` counts; ties go to the first, that is the usual way. */
function largestAt(counts: Int32Array, from: number, length: number): number {
  let largest = 0;
  for (let offset = 1; offset < length; offset++) {
    if ((counts[from + offset] ?? 0) > (counts[from + largest] ?? 0)) largest = offset;
  }
  return largest;
}
