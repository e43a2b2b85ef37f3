import type { Random } from "../base/base.ts";
import { bestTtl, type RatePiece, type ReplacementCosts } from "./ageReplacement.ts";
import type { Cluster } from "./clusteredProportion.ts";
import { isotonicRegression } from "./isotonicRegression.ts";
import { kornGraubard } from "./kornGraubard.ts";
import { withinSessionTrend } from "./withinSessionTrend.ts";

/** A replay with the age of its process when it began. */
export type AgedReplay = {
  readonly session: string;
  readonly ageMin: number;
  readonly diverged: 0 | 1;
};

export type TtlChoice = {
  /** cheapest TTL; null when none helps or the data cannot tell */
  readonly ttlMin: number | null;
  /** percentile interval from resampled sessions; an upper bound of null means "never" */
  readonly interval: { readonly lowerMin: number; readonly upperMin: number | null } | null;
  /** divergence grows too little with age for any TTL to pay, or not at all */
  readonly noTtlHelps: boolean;
  /** one-sided p that divergence grows with age within sessions */
  readonly pGrowth: number | null;
  readonly pieces: readonly RatePiece[];
  readonly note: string | null;
};

export type TtlOptions = {
  /** ages at which the rate may change, from 0 up */
  readonly agesMin: readonly number[];
  readonly costs: ReplacementCosts;
  /** of the growth test and of the interval (1 - alpha), 0.05 */
  readonly alpha: number;
  readonly resamples: number;
  /** random arrangements of the growth test; 9999 unless given */
  readonly draws?: number;
  readonly random: Random;
};

/**
 * At what age should a session be replaced? First the permutation within sessions: where divergence does not grow with
 * age, no TTL helps, and an isotonic fit of noise must not invent one. Then isotonic rates, the cheapest replacement
 * age, and its interval from whole resampled sessions.
 * @see STATISTICS 2j; Barlow & Proschan 1965
 */
export function chooseTtl(replays: readonly AgedReplay[], options: TtlOptions): TtlChoice {
  const { agesMin, alpha, random } = options;
  const sessions = [...Map.groupBy(replays, ({ session }) => session).values()].map((own) =>
    countByAge(own, agesMin),
  );
  const pieces = fitPieces(sessions, agesMin);
  const growth = withinSessionTrend(
    replays.map(({ session, ageMin, diverged }) => ({
      session,
      diverged,
      dose: pieceOf(ageMin, agesMin),
    })),
    random,
    options.draws,
  );
  const choice = { pieces, pGrowth: growth.pIncreasing, ttlMin: null, interval: null };
  if (growth.pIncreasing === null) return { ...choice, noTtlHelps: false, note: growth.note };
  if (growth.pIncreasing > alpha)
    return {
      ...choice,
      noTtlHelps: true,
      note: "divergence was not seen to grow with age: the hazard is flat, and no TTL helps",
    };
  const { ttlMin } = bestTtl(pieces, options.costs);
  if (ttlMin === null)
    return {
      ...choice,
      noTtlHelps: true,
      note: "divergence grows with age, but a restart costs more than it saves",
    };
  return {
    ...choice,
    ttlMin,
    interval: resampled(sessions, options),
    noTtlHelps: false,
    note: null,
  };
}

/**
 * The largest age up to which divergence is safely below a limit: the upper bound of the rate of all younger replays
 * (Korn-Graubard over sessions) stays at or below it.
 * @returns null when not even the first age does
 */
export function longestSafeTtl(
  replays: readonly AgedReplay[],
  {
    agesMin,
    limit,
    level,
  }: { readonly agesMin: readonly number[]; readonly limit: number; readonly level: number },
): number | null {
  const isSafe = (ttlMin: number): boolean => {
    const young = replays.filter(({ ageMin }) => ageMin < ttlMin);
    const clusters = [...Map.groupBy(young, ({ session }) => session).values()].map((own) => ({
      diverged: own.filter(({ diverged }) => diverged === 1).length,
      scored: own.length,
    }));
    const { interval } = kornGraubard(clusters, level);
    return interval !== null && interval.upper <= limit;
  };
  return agesMin.filter((age) => age > 0).findLast(isSafe) ?? null;
}

/** Diverged and scored replays of one session in each piece of age. */
type ByAge = readonly Cluster[];

function countByAge(own: readonly AgedReplay[], agesMin: readonly number[]): ByAge {
  return agesMin.map((_, piece) => {
    const inPiece = own.filter(({ ageMin }) => pieceOf(ageMin, agesMin) === piece);
    const diverged = inPiece.filter((replay) => replay.diverged === 1).length;
    return { diverged, scored: inPiece.length };
  });
}

function pieceOf(ageMin: number, agesMin: readonly number[]): number {
  return Math.max(
    0,
    agesMin.findLastIndex((from) => from <= ageMin),
  );
}

/** Pieces without a replay take the rate of the piece before. */
function fitPieces(sessions: readonly ByAge[], agesMin: readonly number[]): RatePiece[] {
  const totals = agesMin.flatMap((fromMin, piece) => {
    let [diverged, scored] = [0, 0];
    for (const session of sessions) {
      diverged += session[piece]?.diverged ?? 0;
      scored += session[piece]?.scored ?? 0;
    }
    return scored > 0 ? [{ fromMin, value: diverged / scored, weight: scored }] : [];
  });
  const rates = isotonicRegression(totals);
  return totals.map(({ fromMin }, index) => ({
    fromMin: index === 0 ? 0 : fromMin,
    rate: rates[index] ?? 0,
  }));
}

function resampled(
  sessions: readonly ByAge[],
  { agesMin, costs, alpha, resamples, random }: TtlOptions,
): TtlChoice["interval"] {
  const ttls = Array.from({ length: resamples }, () => {
    const drawn = sessions.flatMap(() => {
      const pick = Math.floor(random() * sessions.length);
      return sessions.slice(pick, pick + 1);
    });
    return bestTtl(fitPieces(drawn, agesMin), costs).ttlMin ?? Infinity;
  }).sort((a, b) => a - b);
  const at = (p: number): number | undefined => ttls[Math.floor((ttls.length - 1) * p)];
  const [lower, upper] = [at(alpha / 2), at(1 - alpha / 2)];
  if (lower === undefined || upper === undefined || lower === Infinity) return null;
  return { lowerMin: lower, upperMin: upper === Infinity ? null : upper };
}
