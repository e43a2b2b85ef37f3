import { sum } from "simple-statistics";
import { normalCdf } from "./distributions.ts";

/** Independent trials at one dose: sessions of one age, for example. */
export type DoseGroup = { readonly dose: number; readonly diverged: number; readonly of: number };

export type CochranArmitage = {
  /** above 0 when divergence grows with the dose; null when nothing varies */
  readonly z: number | null;
  readonly pTwoSided: number | null;
  /** one-sided, small when divergence grows */
  readonly pIncreasing: number | null;
  readonly note: string | null;
};

/**
 * Does a rate change linearly with a dose (age, turn)? For independent trials: one per session and bin. Several
 * replays of one session in a bin need the permutation within sessions (withinSessionTrend) instead.
 * @throws RangeError unless 0 <= diverged <= of
 * @see Cochran 1954; Armitage 1955; R prop.trend.test. Check: vectors "cochran_armitage_*"
 */
export function cochranArmitage(groups: readonly DoseGroup[]): CochranArmitage {
  const wrong = groups.find(({ diverged, of }) => !(diverged >= 0 && diverged <= of));
  if (wrong)
    throw new RangeError(`Expected 0 <= diverged <= of; got ${wrong.diverged} of ${wrong.of}.`);
  const trials = sum(groups.map(({ of }) => of));
  const rate = trials > 0 ? sum(groups.map(({ diverged }) => diverged)) / trials : 0;
  const meanDose = trials > 0 ? sum(groups.map(({ dose, of }) => dose * of)) / trials : 0;
  const spread = sum(groups.map(({ dose, of }) => of * (dose - meanDose) ** 2));
  const variance = rate * (1 - rate) * spread;
  if (!(variance > 0)) {
    const note = spread > 0 ? "all trials diverged or none did" : "fewer than two doses";
    return { z: null, pTwoSided: null, pIncreasing: null, note };
  }
  const trend = sum(groups.map(({ dose, diverged }) => (dose - meanDose) * diverged));
  const z = trend / Math.sqrt(variance);
  return { z, pTwoSided: 2 * normalCdf(-Math.abs(z)), pIncreasing: normalCdf(-z), note: null };
}
