import type { Interval } from "./interval.ts";
import { clopperPearson } from "./proportion.ts";

/** How well flags tell degraded sessions from healthy ones, both in [0, 1], taken as known. */
export type Classifier = { readonly sensitivity: number; readonly specificity: number };

/**
 * Degraded share behind an imperfect flag: (flagged + specificity - 1) / (sensitivity + specificity - 1), kept in [0, 1].
 * The interval carries Clopper-Pearson's over; the uncertainty of the classifier itself is not in it.
 * @returns nulls when the flag is no better than a coin, or without a session
 * @throws RangeError unless 0 <= count <= of and both are in [0, 1]
 * @see Rogan & Gladen 1978
 */
export function roganGladen(
  flagged: { readonly count: number; readonly of: number },
  { sensitivity, specificity }: Classifier,
  level: number,
): {
  readonly estimate: number | null;
  readonly interval: Interval | null;
  readonly note: string | null;
} {
  if (![sensitivity, specificity].every((share) => share >= 0 && share <= 1))
    throw new RangeError(
      `Sensitivity and specificity lie in [0, 1]; got ${sensitivity} and ${specificity}.`,
    );
  const apparent = clopperPearson(flagged.count, flagged.of, level);
  const youden = sensitivity + specificity - 1;
  if (youden <= 0)
    return { estimate: null, interval: null, note: "the flag is no better than a coin" };
  if (flagged.of === 0) return { estimate: null, interval: null, note: "no session" };
  const truth = (share: number): number =>
    Math.min(1, Math.max(0, (share + specificity - 1) / youden));
  return {
    estimate: truth(flagged.count / flagged.of),
    interval: { lower: truth(apparent.lower), upper: truth(apparent.upper) },
    note: null,
  };
}
