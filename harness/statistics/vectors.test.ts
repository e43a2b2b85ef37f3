import { expect, test } from "vitest";
import { z } from "zod";
import { mulberry32 } from "../base/base.ts";
import {
  benjaminiHochberg,
  binaryIntraclassCorrelation,
  binomialTest,
  bonferroni,
  clopperPearson,
  clusterBootstrap,
  fleissCuzick,
  fUpperTail,
  hochberg,
  holm,
  impliedBySlice,
  intraclassCorrelation,
  jeffreys,
  kishDesignEffect,
  kornGraubard,
  logitT,
  meanPassHatK,
  naivePassAtK,
  naivePassHatK,
  newcombeDifference,
  normalCdf,
  passAtK,
  passHatK,
  stickinessTest,
  strategyPermutationTest,
  studentTQuantile,
  wilson,
  zeroEventsUpperBound,
  type Cluster,
} from "./statistics.ts";
import "./testing/agreementVectors.ts";
import "./testing/clusteringVectors.ts";
import "./testing/equivalenceVectors.ts";
import "./testing/planningVectors.ts";
import "./testing/propertyVectors.ts";
import "./testing/sequentialVectors.ts";
import "./testing/stratifiedVectors.ts";
import "./testing/trendVectors.ts";
import {
  clustersInput,
  numbers,
  pair,
  tested,
  testVectors,
  vectors,
} from "./testing/vectorTests.ts";

const counts = z.object({ x: z.number(), n: z.number(), conf: z.number() });
testVectors(/^wilson_/, counts, ({ x, n, conf }) => wilson(x, n, conf));
testVectors(/^clopper_pearson_/, counts, ({ x, n, conf }) => clopperPearson(x, n, conf));
testVectors(/^jeffreys_/, counts, ({ x, n, conf }) => jeffreys(x, n, conf));
testVectors(
  /^zero_events_/,
  z.object({ n: z.number(), conf_one_sided: z.number() }),
  ({ n, conf_one_sided }) => ({
    upper: zeroEventsUpperBound(n, conf_one_sided),
    rule_of_three: 3 / n,
  }),
);

testVectors(
  /^cluster_proportion_ci_/,
  clustersInput,
  (clusters) => {
    const korn = kornGraubard(clusters, 0.95);
    return {
      p: korn.estimate,
      se_cluster: korn.standardError,
      n_eff_korn_graubard: korn.effectiveN,
      ci95_korn_graubard: pair(korn.interval),
      n_eff_simple: logitT(clusters, 0.95).effectiveN,
      deff_simple: korn.scored / (logitT(clusters, 0.95).effectiveN ?? 0),
      ci95_logit_t: pair(logitT(clusters, 0.95).interval),
      naive_wilson: pair(wilson(korn.diverged, korn.scored, 0.95)),
    };
  },
  // R's design effect divides by N - 1; the other two intervals cover less.
  { leftOut: ["deff_vs_srs", "ci95_wald_t", "ci95_likelihood"] },
);
testVectors(/^design_effect_wilson_/, clustersInput, (clusters) => {
  const { estimate, effectiveN, scored } = logitT(clusters, 0.95);
  const n = effectiveN ?? 0;
  // The level at which the normal quantile equals that of Student's t.
  const levelOfT = 2 * normalCdf(studentTQuantile(0.975, clusters.length - 1)) - 1;
  return {
    n_eff: n,
    deff: scored / n,
    wilson_neff_z: pair(wilson((estimate ?? 0) * n, n, 0.95)),
    wilson_neff_t: pair(wilson((estimate ?? 0) * n, n, levelOfT)),
  };
});
testVectors(
  /^clustered_se_B$/,
  clustersInput,
  (clusters) => {
    const { estimate, standardError } = kornGraubard(clusters, 0.95);
    const { length } = clusters;
    return {
      mean: estimate,
      se_inspect_ai_C_over_C_minus_1: standardError,
      se_statsmodels_corrected: standardError,
      se_miller_2024_no_correction: (standardError ?? 0) * Math.sqrt((length - 1) / length),
    };
  },
  // As if replays were independent: what the product never prints.
  { leftOut: ["se_naive_clt", "ratio"] },
);

