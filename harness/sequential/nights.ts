import type { SequentialRecord, SequentialRule } from "../record/record.ts";
import { isClear } from "./judgeStrategies.ts";

/** What is known when a run begins. */
export type NightStart = {
  readonly run: string;
  readonly seed: number;
  readonly key: string;
  readonly rule: SequentialRule;
  readonly strategies: readonly string[];
  readonly mostWaves: number;
  /** the simulated vendor repeats itself under an equal seed: such a night would count the same sessions twice */
  readonly repeatsUnderSeed: boolean;
};

/**
 * What a run knows before its first wave: what the latest night under the same key left open, else nothing. A night whose answer was
 * clear is over: the next one asks again, from nothing.
 * @param earlier records of earlier runs, newest first
 */
export function beginNight(
  start: NightStart,
  earlier: readonly SequentialRecord[],
): SequentialRecord {
  const { run, seed, key, rule } = start;
  const latest = earlier.find((record) => record.key === key);
  const goesOn =
    latest !== undefined &&
    !isClear(latest) &&
    !(start.repeatsUnderSeed && latest.nights.some((night) => night.seed === seed));
  const ratesOf = (id: string) =>
    goesOn ? (latest.strategies.find((strategy) => strategy.id === id)?.rates ?? []) : [];
  return {
    key,
    rule,
    nights: [...(goesOn ? latest.nights : []), { run, seed }],
    waves: 0,
    mostWaves: start.mostWaves,
    stoppedAfter: null,
    strategies: start.strategies.map((id) => ({ id, rates: ratesOf(id) })),
  };
}

/** Takes in the next complete wave. @param rates divergence rates in [0, 1] of its lanes by strategy, in the plan's order */
export function takeInWave(
  record: SequentialRecord,
  rates: ReadonlyMap<string, readonly number[]>,
): SequentialRecord {
  return {
    ...record,
    waves: record.waves + 1,
    strategies: record.strategies.map((strategy) => ({
      ...strategy,
      rates: [...strategy.rates, ...(rates.get(strategy.id) ?? [])],
    })),
  };
}
