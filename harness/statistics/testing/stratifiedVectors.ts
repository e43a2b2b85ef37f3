import { z } from "zod";
import { barnardTest } from "../barnardTest.ts";
import { cochranArmitage } from "../cochranArmitage.ts";
import { cochranMantelHaenszel } from "../cochranMantelHaenszel.ts";
import { conditionalOddsRatio } from "../conditionalOddsRatio.ts";
import { mcnemarChiSquared } from "../exactTests.ts";
import { mantelHaenszelDifference } from "../mantelHaenszelDifference.ts";
import { breslowDay, mantelHaenszelRatios } from "../mantelHaenszelRatios.ts";
import { overdispersion } from "../overdispersion.ts";
import { fisherExact, mcnemarExact } from "../statistics.ts";
import { clustersInput, numbers, pair, table, testVectors } from "./vectorTests.ts";

const oneTable = z.object({ table });
// R's fisher.test stops its search for a ratio at a relative 1.2e-4 (scipy's odds_ratio agrees with ours to 1e-12).
const tolerances = { odds_ratio_conditional_mle: 1.3e-4, ci95_conditional: 1.3e-4 };
testVectors(
  /^fisher_8_22_3_27$/,
  oneTable,
  ({ table: [first, second] }) => {
    const { twoSided, greater } = fisherExact(first, second);
    const { estimate, interval } = conditionalOddsRatio([[first, second]], 0.95);
    return {
      p_two_sided: twoSided,
      p_greater: greater,
      odds_ratio_sample: mantelHaenszelRatios([[first, second]], 0.95).oddsRatio,
      odds_ratio_conditional_mle: estimate,
      ci95_conditional: [interval?.lower, interval?.upper],
    };
  },
  { tolerances },
);
testVectors(
  /^fisher_10_90_1_99$/,
  oneTable,
  ({ table: [first, second] }) => ({
    p_two_sided: fisherExact(first, second).twoSided,
    odds_ratio_sample: mantelHaenszelRatios([[first, second]], 0.95).oddsRatio,
    odds_ratio_conditional_mle: conditionalOddsRatio([[first, second]], 0.95).estimate,
  }),
  { tolerances },
);
// scipy takes the columns for the groups of fixed size, and its search ends on a lower peak: .10147 at a common rate
// of .236. The highest, which defines p, is .10331 at .5.
testVectors(
  /^barnard_/,
  oneTable,
  ({ table: [[a, b], [c, d]] }) => ({
    p_two_sided: barnardTest([
      [a, c],
      [b, d],
    ]).p,
  }),
  { tolerances: { p_two_sided: 2e-3 } },
);

const strataInput = z.object({ strata: z.array(table) });
testVectors(/^cmh_4prompts$/, strataInput, ({ strata }) => {
  const test = cochranMantelHaenszel(strata);
  const ratios = mantelHaenszelRatios(strata, 0.95);
  const exact = conditionalOddsRatio(strata, 0.95);
  const equal = breslowDay(strata);
  return {
    chisq_no_correction: test.statistic,
    p_no_correction: test.p,
    chisq_yates: test.corrected?.statistic,
    p_yates: test.corrected?.p,
    or_mh: ratios.oddsRatio,
    or_mh_ci95: pair(ratios.interval),
    p_exact: exact.test.twoSided,
    or_exact_mle: exact.estimate,
    risk_ratio_mh: ratios.riskRatio,
    breslow_day: equal.statistic,
    breslow_day_p: equal.p,
    tarone_adj: equal.corrected?.statistic,
    tarone_adj_p: equal.corrected?.p,
  };
});
testVectors(/^mh_risk_difference_4prompts$/, strataInput, ({ strata }) => {
  const { estimate, greenlandRobins, sato } = mantelHaenszelDifference(strata, 0.95);
  return {
    rd: estimate,
    var_greenland_robins: greenlandRobins?.variance,
    se_greenland_robins: Math.sqrt(greenlandRobins?.variance ?? 0),
    ci95_gr: pair(greenlandRobins?.interval ?? null),
    var_sato: sato?.variance,
    ci95_sato: pair(sato?.interval ?? null),
  };
});

testVectors(/^mcnemar_9_2$/, z.object({ b: z.number(), c: z.number() }), ({ b, c }) => {
  const { twoSided, midP } = mcnemarExact(b, c);
  const { plain, corrected } = mcnemarChiSquared(b, c);
  return {
    p_exact: twoSided,
    p_mid: midP,
    chisq_cc: corrected?.statistic,
    p_cc: corrected?.p,
    chisq_nocc: plain?.statistic,
    p_nocc: plain?.p,
  };
});

testVectors(
  /^cochran_armitage_/,
  z.object({ x: numbers, n: numbers, scores: numbers }),
  ({ x, n, scores }) => {
    const groups = scores.map((dose, i) => ({ dose, diverged: x[i] ?? 0, of: n[i] ?? 0 }));
    const { z: statistic, pTwoSided, pIncreasing } = cochranArmitage(groups);
    return {
      z: statistic,
      chisq: (statistic ?? 0) ** 2,
      p_two_sided: pTwoSided,
      p_increasing: pIncreasing,
    };
  },
);

testVectors(/^overdispersion_/, clustersInput, (clusters) => {
  const result = overdispersion(clusters);
  return {
    chisq: result.chiSquared,
    df: result.degrees,
    p_chisq: result.pChiSquared,
    tarone_S: result.taroneS,
    tarone_Z: result.taroneZ,
    p_tarone_upper: result.pTarone,
  };
});
