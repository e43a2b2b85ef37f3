import type { Estimate } from "../analysis/analysis.ts";
import { insufficientSessions } from "../analysis/analysis.ts";

/** A share in [0, 1] as per cent with at most one decimal: `9.6`, `100`, `0`. */
export function percent(share: number): string {
  return (share * 100).toFixed(1).replace(/\.0$/, "").replace(/^-0$/, "0");
}

/** `9.6 %`, or `?` when unknown. */
export function shareText(share: number | null): string {
  return share === null ? "?" : `${percent(share)} %`;
}

/** `[6.1, 14.2]` in per cent; without an interval the words that say why, at least in a footnote. */
export function intervalText(estimate: Estimate): string {
  if (estimate.lower !== null && estimate.upper !== null) {
    return `[${percent(estimate.lower)}, ${percent(estimate.upper)}]`;
  }
  if (estimate.notes.includes(insufficientSessions)) return insufficientSessions;
  return "no interval";
}

/** `9.6 % [6.1, 14.2]`; `?` when the number itself is unknown. */
export function estimateText(estimate: Estimate): string {
  if (estimate.value === null) return "?";
  return `${shareText(estimate.value)} ${intervalText(estimate)}`;
}

/** `23 of 240`, or null where counts make no sense. */
export function countText(estimate: Estimate): string | null {
  if (estimate.count === undefined || estimate.of === undefined) return null;
  return `${estimate.count} of ${estimate.of}`;
}

/** A difference of two shares in percentage points: `+2.1`, `-4`. */
export function pointsText(difference: number | null): string {
  if (difference === null) return "?";
  const points = percent(difference);
  return difference > 0 && points !== "0" ? `+${points}` : points;
}

/** `0.032`, `<0.001`, `?`. */
export function probabilityText(p: number | null): string {
  if (p === null) return "?";
  return p < 0.001 ? "<0.001" : p.toFixed(3);
}

/** A plain number with two decimals, or `?`. */
export function numberText(value: number | null): string {
  return value === null ? "?" : value.toFixed(2);
}
