import { differenceOf } from "./difference.ts";
import { habitsOf, type Habit } from "./habits.ts";
import { cellsOf, standardise, type Standardised } from "./standardise.ts";
import type { HabitComparison, HabitDifference } from "./types.ts";
import type { ValidatedReplay } from "./validatedReplay.ts";

type StrategyReplays = { readonly id: string; readonly replays: readonly ValidatedReplay[] };

/** Two sets of replays that are to be compared. */
type Pair = Pick<HabitComparison, "kind" | "strategy" | "first" | "second"> & {
  readonly sets: readonly [readonly ValidatedReplay[], readonly ValidatedReplay[]];
  readonly stratumOf: (replay: ValidatedReplay) => string;
};

/**
 * Compares diverging with conforming replays and those of degraded with those of healthy sessions, over all strategies and in each, and every
 * strategy with the baseline. Bonferroni over everything that is compared, so that a clear difference is one even in a large report.
 * @param level confidence level in (0, 1) of all intervals together
 */
export function compareHabits(
  strategies: readonly StrategyReplays[],
  baseline: string | null,
  level: number,
): readonly HabitComparison[] {
  const all = strategies.flatMap(({ replays }) => replays);
  // All replays of a prompt have the same checks.
  const prompts = new Map(all.map((replay) => [replay.promptId, replay.results]));
  const checks = new Set([...prompts.values()].flat().map(({ id }) => id));
  const habits = habitsOf([...checks]);
  const compared = pairsOf(strategies, all, baseline).map((pair) => ({
    pair,
    shown: comparable(habits, pair),
  }));
  const intervals = compared.reduce((sum, { shown }) => sum + shown.length, 0);
  const each = 1 - (1 - level) / Math.max(1, intervals);
  return compared.map(({ pair: { kind, strategy, first, second, sets }, shown }) => ({
    kind,
    strategy,
    first,
    second,
    replays: { first: sets[0].length, second: sets[1].length },
    differences: shown.map((one) => differenceOf(one, each)).sort(byImportance),
  }));
}

function comparable(habits: readonly Habit[], { sets, stratumOf }: Pair): readonly Standardised[] {
  const [first, second] = sets;
  const cells = [cellsOf(first, stratumOf), cellsOf(second, stratumOf)] as const;
  return habits.flatMap((habit) => standardise(habit, cells) ?? []);
}

function pairsOf(
  strategies: readonly StrategyReplays[],
  all: readonly ValidatedReplay[],
  baseline: string | null,
): readonly Pair[] {
  const together = strategies.length > 1 ? [{ id: null, replays: all }] : [];
  const base = strategies.find(({ id }) => id === baseline);
  const pairs = [
    ...[...together, ...strategies].map(({ id, replays }) =>
      pairBy(replays, ({ diverged }) => diverged, { ...divergingPair, strategy: id }),
    ),
    ...[...together, ...strategies].map(({ id, replays }) =>
      pairBy(replays, ({ inDegraded }) => inDegraded, { ...degradedPair, strategy: id }),
    ),
    ...strategies
      .filter((own) => base !== undefined && own !== base)
      .map(({ id, replays }): Pair => ({
        kind: "strategy",
        strategy: id,
        first: id,
        second: baseline ?? "",
        sets: [replays, base?.replays ?? []],
        stratumOf: ({ promptId }) => promptId,
      })),
  ];
  return pairs.filter(({ sets }) => sets.every((set) => set.length > 0));
}

const divergingPair = {
  kind: "diverging",
  first: "diverging replays",
  second: "conforming replays",
} as const;
const degradedPair = {
  kind: "degraded",
  first: "replays of degraded sessions",
  second: "replays of healthy sessions",
} as const;

/** Strategies differ in what is usual, so replays are compared within theirs. Those without a verdict are in neither set. */
function pairBy(
  replays: readonly ValidatedReplay[],
  isFirst: (replay: ValidatedReplay) => boolean | null,
  words: Omit<Pair, "sets" | "stratumOf">,
): Pair {
  return {
    ...words,
    sets: [
      replays.filter((replay) => isFirst(replay) === true),
      replays.filter((replay) => isFirst(replay) === false),
    ],
    stratumOf: ({ promptId, strategy }) => `${strategy} ${promptId}`,
  };
}

/** How an agent worked explains more than that a check failed, which is a consequence. */
function byImportance(a: HabitDifference, b: HabitDifference): number {
  return (
    Number(b.isClear) - Number(a.isClear) ||
    Number(a.isCheck) - Number(b.isCheck) ||
    Number(b.unit === "share") - Number(a.unit === "share") ||
    sizeOf(b) - sizeOf(a)
  );
}

/** Means of different units are ordered by how many times larger one is. */
function sizeOf({ unit, first, second }: HabitDifference): number {
  const difference = Math.abs(first - second);
  return unit === "share" ? difference : difference / Math.max(first, second, 1e-9);
}
