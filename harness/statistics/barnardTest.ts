import { binomialProbabilities } from "./discreteDistributions.ts";
import { maximumBetween } from "./lineSearch.ts";
import type { TwoByTwo } from "./twoByTwo.ts";

/**
 * Barnard's unconditional exact test that two independent proportions are equal: the pooled score statistic orders
 * the tables, and the worst common rate gives p. More powerful than Fisher's test for small fixed row sizes.
 * @returns two-sided p; null when a row is empty
 * @throws RangeError for counts that are not whole
 * @see Suissa & Shuster 1985. Check: vector "barnard_8_22_3_27", whose columns are the fixed groups
 */
export function barnardTest([[a, b], [c, d]]: TwoByTwo): {
  readonly p: number | null;
  readonly note: string | null;
} {
  const wrong = [a, b, c, d].find((count) => !Number.isInteger(count) || count < 0);
  if (wrong !== undefined) throw new RangeError(`Counts are whole and not negative; got ${wrong}.`);
  const [first, second] = [a + b, c + d];
  if (first === 0 || second === 0) return { p: null, note: "a row without a trial" };
  const observed = Math.abs(scoreOf({ x: a, y: c, first, second }));
  const extreme: (readonly [x: number, y: number])[] = [];
  for (let x = 0; x <= first; x++)
    for (let y = 0; y <= second; y++)
      if (Math.abs(scoreOf({ x, y, first, second })) >= observed - 1e-9) extreme.push([x, y]);
  const tail = (rate: number): number => {
    const [p, q] = [binomialProbabilities(first, rate), binomialProbabilities(second, rate)];
    return extreme.reduce((sum, [x, y]) => sum + (p[x] ?? 0) * (q[y] ?? 0), 0);
  };
  return { p: Math.min(1, highestOf(tail)), note: null };
}

type Trials = {
  readonly x: number;
  readonly y: number;
  readonly first: number;
  readonly second: number;
};

function scoreOf({ x, y, first, second }: Trials): number {
  const pooled = (x + y) / (first + second);
  const variance = pooled * (1 - pooled) * (1 / first + 1 / second);
  return variance > 0 ? (x / first - y / second) / Math.sqrt(variance) : 0;
}

/** The tail has several peaks in the common rate: a grid finds the highest, a line search its top. */
function highestOf(tail: (rate: number) => number): number {
  const steps = 200;
  const heights = Array.from({ length: steps + 1 }, (_, i) => tail(i / steps));
  const best = heights.reduce((top, height, i) => (height > (heights[top] ?? 0) ? i : top), 0);
  const around = { lower: Math.max(0, best - 1) / steps, upper: Math.min(steps, best + 1) / steps };
  return Math.max(heights[best] ?? 0, maximumBetween(around, tail).value);
}