testVectors(
  /^kish_deff_/,
  z.object({ rho: z.number(), m: z.number(), sessions: z.number() }),
  ({ rho, m, sessions }) => {
    const { designEffect, effectiveN } = kishDesignEffect(rho, m, sessions);
    return { deff: designEffect, n_eff: effectiveN };
  },
);
testVectors(
  /^slice_implied_icc_/,
  z.object({ pi: z.number(), q0: z.number(), q1: z.number(), K: z.number(), N: z.number() }),
  ({ pi, q0, q1, K, N }) => {
    const world = impliedBySlice({ degradedShare: pi, healthyRate: q0, degradedRate: q1 });
    const { designEffect, effectiveN } = kishDesignEffect(world.correlation ?? 0, K, N);
    return { theta: world.rate, rho: world.correlation, deff: designEffect, n_eff: effectiveN };
  },
);

testVectors(/^binary_icc_/, clustersInput, (clusters) => {
  const { estimate } = kornGraubard(clusters, 0.95);
  const squares = clusters.reduce((sum, { scored }) => sum + scored ** 2, 0);
  const result = binaryIntraclassCorrelation(clusters, 0.95);
  const total = clusters.reduce((sum, cluster) => sum + cluster.scored, 0);
  // Units of unequal size are worth their size-weighted mean.
  const kish = kishDesignEffect(result.correlation ?? 0, squares / total, clusters.length);
  return {
    p: estimate,
    deff_kish_equal_or_weighted: kish.designEffect,
    msb: result.betweenMeanSquare,
    msw: result.withinMeanSquare,
    n0: result.typicalSize,
    F: result.f,
    p_F: fUpperTail(result.f ?? 0, clusters.length - 1, total - clusters.length),
    icc_anova: result.correlation,
    icc_ci95_F_approx: pair(result.interval),
    icc_fleiss_cuzick: fleissCuzick(clusters),
  };
});
testVectors(
  /^icc1_sessions_continuous$/,
  z.object({ sessions_by_replays: z.array(numbers) }),
  ({ sessions_by_replays }) => {
    const result = intraclassCorrelation(sessions_by_replays, 0.95);
    const [between, within] = [result.betweenMeanSquare ?? 0, result.withinMeanSquare ?? 0];
    return {
      msb: between,
      msw: within,
      icc1: result.correlation,
      F: result.f,
      p: fUpperTail(result.f ?? 0, 5, 18),
      ci95: pair(result.interval),
      var_between: (between - within) / (result.typicalSize ?? 0),
      var_within: within,
      se_grand_mean: Math.sqrt(between / sessions_by_replays.flat().length),
    };
  },
  { leftOut: ["df1", "df2", "icc1k", "reml_icc", "grand_mean"] },
);
testVectors(
  /^icc_shrout_fleiss_1979$/,
  z.object({ targets_by_judges: z.array(numbers) }),
  ({ targets_by_judges }) => {
    const { correlation, f, interval } = intraclassCorrelation(targets_by_judges, 0.95);
    const p = fUpperTail(f ?? 0, 5, 18);
    return { ICC1: { icc: correlation, F: f, p, ci95: pair(interval) } };
  },
  // The others need judges that rate every target: a replay has no counterpart in another session.
  { leftOut: ["ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"] },
);

const zeroOrOne = z.literal([0, 1]);
testVectors(
  /^stickiness_permutation_exact_4x3$/,
  z.object({ sessions: z.array(z.array(zeroOrOne)) }),
  ({ sessions }) => {
    const replays = sessions.flatMap((outcomes, session) =>
      outcomes.map((diverged) => ({ cell: "all", unit: `s${session}`, diverged })),
    );
    return stickiness(replays);
  },
);
testVectors(
  /^stickiness_permutation_stratified_5x2$/,
  z.object({ sessions_by_prompts: z.array(z.array(zeroOrOne)) }),
  ({ sessions_by_prompts }) => {
    const replays = sessions_by_prompts.flatMap((outcomes, session) =>
      outcomes.map((diverged, prompt) => ({ cell: `p${prompt}`, unit: `s${session}`, diverged })),
    );
    return stickiness(replays);
  },
);
function stickiness(replays: Parameters<typeof stickinessTest>[0]) {
  const { statistic, p, method, permutations } = stickinessTest(replays, mulberry32(1));
  expect(method).toBe("exact");
  return { T_obs: statistic, n_permutations: permutations, p, n_ge: (p ?? 0) * permutations };
}

