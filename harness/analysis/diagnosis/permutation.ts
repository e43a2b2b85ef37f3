import { shuffled, type Random } from "../../base/base.ts";
import { groupBy } from "../estimates.ts";

/** Random arrangements per test: the smallest p is 0.0005, small enough for Holm over the dozen tests of a diagnosis. */
const draws = 1999;

/**
 * How often a statistic is at least as large in random arrangements as observed.
 * @returns a one-sided p, (1 + hits) / (1 + draws)
 * @see Phipson & Smyth 2010
 */
export function permutationTest<T>(
  arrange: () => T,
  statistic: (arranged: T) => number,
  observed: T,
): number {
  const reached = statistic(observed);
  const rounding = 1e-9 * Math.max(1, Math.abs(reached));
  let hits = 0;
  for (let draw = 0; draw < draws; draw++) {
    if (statistic(arrange()) >= reached - rounding) hits++;
  }
  return (1 + hits) / (1 + draws);
}

/** A unit whose value may change places with those of its group. */
export type Exchangeable<T> = { readonly group: string; readonly value: T };

/**
 * Permutation test in which values are exchanged within their groups.
 * @param statistic gets the values in the order of the units
 * @returns null when no value can change places
 */
export function exchangeTest<T>(
  units: readonly Exchangeable<T>[],
  statistic: (values: readonly T[]) => number,
  random: Random,
): number | null {
  const groups = [...groupBy([...units.keys()], (index) => units[index]?.group).values()];
  if (groups.every((group) => group.length < 2)) return null;
  const observed: readonly T[] = units.map(({ value }) => value);
  const arrange = () => {
    const values = [...observed];
    for (const group of groups) {
      const taken = shuffled(group, random);
      group.forEach((place, index) => {
        const unit = units[taken[index] ?? place];
        if (unit !== undefined) values[place] = unit.value;
      });
    }
    return values;
  };
  return permutationTest(arrange, statistic, observed);
}
