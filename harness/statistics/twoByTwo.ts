import type { Row } from "./discreteDistributions.ts";

/** A 2 x 2 table: rows are two strategies, columns diverged and not diverged (or recovered and not). */
export type TwoByTwo = readonly [first: Row, second: Row];

/** Cells and margins of a table, as the Mantel-Haenszel formulas name them. */
export type Cells = {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** a + b */
  readonly first: number;
  /** c + d */
  readonly second: number;
  readonly total: number;
};

/**
 * Strata in which both rows hold a trial; the others say nothing about a difference.
 * @throws RangeError for a count that is not whole or negative
 */
export function informativeStrata(strata: readonly TwoByTwo[]): Cells[] {
  return strata.map(cellsOf).filter(({ first, second }) => first > 0 && second > 0);
}

function cellsOf([[a, b], [c, d]]: TwoByTwo): Cells {
  const wrong = [a, b, c, d].find((count) => !Number.isInteger(count) || count < 0);
  if (wrong !== undefined) throw new RangeError(`Counts are whole and not negative; got ${wrong}.`);
  return { a, b, c, d, first: a + b, second: c + d, total: a + b + c + d };
}
