import { sum } from "simple-statistics";
import type { Random } from "../base/base.ts";
import { permuteLabelledSums, type Permutations } from "./labelPermutation.ts";

/** A whole independent unit (session or lane) of one of two strategies. */
export type ComparedUnit = {
  /** units are exchangeable only within their stratum: the wave */
  readonly stratum: string;
  readonly arm: "a" | "b";
  /** divergence rate of the unit, in [0, 1], prompts weighted equally */
  readonly rate: number;
};

export type StrategyPermutationTest = {
  /** rate of a minus rate of b, strata weighted by n_a n_b / (n_a + n_b); null when no stratum holds both */
  readonly difference: number | null;
  /** two-sided */
  readonly p: number | null;
  /** one-sided, small when a diverges more than b */
  readonly pGreater: number | null;
  readonly method: Permutations["method"] | "none";
  readonly permutations: number;
  readonly notes: readonly string[];
};

/**
 * Do two strategies differ? Whole units change arms within their stratum, so that neither stickiness nor drift between
 * waves can pose as a difference: pooling replays instead "finds" one in a third of runs of identical strategies.
 * @param draws random arrangements; all are enumerated when there are no more than that
 * @see STATISTICS 2e. Check: vector "session_permutation_two_sample_exact"
 */
export function strategyPermutationTest(
  units: readonly ComparedUnit[],
  random: Random,
  draws = 9999,
): StrategyPermutationTest {
  const strata = [...Map.groupBy(units, (unit) => unit.stratum).values()].map(toStratum);
  const compared = strata.filter((stratum) => stratum.weight > 0);
  const leftOut = strata.length - compared.length;
  const notes = leftOut > 0 ? [`${leftOut} strata without units of both strategies left out`] : [];
  if (compared.length === 0) return { ...unknown, notes };

  // With these weights the difference is a sum over strata of (total of a - its expectation), so a permutation only
  // has to add up the rates that fall to a.
  const weight = sum(compared.map((stratum) => stratum.weight));
  const expected = sum(compared.map((stratum) => stratum.expectedTotal));
  const observed = sum(compared.map((stratum) => stratum.totalOfA)) - expected;
  const rounding = 1e-9;
  let greater = 0;
  let further = 0;
  const permutations = permuteLabelledSums(compared, { random, draws }, (total) => {
    const excess = total - expected;
    if (excess >= observed - rounding) greater++;
    if (Math.abs(excess) >= Math.abs(observed) - rounding) further++;
  });
  return {
    difference: observed / weight,
    p: permutations.pValue(further),
    pGreater: permutations.pValue(greater),
    method: permutations.method,
    permutations: permutations.count,
    notes,
  };
}

const unknown = {
  difference: null,
  p: null,
  pGreater: null,
  method: "none",
  permutations: 0,
} as const;

type Stratum = {
  readonly values: readonly number[];
  /** units of arm a, which are the labelled ones */
  readonly labelled: number;
  readonly totalOfA: number;
  readonly expectedTotal: number;
  readonly weight: number;
};

function toStratum(units: readonly ComparedUnit[]): Stratum {
  const values = units.map((unit) => unit.rate);
  const ratesOfA = units.filter((unit) => unit.arm === "a").map((unit) => unit.rate);
  const labelled = ratesOfA.length;
  const places = units.length;
  return {
    values,
    labelled,
    totalOfA: sum(ratesOfA),
    expectedTotal: (labelled * sum(values)) / places,
    weight: (labelled * (places - labelled)) / places,
  };
}
