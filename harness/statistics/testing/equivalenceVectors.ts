import { z } from "zod";
import { agrestiCaffoDifference } from "../difference.ts";
import { studentTCdf } from "../distributions.ts";
import { equivalenceTest, type EquivalenceTest } from "../equivalence.ts";
import { differenceOfFlags, pairedDifference } from "../measuredDifference.ts";
import { pairedSignFlip } from "../pairedSignFlip.ts";
import { numbers, pair, testVectors } from "./vectorTests.ts";

const never = (): number => {
  throw new Error("The test is exact and needs no dice.");
};

function tostOf(test: EquivalenceTest): Record<string, unknown> {
  const { standardError: se, pLower: p_lower, pUpper: p_upper, p: p_tost, interval } = test;
  return { se, p_lower, p_upper, p_tost, ci90: pair(interval) };
}
testVectors(
  /^tost_two_prop_/,
  z.object({ x1: z.number(), n1: z.number(), x2: z.number(), n2: z.number(), margin: z.number() }),
  ({ x1, n1, x2, n2, margin }) => {
    const difference = differenceOfFlags({ count: x1, of: n1 }, { count: x2, of: n2 });
    return { diff: difference.estimate, ...tostOf(equivalenceTest(difference, margin)) };
  },
);
testVectors(
  /^tost_paired_t_prompt_level$/,
  z.object({ a: numbers, b: numbers, margin: z.number() }),
  ({ a, b, margin }) => {
    const difference = pairedDifference(pairs(a, b));
    return { mean_diff: difference.estimate, ...tostOf(equivalenceTest(difference, margin)) };
  },
);
function pairs(a: readonly number[], b: readonly number[]): { first: number; second: number }[] {
  return a.map((first, i) => ({ first, second: b[i] ?? 0 }));
}

testVectors(
  /^miller_paired_se$/,
  z.object({ a: numbers, b: numbers }),
  ({ a, b }) => {
    const { estimate, standardError, degrees } = pairedDifference(pairs(a, b));
    const t = (estimate ?? 0) / (standardError ?? 1);
    const p = 2 * studentTCdf(-Math.abs(t), degrees ?? 0);
    return { mean_diff: estimate, se_paired: standardError, t, p };
  },
  { leftOut: ["se_unpaired", "corr"] },
);

testVectors(
  /^paired_sign_flip_exact$/,
  z.object({ prompt_level_differences: numbers }),
  ({ prompt_level_differences }) => {
    const { mean, pGreater, pTwoSided } = pairedSignFlip(prompt_level_differences, never);
    return { mean, p_greater: pGreater, p_two_sided: pTwoSided };
  },
);

testVectors(
  /^agresti_caffo_/,
  z.object({ x1: z.number(), n1: z.number(), x2: z.number(), n2: z.number(), conf: z.number() }),
  ({ x1, n1, x2, n2, conf }) => ({
    ...agrestiCaffoDifference({ count: x1, of: n1 }, { count: x2, of: n2 }, conf).interval,
  }),
);
