import { incompleteBeta, logGamma } from "./specialFunctions.ts";

/** ln of the number of ways to choose k of n. */
export function logChoose(n: number, k: number): number {
  return k === 0 || k === n ? 0 : logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** Looked up, because exact power and likelihoods ask for the same ones millions of times. */
function logFactorial(n: number): number {
  if (!Number.isInteger(n) || n >= logFactorials.length) return logGamma(n + 1);
  return logFactorials[n] ?? 0;
}

const logFactorials = Float64Array.from({ length: 4096 }, (_, n) => logGamma(n + 1));

/** Probabilities of 0 to `of` successes in `of` trials. @param rate in [0, 1] */
export function binomialProbabilities(of: number, rate: number): number[] {
  return Array.from({ length: of + 1 }, (_, k) => {
    // 0 * ln 0 is 0 here: with rate 0 or 1 one outcome has probability 1.
    const successes = k === 0 ? 0 : k * Math.log(rate);
    const failures = k === of ? 0 : (of - k) * Math.log1p(-rate);
    return Math.exp(logChoose(of, k) + successes + failures);
  });
}

/** P(X >= count) for X ~ Bin(of, rate). */
export function binomialUpperTail(count: number, of: number, rate: number): number {
  if (count <= 0) return 1;
  if (count > of) return 0;
  return incompleteBeta(count, of - count + 1, rate, 1 - rate).lower;
}

/** A row of a 2 x 2 table. */
export type Row = readonly [diverged: number, not: number];

/** What the first cell can be when all margins are kept: `probabilities[i]` belongs to `lowest + i`. */
export type Hypergeometric = { readonly lowest: number; readonly probabilities: number[] };

/** Distribution of the upper left cell of a 2 x 2 table given its margins, when the rows do not differ. */
export function hypergeometric([a, b]: Row, [c, d]: Row): Hypergeometric {
  const row = a + b;
  const column = a + c;
  const lowest = Math.max(0, column - (c + d));
  const highest = Math.min(row, column);
  const all = logChoose(row + c + d, column);
  const probabilities = Array.from({ length: highest - lowest + 1 }, (_, i) => {
    const k = lowest + i;
    return Math.exp(logChoose(row, k) + logChoose(c + d, column - k) - all);
  });
  return { lowest, probabilities };
}
