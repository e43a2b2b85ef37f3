import { z } from "zod";
import { betaMixtureLogE, betaMixtureSequence } from "../confidenceSequence.ts";
import { bernoulliCusum, ewma } from "../controlCharts.ts";
import { eDetector, freshEDetector } from "../eDetector.ts";
import { eProcess, freshEProcess } from "../eProcess.ts";
import { hedgedCapital } from "../hedgedCapital.ts";
import { freshTwoSample, twoSampleEProcess } from "../twoSampleEProcess.ts";
import { numbers, testVectors } from "./vectorTests.ts";

const flags = z.array(z.literal([0, 1]));
const stream = z.object({ x: numbers, p0: z.number(), J: z.literal(20) });

function path({ x, p0 }: z.infer<typeof stream>, side: "above" | "below"): number[] {
  const process = eProcess(freshEProcess(p0, side));
  return x.map((value) => {
    process.update(value);
    return process.e();
  });
}
testVectors(/^e_process_grid_betting_/, stream, (input) => {
  const e = path(input, "above");
  return { E: e, first_t_reject: e.findIndex((value) => value >= 20) + 1 };
});
testVectors(/^e_process_fractional_H0_le_/, stream, (input) => ({ E: path(input, "above") }));
testVectors(/^e_process_fractional_H0_ge_/, stream, (input) => ({ E: path(input, "below") }));

testVectors(
  /^beta_mixture_confseq_/,
  z.object({ s: z.number(), n: z.number(), alpha: z.number(), prior: numbers }),
  ({ s, n, alpha, prior: [a = 0.5, b = 0.5] }) => {
    const counts = { count: s, of: n };
    return {
      ...betaMixtureSequence(counts, 1 - alpha, { a, b }),
      logE_at_0_05: betaMixtureLogE(counts, 0.05, { a, b }),
      logE_at_0_10: betaMixtureLogE(counts, 0.1, { a, b }),
    };
  },
);
testVectors(
  /^hedged_capital_/,
  z.object({ session_divergence_rates: numbers, alpha: z.number() }),
  ({ session_divergence_rates, alpha }) => {
    const at = [5, 10, 20, 30];
    const { intervals, capital } = hedgedCapital(session_divergence_rates, 1 - alpha);
    const capitals = capital(0.5);
    return {
      lower_at: at.map((t) => intervals[t - 1]?.lower),
      upper_at: at.map((t) => intervals[t - 1]?.upper),
      at,
      mart_at_m_0_5: at.map((t) => capitals[t - 1]),
    };
  },
);
testVectors(
  /^safe_two_proportions_blocks$/,
  z.object({ ya: flags, yb: flags, prior: z.number() }),
  ({ ya, yb, prior }) => {
    const process = twoSampleEProcess(freshTwoSample, prior);
    const e = ya.map((a, block) => {
      process.update(a, yb[block] ?? 0);
      return process.e();
    });
    return { E: e };
  },
);
testVectors(
  /^e_detector_nightly_rate$/,
  z.object({ x: numbers, p0: z.number(), lam: z.number() }),
  ({ x, p0, lam }) => {
    const detector = eDetector(freshEDetector(p0, [lam]));
    const nights = x.map((rate) => {
      detector.update(rate);
      return { cusum: detector.cusum(), sr: detector.shiryaevRoberts() };
    });
    return { e_cusum: nights.map(({ cusum }) => cusum), e_sr: nights.map(({ sr }) => sr) };
  },
);
testVectors(
  /^bernoulli_cusum$/,
  z.object({ x: flags, p0: z.number(), p1: z.number() }),
  ({ x, p0, p1 }) => ({ S: bernoulliCusum(x, { good: p0, bad: p1 }) }),
);
testVectors(
  /^ewma$/,
  z.object({ x: numbers, lam: z.number(), target: z.number() }),
  ({ x, lam, target }) => {
    const points = ewma(x, { target, sigma: 1, weight: lam });
    return {
      z: points.map(({ value }) => value),
      sd_factor: points.map(({ sdFactor }) => sdFactor),
    };
  },
);
