import { groupBy } from "../estimates.ts";
import { exchangeTest } from "./permutation.ts";
import type { Material } from "./material.ts";
import type { Measurement } from "./types.ts";
import { hasEnough, rateOf } from "./rates.ts";

/** Do some waves diverge more than others? Lanes are exchanged between the waves of their strategy. */
export function rateDiffersByWave(material: Material): Measurement {
  const replays = material.observations;
  const waves = [...groupBy(replays, ({ wave }) => wave)].sort(([a], [b]) => a - b);
  const numberOf = new Map(waves.map(([wave], index) => [wave, index]));
  const usual = new Map(
    [...groupBy(replays, ({ strategy }) => strategy)].map(([id, own]) => [id, rateOf(own).rate]),
  );
  const lanes = [...groupBy(replays, ({ lane }) => lane).values()].map((own) => {
    const group = own[0]?.strategy ?? "";
    return {
      group,
      wave: numberOf.get(own[0]?.wave ?? 0) ?? 0,
      value: rateOf(own).rate - (usual.get(group) ?? 0),
    };
  });
  const sizes = waves.map((_, number) => lanes.filter(({ wave }) => wave === number).length);
  /** Between-wave sum of squares of the lanes' rates, each less its strategy's. */
  const spread = (values: readonly number[]) => {
    const sums = new Float64Array(waves.length);
    lanes.forEach(({ wave }, index) => {
      sums[wave] = (sums[wave] ?? 0) + (values[index] ?? 0);
    });
    return sums.reduce((total, sum, wave) => total + sum ** 2 / (sizes[wave] ?? 1), 0);
  };
  const rates = waves.map(([, own]) => (100 * rateOf(own).rate).toFixed(0));
  const isOne = waves.length < 2;
  return {
    id: "rate-differs-by-wave",
    measured: isOne ? "there is one wave only" : `${rates.join(", ")} % diverged, wave by wave`,
    n: lanes.length,
    basis: {
      kind: "test",
      p: isOne ? null : exchangeTest(lanes, spread, material.randomFor("rate-differs-by-wave")),
      holds: true,
      isEnough: hasEnough(replays, lanes.length),
    },
  };
}
