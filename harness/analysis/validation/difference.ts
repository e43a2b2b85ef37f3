import {
  kornGraubard,
  moverDifference,
  studentTQuantile,
  type Interval,
} from "../../statistics/statistics.ts";
import { fewestUnits } from "../estimates.ts";
import type { LaneTally, Standardised } from "./standardise.ts";
import type { HabitDifference } from "./types.ts";

/** A habit in two sets of replays, in numbers and words. @param level confidence level in (0, 1) */
export function differenceOf(compared: Standardised, level: number): HabitDifference {
  const { habit, first, second } = compared;
  const [a, b] = [ratioOf(first), ratioOf(second)];
  const isEnough = Math.min(first.length, second.length) >= fewestUnits;
  const intervalOf = habit.unit === "share" ? shareInterval : meanInterval;
  const interval = isEnough ? intervalOf(compared, level) : null;
  return {
    id: habit.id,
    words: habit.words,
    unit: habit.unit,
    isCheck: habit.isCheck,
    first: a,
    second: b,
    lanes: { first: first.length, second: second.length },
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    isClear: interval !== null && (interval.lower > 0 || interval.upper < 0),
    sentence: `${habit.words} ${numbers(habit, a, b)}`,
  };
}

/**
 * MOVER on Korn-Graubard intervals over lanes, which stay honest where a set never shows the habit. The sets are taken as
 * independent; where they share lanes, the lanes' common habits make the interval too wide rather than too narrow.
 */
function shareInterval({ first, second }: Standardised, level: number): Interval | null {
  const clustersOf = (lanes: readonly LaneTally[]) =>
    lanes.map(({ count, of }) => ({ diverged: Math.min(count, of), scored: of }));
  return moverDifference(
    kornGraubard(clustersOf(first), level),
    kornGraubard(clustersOf(second), level),
  ).interval;
}

/**
 * Student's interval for a difference of two ratios, linearised over lanes; a lane that both sets have counts once. What is usual for a
 * prompt is taken off first, so that the mix of prompts within a lane is no noise. Degrees of freedom of the smaller set.
 */
function meanInterval({ first, second }: Standardised, level: number): Interval | null {
  const pulls = new Map<string, number>();
  for (const [lanes, sign] of [
    [first, 1],
    [second, -1],
  ] as const) {
    const of = sumOf(lanes, "of");
    const beyond = (sumOf(lanes, "count") - sumOf(lanes, "usual")) / of;
    for (const { lane, ...own } of lanes) {
      const pull = (own.count - own.usual - beyond * own.of) / of;
      pulls.set(lane, (pulls.get(lane) ?? 0) + sign * pull);
    }
  }
  const squares = [...pulls.values()].reduce((sum, pull) => sum + pull ** 2, 0);
  const error = Math.sqrt((pulls.size / (pulls.size - 1)) * squares);
  const centre = ratioOf(first) - ratioOf(second);
  // Without any spread an interval would be a point, which claims to know everything.
  if (error <= 1e-9 * Math.abs(centre)) return null;
  const freedom = Math.min(first.length, second.length) - 1;
  const half = studentTQuantile((1 + level) / 2, freedom) * error;
  return { lower: centre - half, upper: centre + half };
}

function ratioOf(lanes: readonly LaneTally[]): number {
  return sumOf(lanes, "count") / sumOf(lanes, "of");
}

function sumOf(lanes: readonly LaneTally[], key: "count" | "of" | "usual"): number {
  return lanes.reduce((sum, lane) => sum + lane[key], 0);
}

/** `34 % against 6 %`, with a decimal where whole per cents would hide the difference. */
function numbers({ unit, decimals }: Standardised["habit"], a: number, b: number): string {
  if (unit === "mean") return `${a.toFixed(decimals)} against ${b.toFixed(decimals)}`;
  const text = (share: number, digits: number) => `${(share * 100).toFixed(digits)} %`;
  const digits = text(a, 0) === text(b, 0) && a !== b ? 1 : 0;
  return `${text(a, digits)} against ${text(b, digits)}`;
}
