import { sum } from "simple-statistics";

/** How far two values lie apart: equal or not, by rank, or by difference (numbers only for the last two). */
export type AlphaMetric = "nominal" | "ordinal" | "interval";

/**
 * Agreement beyond chance for any number of raters (replays) per unit (prompt), missing values allowed.
 * @param units the values that each unit got, missing ones left out; units with fewer than two values say nothing
 * @returns 1 agreement, 0 as by chance, below 0 worse; null when no two values can be compared or all are equal
 * @throws RangeError for values that are not numbers under the ordinal or interval metric
 * @see Krippendorff 2011. Check: vectors "krippendorff_alpha_*"
 */
export function krippendorffAlpha(
  units: readonly (readonly (string | number)[])[],
  metric: AlphaMetric,
): { readonly alpha: number | null; readonly note: string | null } {
  const paired = units.filter(({ length }) => length >= 2);
  const values = [...new Set(paired.flat())];
  if (metric !== "nominal" && values.some((value) => typeof value !== "number"))
    throw new RangeError(`The ${metric} metric needs numbers.`);
  values.sort((a, b) => (a < b ? -1 : 1));
  const indexOf = new Map(values.map((value, index) => [value, index]));
  const counts = values.map((value) => paired.flat().filter((other) => other === value).length);
  const total = sum(counts);
  if (total === 0) return { alpha: null, note: "no unit has two values" };
  const distance = distanceFor(metric, values, counts);
  const observed = sum(
    paired.map((unit) => {
      const places = unit.map((value) => indexOf.get(value) ?? 0);
      return sumOfPairs(places, distance) / (unit.length - 1);
    }),
  );
  const expected = expectedOf(counts, distance) / (total - 1);
  if (expected === 0) return { alpha: null, note: "all values are equal" };
  return { alpha: 1 - observed / expected, note: null };
}

type Distance = (a: number, b: number) => number;

function distanceFor(
  metric: AlphaMetric,
  values: readonly (string | number)[],
  counts: readonly number[],
): Distance {
  switch (metric) {
    case "nominal":
      return (a, b) => (a === b ? 0 : 1);
    case "interval":
      return (a, b) => (Number(values[a]) - Number(values[b])) ** 2;
    case "ordinal":
      return (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const ends = ((counts[low] ?? 0) + (counts[high] ?? 0)) / 2;
        return (sum(counts.slice(low, high + 1)) - ends) ** 2;
      };
  }
}

/** Over all ordered pairs of different places. */
function sumOfPairs(places: readonly number[], distance: Distance): number {
  return sum(places.flatMap((a, i) => places.map((b, j) => (i === j ? 0 : distance(a, b)))));
}

function expectedOf(counts: readonly number[], distance: Distance): number {
  return sum(counts.flatMap((a, i) => counts.map((b, j) => a * b * distance(i, j))));
}
