import { shuffled, type Random } from "../../base/base.ts";
import { groupBy } from "../estimates.ts";

/** An independent unit of one level of a factor. */
export type AssociatedUnit = {
  readonly level: string;
  /** units are exchangeable only within their stratum */
  readonly stratum: string;
  /** share of its replays that are of the mode, in [0, 1] */
  readonly value: number;
};

/**
 * Do values go with levels? Whole units change levels within their stratum. The statistic is the sum over levels of the squared
 * excess over what the strata expect, divided by the units of the level: for one stratum the sum of squares between levels.
 * @param draws random arrangements
 * @returns p in (0, 1]; null when no stratum holds several levels and values
 */
export function associationTest(
  units: readonly AssociatedUnit[],
  random: Random,
  draws: number,
): number | null {
  const strata = [...groupBy(units, ({ stratum }) => stratum).values()].filter(isInformative);
  if (strata.length === 0) return null;
  const counts = new Map<string, number>();
  for (const { level } of strata.flat()) counts.set(level, (counts.get(level) ?? 0) + 1);
  const centred = strata.map((own) => {
    const mean = own.reduce((sum, { value }) => sum + value, 0) / own.length;
    return { levels: own.map(({ level }) => level), values: own.map(({ value }) => value - mean) };
  });
  const statistic = (arranged: (values: readonly number[]) => readonly number[]) => {
    const excess = new Map<string, number>();
    for (const { levels, values } of centred) {
      const moved = arranged(values);
      levels.forEach((level, index) =>
        excess.set(level, (excess.get(level) ?? 0) + (moved[index] ?? 0)),
      );
    }
    return [...excess].reduce((sum, [level, own]) => sum + own ** 2 / (counts.get(level) ?? 1), 0);
  };
  const rounding = 1e-9;
  const observed = statistic((values) => values) - rounding;
  let further = 0;
  for (let draw = 0; draw < draws; draw++) {
    if (statistic((values) => shuffled(values, random)) >= observed) further++;
  }
  return (1 + further) / (1 + draws);
}

function isInformative(units: readonly AssociatedUnit[]): boolean {
  return (
    units.some(({ level }) => level !== units[0]?.level) &&
    units.some(({ value }) => value !== units[0]?.value)
  );
}