testVectors(
  /^session_permutation_two_sample_exact$/,
  z.object({ session_rates_A: numbers, session_rates_B: numbers }),
  (input) => {
    const a = input.session_rates_A.map((rate) => ({ stratum: "w0", arm: "a" as const, rate }));
    const b = input.session_rates_B.map((rate) => ({ stratum: "w0", arm: "b" as const, rate }));
    const result = strategyPermutationTest([...a, ...b], mulberry32(1));
    expect(result.method).toBe("exact");
    return {
      diff: result.difference,
      p_greater: result.pGreater,
      p_two_sided: result.p,
      n_perm: result.permutations,
    };
  },
);
testVectors(
  /^newcombe_diff_/,
  z.object({ x1: z.number(), n1: z.number(), x2: z.number(), n2: z.number(), conf: z.number() }),
  ({ x1, n1, x2, n2, conf }) => {
    const result = newcombeDifference({ count: x1, of: n1 }, { count: x2, of: n2 }, conf);
    return { diff: result.estimate, ...result.interval };
  },
);

const oneRate = z.object({ x: z.number(), n: z.number(), p0: z.number() });
testVectors(/^binom_test_two_sided_/, oneRate, ({ x, n, p0 }) => ({
  p: binomialTest(x, n, p0).twoSided,
}));
testVectors(/^binom_test_greater_/, oneRate, ({ x, n, p0 }) => ({
  p: binomialTest(x, n, p0).greater,
}));
const pValues = z.object({ p: numbers });
testVectors(/^p_adjust_holm/, pValues, ({ p }) => ({ adjusted: holm(p) }));
testVectors(/^p_adjust_BH$/, pValues, ({ p }) => ({ adjusted: benjaminiHochberg(p) }));
testVectors(/^p_adjust_hochberg$/, pValues, ({ p }) => ({ adjusted: hochberg(p) }));
testVectors(/^p_adjust_bonferroni$/, pValues, ({ p }) => ({ adjusted: bonferroni(p) }));

testVectors(
  /^pass_k_/,
  z.object({ n: z.number(), c: z.number(), k: z.number() }),
  ({ n, c, k }) => {
    const trials = { passed: c, trials: n };
    return {
      pass_at_k: passAtK(trials, k),
      pass_hat_k: passHatK(trials, k),
      naive_pass_at_k: naivePassAtK(trials, k),
      naive_pass_hat_k: naivePassHatK(trials, k),
    };
  },
);
testVectors(
  /^pass_hat_k_suite_mean$/,
  z.object({ successes_per_task: numbers, trials: z.number() }),
  ({ successes_per_task, trials }) => {
    const prompts = successes_per_task.map((passed) => ({ passed, trials }));
    const means = [1, 2, 3, 4].map((k) => [`pass_hat_${k}`, meanPassHatK(prompts, k).mean]);
    return Object.fromEntries(means);
  },
);

testVectors(/^cluster_bootstrap_mulberry32_/, clustersInput, (clusters) => {
  const options = { level: 0.95, resamples: 2000, random: mulberry32(42) };
  const result = clusterBootstrap(clusters, pooledRate, options);
  return {
    first5_replicates: result.replicates.slice(0, 5),
    mean: result.mean,
    se: result.standardError,
    percentile95: pair(result.interval),
  };
});
testVectors(
  /^cluster_bootstrap_exact_3_sessions$/,
  clustersInput,
  (clusters) => {
    // Dice that count through all 27 resamples of three sessions.
    let call = 0;
    const random = () => {
      const digit = Math.floor(Math.floor(call / 3) / 3 ** (call % 3)) % 3;
      call++;
      return (digit + 0.5) / 3;
    };
    const { replicates } = clusterBootstrap(clusters, pooledRate, {
      level: 0.95,
      resamples: 27,
      random,
    });
    const mean = replicates.reduce((sum, value) => sum + value, 0) / 27;
    const variance = replicates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 27;
    const rounded = replicates.map((value) => Math.round(value * 1e9) / 1e9);
    const support = [...new Set(rounded)].sort((a, b) => a - b);
    const prob = support.map((value) => rounded.filter((other) => other === value).length / 27);
    return { support, prob, mean, variance, se: Math.sqrt(variance) };
  },
  // A formula in words.
  { leftOut: ["closed_form_se"] },
);
function pooledRate(clusters: readonly Cluster[]): number {
  const total = (of: (cluster: Cluster) => number) =>
    clusters.reduce((sum, cluster) => sum + of(cluster), 0);
  return total((cluster) => cluster.diverged) / total((cluster) => cluster.scored);
}

test("every reference value has its test", () => {
  expect(vectors).toHaveLength(175);
  expect(vectors.map(({ name }) => name).filter((name) => !tested.has(name))).toEqual([]);
});
