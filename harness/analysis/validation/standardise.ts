import { groupBy } from "../estimates.ts";
import type { Habit } from "./habits.ts";
import type { ValidatedReplay } from "./validatedReplay.ts";

/** A lane's weighted sums. */
export type LaneTally = {
  readonly lane: string;
  readonly count: number;
  readonly of: number;
  /** what `count` would be if every replay were as usual for its prompt, both sets together */
  readonly usual: number;
};

/** The replays of a set that a lane has of one stratum. */
export type Cell = {
  readonly lane: string;
  /** what must be alike to be compared: the prompt, or prompt and strategy */
  readonly stratum: string;
  readonly replays: readonly ValidatedReplay[];
};

/** A habit in two sets of replays, made comparable. */
export type Standardised = {
  readonly habit: Habit;
  readonly first: readonly LaneTally[];
  readonly second: readonly LaneTally[];
};

/** Sorts a set of replays, once for all habits. */
export function cellsOf(
  replays: readonly ValidatedReplay[],
  stratumOf: (replay: ValidatedReplay) => string,
): readonly Cell[] {
  const lanes = groupBy(replays, ({ lane }) => lane);
  return [...lanes].flatMap(([lane, own]) =>
    [...groupBy(own, stratumOf)].map(([stratum, same]) => ({ lane, stratum, replays: same })),
  );
}

/**
 * Makes two sets comparable: only the strata that both have, and the second set reweighted to the mix of the first, so that a set with
 * more of the long prompts does not pass for one that works longer. The weights of a set sum to what it has.
 * @returns null when they share no stratum in which the habit could show, or it never shows
 */
export function standardise(
  habit: Habit,
  [firstSet, secondSet]: readonly [readonly Cell[], readonly Cell[]],
): Standardised | null {
  const [first, second] = [talliesOf(habit, firstSet), talliesOf(habit, secondSet)];
  const [a, b] = [strataOf(first), strataOf(second)];
  const shared = [...a.keys()].filter((stratum) => b.has(stratum));
  const total = (strata: ReadonlyMap<string, Sums>, key: keyof Sums) =>
    shared.reduce((sum, stratum) => sum + (strata.get(stratum)?.[key] ?? 0), 0);
  if (shared.length === 0 || total(a, "count") + total(b, "count") === 0) return null;
  const scale = total(b, "of") / total(a, "of");
  const weights = new Map(
    shared.map((stratum): [string, Weights] => {
      const [own, other] = [a.get(stratum) ?? none, b.get(stratum) ?? none];
      const usual = (own.count + other.count) / (own.of + other.of);
      return [stratum, { first: 1, second: (own.of / other.of) * scale, usual }];
    }),
  );
  return {
    habit,
    first: lanesOf(first, weights, "first"),
    second: lanesOf(second, weights, "second"),
  };
}

type Sums = { count: number; of: number };
const none: Sums = { count: 0, of: 0 };
type CellTally = Pick<Cell, "lane" | "stratum"> & Readonly<Sums>;

/** Cells in which the habit could show. */
function talliesOf({ tallyOf }: Habit, cells: readonly Cell[]): readonly CellTally[] {
  return cells.flatMap(({ lane, stratum, replays }) => {
    let [count, of] = [0, 0];
    for (const replay of replays) {
      const tally = tallyOf(replay);
      count += tally.count;
      of += tally.of;
    }
    return of === 0 ? [] : [{ lane, stratum, count, of }];
  });
}

function strataOf(tallies: readonly CellTally[]): ReadonlyMap<string, Sums> {
  const strata = new Map<string, Sums>();
  for (const { stratum, count, of } of tallies) {
    const sums = strata.get(stratum) ?? { count: 0, of: 0 };
    strata.set(stratum, sums);
    sums.count += count;
    sums.of += of;
  }
  return strata;
}

type Weights = { readonly first: number; readonly second: number; readonly usual: number };

function lanesOf(
  tallies: readonly CellTally[],
  weights: ReadonlyMap<string, Weights>,
  side: "first" | "second",
): readonly LaneTally[] {
  const lanes = new Map<string, { count: number; of: number; usual: number }>();
  for (const { lane, stratum, count, of } of tallies) {
    const weight = weights.get(stratum);
    if (weight === undefined) continue;
    const sums = lanes.get(lane) ?? { count: 0, of: 0, usual: 0 };
    lanes.set(lane, sums);
    sums.count += weight[side] * count;
    sums.of += weight[side] * of;
    sums.usual += weight[side] * weight.usual * of;
  }
  return [...lanes].map(([lane, sums]) => ({ lane, ...sums }));
}
