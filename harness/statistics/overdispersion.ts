import { sum } from "simple-statistics";
import type { Cluster } from "./clusteredProportion.ts";
import { chiSquaredUpperTail, normalCdf } from "./distributions.ts";

export type Overdispersion = {
  /** Pearson's chi-squared for equal rates in all units */
  readonly chiSquared: number | null;
  readonly degrees: number;
  readonly pChiSquared: number | null;
  /** sum over units of (y - n p)^2 / (p (1 - p)) */
  readonly taroneS: number | null;
  /** about standard normal without stickiness; large when divergence clusters in units */
  readonly taroneZ: number | null;
  /** one-sided */
  readonly pTarone: number | null;
  readonly note: string | null;
};

/**
 * Do units differ more than binomial sampling allows? A fast screen only: with rare divergence the asymptotic p is off
 * (size .03 to .055), and drift between waves looks the same; stickinessTest decides.
 * @throws RangeError unless 0 <= diverged <= scored
 * @see Tarone 1979. Check: vectors "overdispersion_*"
 */
export function overdispersion(clusters: readonly Cluster[]): Overdispersion {
  const wrong = clusters.find(({ diverged, scored }) => !(diverged >= 0 && diverged <= scored));
  if (wrong)
    throw new RangeError(
      `Expected 0 <= diverged <= scored; got ${wrong.diverged} of ${wrong.scored}.`,
    );
  const units = clusters.filter(({ scored }) => scored > 0);
  const total = sum(units.map(({ scored }) => scored));
  const rate = total > 0 ? sum(units.map(({ diverged }) => diverged)) / total : 0;
  const variance = rate * (1 - rate);
  const degrees = Math.max(0, units.length - 1);
  if (degrees === 0) return { ...unknown, degrees, note: "fewer than two units" };
  if (variance === 0) return { ...unknown, degrees, note: "all replays diverged or none did" };
  const squares = units.map(({ diverged, scored }) => (diverged - scored * rate) ** 2 / variance);
  const chiSquared = sum(squares.map((square, index) => square / (units[index]?.scored ?? 1)));
  const tested = { chiSquared, degrees, pChiSquared: chiSquaredUpperTail(chiSquared, degrees) };
  const pairs = sum(units.map(({ scored }) => scored * (scored - 1)));
  const taroneS = sum(squares);
  if (pairs === 0)
    return { ...tested, taroneS, taroneZ: null, pTarone: null, note: "no unit has two replays" };
  const taroneZ = (taroneS - total) / Math.sqrt(2 * pairs);
  return { ...tested, taroneS, taroneZ, pTarone: normalCdf(-taroneZ), note: null };
}

const unknown = {
  chiSquared: null,
  pChiSquared: null,
  taroneS: null,
  taroneZ: null,
  pTarone: null,
} as const;
