import { sum } from "simple-statistics";
import { chiSquaredUpperTail } from "./distributions.ts";
import { informativeStrata, type Cells, type TwoByTwo } from "./twoByTwo.ts";

export type CochranMantelHaenszel = {
  /** chi-squared on one degree of freedom; null when no stratum can tell */
  readonly statistic: number | null;
  readonly p: number | null;
  /** the same with a continuity correction of 1/2, as R does by default: more careful, less powerful */
  readonly corrected: { readonly statistic: number; readonly p: number } | null;
  /** strata in which both rows have trials and both outcomes occur */
  readonly strata: number;
  readonly note: string | null;
};

/**
 * Do two strategies differ, given one flag per session in strata (waves, nights)? For replays that share sessions the
 * test is not valid: it "finds" a difference between identical strategies in a third of all runs.
 * Few divergences per stratum need the exact test of conditionalOddsRatio.
 * @see Mantel & Haenszel 1959; R mantelhaen.test. Check: vector "cmh_4prompts"
 */
export function cochranMantelHaenszel(strata: readonly TwoByTwo[]): CochranMantelHaenszel {
  const cells = informativeStrata(strata).filter(({ a, b, c, d }) => a + c > 0 && b + d > 0);
  if (cells.length === 0)
    return {
      statistic: null,
      p: null,
      corrected: null,
      strata: 0,
      note: "no stratum holds both strategies and both outcomes",
    };
  const excess = Math.abs(sum(cells.map(({ a, ...rest }) => a - expectedOf({ a, ...rest }))));
  const variance = sum(cells.map(varianceOf));
  const test = (deviation: number): { statistic: number; p: number } => {
    const statistic = deviation ** 2 / variance;
    return { statistic, p: chiSquaredUpperTail(statistic, 1) };
  };
  return {
    ...test(excess),
    corrected: test(Math.max(0, excess - 0.5)),
    strata: cells.length,
    note: null,
  };
}

function expectedOf({ a, c, first, total }: Cells): number {
  return (first * (a + c)) / total;
}

function varianceOf({ a, b, c, d, first, second, total }: Cells): number {
  return (first * second * (a + c) * (b + d)) / (total * total * (total - 1));
}
