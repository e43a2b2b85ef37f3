import { z } from "zod";
import { canaryEffect, flagErrors } from "../classification.ts";
import { cohenH, fisherPower, sessionsForFlags } from "../flagPower.ts";
import { promptsForDifference } from "../sampleSize.ts";
import { sessionsToSee } from "../sessionsToSee.ts";
import { numbers, testVectors } from "./vectorTests.ts";

testVectors(
  /^n_to_see_/,
  z.object({ p: z.number(), conf: z.number(), k: z.number().default(1) }),
  ({ p, conf, k }) => ({ n: sessionsToSee(k, p, conf) }),
);
testVectors(/^screening_sessions_/, z.object({ m: z.number(), pi: z.number() }), ({ m, pi }) => ({
  n50: sessionsToSee(m, pi, 0.5),
  n90: sessionsToSee(m, pi, 0.9),
  n95: sessionsToSee(m, pi, 0.95),
}));
testVectors(
  /^fisher_power_/,
  z.object({ n_per_arm: z.number(), p1: z.number(), p2: z.number(), alpha: z.number() }),
  ({ n_per_arm, p1, p2, alpha }) => {
    const { twoSided, oneSided } = fisherPower(n_per_arm, { a: p1, b: p2 }, alpha);
    return { power_two_sided: twoSided, power_one_sided: oneSided };
  },
);
testVectors(
  /^power_prop_test$/,
  z.object({
    p1: z.number(),
    p2: z.tuple([z.number(), z.number()]),
    power: z.number(),
    alpha: z.number(),
  }),
  ({ p1, p2: [first, second], power, alpha }) => {
    const rates = { alpha, power };
    const { h, sessions } = cohenH({ a: p1, b: first }, rates);
    return {
      n_10_vs_1: sessionsForFlags({ a: p1, b: first }, rates),
      n_10_vs_5: sessionsForFlags({ a: p1, b: second }, rates),
      n_cohen_h_10_vs_1: sessions,
      h,
    };
  },
  // pwr counts the other tail of the two-sided test as well and searches to a limited precision.
  { tolerances: { n_cohen_h_10_vs_1: 1e-5 } },
);
testVectors(
  /^miller_sample_size$/,
  z.object({
    delta: z.number(),
    omega2: z.number(),
    sigmaA2: z.number(),
    sigmaB2: z.number(),
    cases: z.tuple([numbers, numbers]),
  }),
  ({ delta, omega2, sigmaA2, sigmaB2, cases }) => {
    const variances = { between: omega2, withinA: sigmaA2, withinB: sigmaB2 };
    const prompts = ([a = 1, b = 1]: readonly number[]) =>
      promptsForDifference(delta, variances, { a, b }, { alpha: 0.05, power: 0.8 });
    return { n_K1: prompts(cases[0]), n_K10: prompts(cases[1]) };
  },
);
testVectors(
  /^canary_posterior_/,
  z.object({ pi: z.number(), sensitivity: z.number(), specificity: z.number() }),
  ({ pi, ...classifier }) => {
    const { degradedAmongPassed, spawnsPerSession } = canaryEffect(pi, classifier);
    return {
      p_degraded_given_pass: degradedAmongPassed,
      expected_spawns_per_usable_session: spawnsPerSession,
    };
  },
);
testVectors(
  /^classification_cutoff_/,
  z.object({ K: z.number(), cut: z.number(), q0: z.number(), q1: z.number() }),
  ({ K, cut, q0, q1 }) => {
    const errors = flagErrors({ replays: K, cut }, { healthyRate: q0, degradedRate: q1 });
    return { false_positive: errors.falsePositive, false_negative: errors.falseNegative };
  },
);
