import { sum } from "simple-statistics";
import { chiSquaredUpperTail } from "./distributions.ts";
import type { DosedReplay } from "./withinSessionTrend.ts";

export type GeeTrend = {
  readonly intercept: number | null;
  /** change of the log-odds of divergence per unit of dose */
  readonly slope: number | null;
  /** of the slope, from the spread between sessions (sandwich): holds although replays share sessions */
  readonly standardError: number | null;
  /** two-sided Wald test with that error; too small a p below about 40 sessions */
  readonly p: number | null;
  /** as if replays were independent: for comparison only */
  readonly naive: { readonly standardError: number; readonly p: number } | null;
  readonly note: string | null;
};

/**
 * Logistic trend of divergence over dose with session-clustered errors (GEE, independence working correlation). Gives
 * the size of a drift; the p to report is that of withinSessionTrend.
 * @see Liang & Zeger 1986; R geepack::geeglm. Check: vector "logistic_turn_trend_clustered"
 */
export function geeTrend(replays: readonly DosedReplay[]): GeeTrend {
  const reason = whyUnknown(replays);
  if (reason) return unknown(reason);
  // Doses in minutes or tokens would make the equations stiff: they are fitted on the scale of their own spread.
  const centre = sum(replays.map(({ dose }) => dose)) / replays.length;
  const scale = Math.max(...replays.map(({ dose }) => Math.abs(dose - centre)));
  const scaled = replays.map((replay) => ({ ...replay, dose: (replay.dose - centre) / scale }));
  const fit = newton(scaled);
  if (fit === null) return unknown("the outcomes are separated by the dose: the slope is infinite");
  const [a, b] = fit;
  const slope = b / scale;
  const bread = informationOf(scaled, fit);
  const inverse = invert(bread);
  const scores = [...Map.groupBy(scaled, ({ session }) => session).values()].map((own) =>
    scoreOf(own, fit),
  );
  // The slope's entry of inverse x (sum of score outer products) x inverse.
  const robust = sum(scores.map(([s0, s1]) => (inverse.ab * s0 + inverse.bb * s1) ** 2));
  const wald = (variance: number): { standardError: number; p: number } => ({
    standardError: Math.sqrt(variance) / scale,
    p: chiSquaredUpperTail(b ** 2 / variance, 1),
  });
  return {
    intercept: a - slope * centre,
    slope,
    ...wald(robust),
    naive: wald(inverse.bb),
    note: scores.length < 40 ? "fewer than 40 sessions: the sandwich error is too small" : null,
  };
}

function whyUnknown(replays: readonly DosedReplay[]): string | null {
  if (new Set(replays.map(({ session }) => session)).size < 2) return "fewer than two sessions";
  if (new Set(replays.map(({ dose }) => dose)).size < 2) return "fewer than two doses";
  if (new Set(replays.map(({ diverged }) => diverged)).size < 2)
    return "all replays diverged or none did";
  return null;
}

function unknown(note: string): GeeTrend {
  return { intercept: null, slope: null, standardError: null, p: null, naive: null, note };
}

type Coefficients = readonly [intercept: number, slope: number];
type Symmetric = { readonly aa: number; readonly ab: number; readonly bb: number };

/** Null when the slope runs away. */
function newton(replays: readonly DosedReplay[]): Coefficients | null {
  let [a, b] = [0, 0];
  for (let round = 0; round < 100; round++) {
    const [s0, s1] = scoreOf(replays, [a, b]);
    const { aa, ab, bb } = invert(informationOf(replays, [a, b]));
    const step = [aa * s0 + ab * s1, ab * s0 + bb * s1] as const;
    a += step[0];
    b += step[1];
    if (!(Math.abs(a) < 50 && Math.abs(b) < 50)) return null;
    if (Math.abs(step[0]) + Math.abs(step[1]) < 1e-10) return [a, b];
  }
  return null;
}

function rateAt(dose: number, [a, b]: Coefficients): number {
  return 1 / (1 + Math.exp(-a - b * dose));
}

function scoreOf(replays: readonly DosedReplay[], fit: Coefficients): Coefficients {
  const residuals = replays.map(({ dose, diverged }) => diverged - rateAt(dose, fit));
  return [sum(residuals), sum(residuals.map((residual, i) => residual * (replays[i]?.dose ?? 0)))];
}

function informationOf(replays: readonly DosedReplay[], fit: Coefficients): Symmetric {
  let [aa, ab, bb] = [0, 0, 0];
  for (const { dose } of replays) {
    const rate = rateAt(dose, fit);
    const weight = rate * (1 - rate);
    aa += weight;
    ab += weight * dose;
    bb += weight * dose * dose;
  }
  return { aa, ab, bb };
}

function invert({ aa, ab, bb }: Symmetric): Symmetric {
  const determinant = aa * bb - ab * ab;
  return { aa: bb / determinant, ab: -ab / determinant, bb: aa / determinant };
}
