import type { Estimate, StrategyResult } from "./types.ts";
import { exactBounds } from "./shares.ts";
import {
  compareRanges,
  gainScale,
  parseClaim,
  positionOf,
  rangeText,
  type WordRange,
} from "./words.ts";

type Gain = StrategyResult["gain"];

/**
 * The reproducibility gain: recovery in words, by its whole interval, and what that says about the claim. Supported when every word
 * that the interval touches is claimed (so `None` needs an upper bound of at most 10 %), refuted when none is, else inconclusive.
 */
export function gainOf(recovery: Estimate, claimed: string | null): Gain {
  const measured = wordsOf(recovery);
  const label = measured === null ? null : labelOf(measured);
  const doubt = label === null ? doubtOf(recovery, measured) : "";
  if (claimed === null) return { label, claimed, verdict: "no-claim", note: doubt };
  const claim = parseClaim(claimed, gainScale);
  if (claim === null) {
    return {
      label,
      claimed,
      verdict: "inconclusive",
      note: join(doubt, "the claim uses no word of the scale"),
    };
  }
  if (measured === null) return { label, claimed, verdict: "inconclusive", note: doubt };
  const verdict = compareRanges(measured, claim);
  const note = verdict === "inconclusive" ? join(doubt, needText(recovery, claim)) : doubt;
  return { label, claimed, verdict, note };
}

function wordsOf({ lower, upper }: Estimate): WordRange | null {
  if (lower === null || upper === null) return null;
  return { first: positionOf(lower, gainScale), last: positionOf(upper, gainScale) };
}

/**
 * One word, or two when the interval spans two; an interval over more says nothing that a word could hold. With one or
 * two sessions it always spans more.
 */
function labelOf(range: WordRange): string | null {
  return range.last - range.first > 1 ? null : rangeText(range, gainScale);
}

function doubtOf(recovery: Estimate, measured: WordRange | null): string {
  if (recovery.value === null) return "no degraded session was challenged";
  if (measured === null) return "recovery has no interval";
  return `the interval spans ${rangeText(measured, gainScale).replace("-", " to ")}`;
}

function sessionsText(count: number): string {
  return `${count} degraded session${count === 1 ? "" : "s"}`;
}

function needText(recovery: Estimate, claim: WordRange): string {
  const need = sessionsNeeded(recovery, claim);
  const about = need === null ? `more than ${mostSessions}` : `about ${roundedUp(need)}`;
  return `have ${sessionsText(recovery.n)}, need ${about}`;
}

/** Nobody challenges more; a rate on the border of two words would need infinitely many. */
const mostSessions = 2_000;

/**
 * How many challenged sessions would decide a claim if the observed rate stayed: the smallest n at which the Clopper-Pearson interval,
 * one draw per session, lies within the claimed words or clear of them.
 * @returns null when `mostSessions` would not do
 */
function sessionsNeeded(recovery: Estimate, claim: WordRange): number | null {
  const rate = recovery.value ?? 0;
  for (let sessions = recovery.n + 1; sessions <= mostSessions; sessions = next(sessions)) {
    const count = Math.round(rate * sessions);
    const { lower, upper } = exactBounds(count, sessions, recovery.level ?? 0.95);
    const range = { first: positionOf(lower, gainScale), last: positionOf(upper, gainScale) };
    if (compareRanges(range, claim) !== "inconclusive") return sessions;
  }
  return null;
}

/** Two digits: the rate it rests on is not known better. */
function roundedUp(sessions: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(sessions)) - 1);
  return Math.ceil(sessions / unit) * unit;
}

/** Steps of 2 % are fine enough for "about". */
function next(sessions: number): number {
  return Math.max(sessions + 1, Math.floor(sessions * 1.02));
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("; ");
}
