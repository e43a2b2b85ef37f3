import { sum } from "simple-statistics";
import { normalQuantile } from "./distributions.ts";
import { tailOf, type Interval } from "./interval.ts";

export type KappaWeights = "none" | "linear" | "quadratic";

export type CohenKappa = {
  /** share of agreement, weighted when weights are asked for */
  readonly observed: number | null;
  /** agreement expected from the margins alone */
  readonly expected: number | null;
  /** 1 agreement, 0 as by chance; null when both raters always use the same one category */
  readonly kappa: number | null;
  /** unweighted only */
  readonly variance: number | null;
  readonly interval: Interval | null;
  readonly note: string | null;
};

/**
 * Agreement of two raters (or two runs) beyond chance.
 * @param table `table[i][j]`: items that the first put into category i and the second into j; square
 * @throws RangeError for a table that is not square
 * @see Cohen 1960, 1968; Fleiss, Cohen & Everitt 1969 for the variance. Check: vectors "cohen_kappa_*"
 */
export function cohenKappa(
  table: readonly (readonly number[])[],
  level: number,
  weights: KappaWeights = "none",
): CohenKappa {
  const z = normalQuantile(1 - tailOf(level));
  if (table.some((row) => row.length !== table.length))
    throw new RangeError("Both raters use the same categories: the table is square.");
  const total = sum(table.map((row) => sum([...row])));
  if (total === 0) return { ...unknown, note: "no item" };
  const rows = table.map((row) => sum([...row]) / total);
  const columns = table.map((_, j) => sum(table.map((row) => row[j] ?? 0)) / total);
  const steps = Math.max(1, table.length - 1);
  const credit = (i: number, j: number): number => creditOf(Math.abs(i - j) / steps, weights);
  const over = (value: (i: number, j: number) => number): number =>
    sum(table.flatMap((row, i) => row.map((_, j) => value(i, j))));
  const share = (i: number, j: number): number => (table[i]?.[j] ?? 0) / total;
  const observed = over((i, j) => credit(i, j) * share(i, j));
  const expected = over((i, j) => credit(i, j) * (rows[i] ?? 0) * (columns[j] ?? 0));
  if (expected === 1) return { ...unknown, observed, expected, note: "only one category occurs" };
  const kappa = (observed - expected) / (1 - expected);
  if (weights !== "none") return { ...unknown, observed, expected, kappa, note: null };
  const agreeing = over((i, j) =>
    i === j ? share(i, i) * (1 - ((rows[i] ?? 0) + (columns[i] ?? 0)) * (1 - kappa)) ** 2 : 0,
  );
  const differing = over((i, j) =>
    i === j ? 0 : share(i, j) * ((columns[i] ?? 0) + (rows[j] ?? 0)) ** 2,
  );
  const rest = (kappa - expected * (1 - kappa)) ** 2;
  const variance =
    Math.max(0, agreeing + (1 - kappa) ** 2 * differing - rest) / (total * (1 - expected) ** 2);
  const half = z * Math.sqrt(variance);
  const interval = { lower: Math.max(-1, kappa - half), upper: Math.min(1, kappa + half) };
  return { observed, expected, kappa, variance, interval, note: null };
}

const unknown = {
  observed: null,
  expected: null,
  kappa: null,
  variance: null,
  interval: null,
} as const;

/** 1 for the same category, 0 for the two ends of the scale. */
function creditOf(apart: number, weights: KappaWeights): number {
  switch (weights) {
    case "none":
      return apart === 0 ? 1 : 0;
    case "linear":
      return 1 - apart;
    case "quadratic":
      return 1 - apart ** 2;
  }
}
