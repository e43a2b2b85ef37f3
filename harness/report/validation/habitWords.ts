import type { HabitComparison, HabitDifference } from "../../analysis/analysis.ts";
import { pointsText } from "../numbers.ts";

/** `reset: diverging replays (46) against conforming replays (458)` */
export function comparisonWords({
  strategy,
  kind,
  first,
  second,
  replays,
}: HabitComparison): string {
  const sets = `${first} (${replays.first}) against ${second} (${replays.second})`;
  if (kind === "strategy") return sets;
  return `${strategy ?? "all strategies"}: ${sets}`;
}

/** `+20.1 to +35 points`, or `+1.15 to +1.43` for means; `no interval` below 20 lanes. */
export function boundsText({ unit, lower, upper }: HabitDifference): string {
  if (lower === null || upper === null) return "no interval";
  if (unit === "share") return `${pointsText(lower)} to ${pointsText(upper)} points`;
  return `${signed(lower)} to ${signed(upper)}`;
}

function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${value.toFixed(2)}`;
}
