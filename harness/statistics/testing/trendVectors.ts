import { z } from "zod";
import { bestTtl, replacementCost } from "../ageReplacement.ts";
import { cochranArmitage } from "../cochranArmitage.ts";
import { geeTrend } from "../geeTrend.ts";
import { isotonicRegression } from "../isotonicRegression.ts";
import { withinSessionTrend } from "../withinSessionTrend.ts";
import { numbers, testVectors } from "./vectorTests.ts";

const sessionsInput = z.object({
  sessions_by_turns: z.array(z.array(z.literal([0, 1]))),
  turn: numbers.optional(),
});
function dosed({ sessions_by_turns }: z.infer<typeof sessionsInput>) {
  return sessions_by_turns.flatMap((turns, session) =>
    turns.map((diverged, turn) => ({ session: String(session), dose: turn + 1, diverged })),
  );
}

testVectors(
  /^logistic_turn_trend_clustered$/,
  sessionsInput,
  (input) => {
    const replays = dosed(input);
    const fit = geeTrend(replays);
    const byTurn = (input.turn ?? []).map((dose) => {
      const own = replays.filter((replay) => replay.dose === dose);
      return { dose, of: own.length, diverged: own.filter(({ diverged }) => diverged).length };
    });
    const { z: statistic, pTwoSided } = cochranArmitage(byTurn);
    return {
      intercept: fit.intercept,
      slope: fit.slope,
      se_robust: fit.standardError,
      wald_chisq: ((fit.slope ?? 0) / (fit.standardError ?? 1)) ** 2,
      p_robust: fit.p,
      se_naive: fit.naive?.standardError,
      p_naive: fit.naive?.p,
      ca_chisq: (statistic ?? 0) ** 2,
      ca_p: pTwoSided,
      counts_by_turn: byTurn.map(({ diverged }) => diverged),
    };
  },
  // The exchangeable working correlation: another estimator of the same slope, not used.
  { leftOut: ["exch_slope", "exch_se", "exch_alpha"] },
);

testVectors(/^within_session_trend_permutation_exact$/, sessionsInput, (input) => {
  const { statistic, pIncreasing, permutations } = withinSessionTrend(dosed(input), () => 0);
  return {
    T_obs: statistic,
    n_perm: permutations,
    n_ge: (pIncreasing ?? 0) * permutations,
    p_increasing: pIncreasing,
  };
});

testVectors(/^isotonic_pava$/, z.object({ rate: numbers }), ({ rate }) => ({
  fitted: isotonicRegression(rate.map((value) => ({ value, weight: 1 }))),
}));

testVectors(
  /^ttl_renewal_reward_cost$/,
  z.object({
    age_breaks: numbers,
    d: numbers,
    c_restart: z.number(),
    c_divergence_per_minute: z.number(),
    tau: numbers,
  }),
  (input) => {
    const pieces = input.age_breaks.map((fromMin, i) => ({ fromMin, rate: input.d[i] ?? 0 }));
    const costs = { restart: input.c_restart, divergencePerMin: input.c_divergence_per_minute };
    return {
      cost: input.tau.map((ttlMin) => replacementCost(pieces, costs, ttlMin)),
      argmin_tau: bestTtl(pieces, costs).ttlMin,
    };
  },
);
