import { pairedShare } from "./pairedShare.ts";
import type { Estimate, StrategyResult, Verdict } from "./types.ts";
import { gainScale, parseClaim, positionOf, rangeText, type WordRange } from "./words.ts";

type Gain = StrategyResult["gain"];

/** What a verdict on a gain rests on. */
export type GainEvidence = {
  /** for the word */
  readonly recovery: Estimate;
  /** for the verdict: recovery beyond the sham, with the interval of two one-sided tests (90 % for tests at 5 %) */
  readonly beyondSham: Estimate;
  /** equivalence margin in recovery probability, fixed by the suite before the run, in (0, 1) */
  readonly margin: number;
  /** what one more confirmed degraded session costs; null when unknown */
  readonly usdPerSession: number | null;
};

/**
 * The reproducibility gain: recovery in words by its whole interval, and a verdict on the claim by a margin that was fixed
 * before the run. See `isSupported` and `isRefuted` for the rules; what is neither is inconclusive, with what it would take.
 */
export function gainOf(evidence: GainEvidence, claimed: string | null): Gain {
  const { recovery, beyondSham } = evidence;
  const measured = wordsOf(recovery);
  const label = measured === null ? null : labelOf(measured);
  const doubt = label === null ? doubtOf(recovery, measured) : "";
  if (claimed === null) return { label, claimed, verdict: "no-claim", note: doubt };
  const claim = parseClaim(claimed, gainScale);
  if (claim === null) {
    const note = join(doubt, "the claim uses no word of the scale");
    return { label, claimed, verdict: "inconclusive", note };
  }
  const interval = intervalOf(beyondSham);
  if (interval === null) {
    return { label, claimed, verdict: "inconclusive", note: join(doubt, ...beyondSham.notes) };
  }
  const verdict = verdictOn(interval, claim, evidence.margin);
  const note =
    verdict === "inconclusive"
      ? join(doubt, needText(evidence, claim))
      : join(doubt, ruleText(interval, claim, { verdict, margin: evidence.margin }));
  return { label, claimed, verdict, note };
}

type Bounds = { readonly lower: number; readonly upper: number };

function verdictOn(interval: Bounds, claim: WordRange, margin: number): Verdict {
  // A claim may be within the margin and yet shut out: then the data contradict it.
  if (isRefuted(interval, claim)) return "refuted";
  return isSupported(interval, claim, margin) ? "supported" : "inconclusive";
}

/** "Very high" and "Maximum" name a bound, so no margin helps them: above it they are true. */
function isSuperlative({ first }: WordRange): boolean {
  return first >= positionOf(0.97, gainScale);
}

/**
 * `None`: equivalence with the sham, the interval within (-margin, margin). A superlative: the lower bound reaches the word's
 * own. Other words: the interval within the word's range widened by the margin.
 */
function isSupported({ lower, upper }: Bounds, claim: WordRange, margin: number): boolean {
  const range = rangeOf(claim);
  if (claim.last === 0) return lower > -margin && upper < margin;
  if (isSuperlative(claim)) return lower >= range.lower;
  return lower >= range.lower - margin && upper <= range.upper + margin;
}

/** The whole interval lies outside of what the word means. */
function isRefuted({ lower, upper }: Bounds, claim: WordRange): boolean {
  const range = rangeOf(claim);
  return upper < range.lower || (!isSuperlative(claim) && lower > range.upper);
}

/** What the words of a claim mean as a probability of recovery. */
function rangeOf({ first, last }: WordRange): Bounds {
  return {
    lower: first === 0 ? Number.NEGATIVE_INFINITY : (gainScale[first - 1]?.to ?? 0),
    upper: gainScale[last]?.to ?? 1,
  };
}

function intervalOf({ lower, upper }: Estimate): Bounds | null {
  return lower === null || upper === null ? null : { lower, upper };
}

function wordsOf(recovery: Estimate): WordRange | null {
  const interval = intervalOf(recovery);
  if (interval === null) return null;
  return {
    first: positionOf(interval.lower, gainScale),
    last: positionOf(interval.upper, gainScale),
  };
}

/** One word, or two when the interval spans two; an interval over more says nothing that a word could hold. */
function labelOf(range: WordRange): string | null {
  return range.last - range.first > 1 ? null : rangeText(range, gainScale);
}

function doubtOf(recovery: Estimate, measured: WordRange | null): string {
  if (recovery.value === null) return "no degraded session was challenged";
  if (measured === null) return "recovery has no interval";
  return `the interval spans ${rangeText(measured, gainScale).replace("-", " to ")}`;
}

/** Why a verdict was given, so that a reader can check it. */
function ruleText(
  { lower, upper }: Bounds,
  claim: WordRange,
  { verdict, margin }: { readonly verdict: Verdict; readonly margin: number },
): string {
  const seen = `beyond the sham [${percent(lower)}, ${percent(upper)}] %`;
  const range = rangeOf(claim);
  if (verdict === "refuted") return `${seen}, outside of what the claim means`;
  if (claim.last === 0) return `${seen}, within the margin of ±${percent(margin)} points`;
  if (isSuperlative(claim)) return `${seen}, at least ${percent(range.lower)} %`;
  return `${seen}, within ${percent(range.lower)} to ${percent(range.upper)} % ± ${percent(margin)}`;
}

function percent(share: number): string {
  return (share * 100).toFixed(0);
}

function needText(evidence: GainEvidence, claim: WordRange): string {
  const { beyondSham, usdPerSession } = evidence;
  const have = beyondSham.n;
  const need = sessionsNeeded(evidence, claim);
  if (need === null)
    return `have ${sessionsText(have)}, need more than ${mostSessions}${boundText(claim)}`;
  const rounded = roundedUp(need);
  const border = nearestBorder(evidence, claim);
  if (border !== null && rounded > farTooMany * Math.max(have, fewestHave))
    return `have ${sessionsText(have)}; ${percent(beyondSham.value ?? 0)} % lies too near the border of the claim at ${percent(border)} % to be told with fewer than about ${rounded}${boundText(claim)}`;
  const costs = usdPerSession === null ? null : usdPerSession * Math.max(0, rounded - have);
  const price = costs === null ? "" : `, costs about $${costs.toFixed(costs < 10 ? 2 : 0)}`;
  return `have ${sessionsText(have)}, need about ${rounded}${price}${boundText(claim)}`;
}

/** More than this many times what there is: no plan, but a border too near to the rate. */
const farTooMany = 10;
/** With fewer the rate itself is too vague to lie near anything. */
const fewestHave = 10;

/**
 * A border of what the claim means that lies within the interval; null when there is none. Where all sessions agree it is the number of sessions
 * that keeps the bound low, and no border.
 */
function nearestBorder({ beyondSham }: GainEvidence, claim: WordRange): number | null {
  const interval = intervalOf(beyondSham);
  if (interval === null || beyondSham.value === null) return null;
  if (Math.abs(beyondSham.value) === 1) return null;
  const value = beyondSham.value;
  const { lower, upper } = rangeOf(claim);
  const borders = (isSuperlative(claim) ? [lower] : [lower, upper]).filter(
    (border) => border > interval.lower && border < interval.upper,
  );
  const [nearest] = borders.sort((a, b) => Math.abs(a - value) - Math.abs(b - value));
  return nearest ?? null;
}

/** Superlatives name a bound, and are believed only above it. */
function boundText(claim: WordRange): string {
  if (!isSuperlative(claim)) return "";
  return `; it needs a lower bound of ${percent(rangeOf(claim).lower)} %`;
}

function sessionsText(count: number): string {
  return `${count} degraded session${count === 1 ? "" : "s"}`;
}

/** Nobody challenges more; a rate on the border of two words would need infinitely many. */
const mostSessions = 2_000;

/**
 * How many challenged sessions would decide a claim if the observed rates stayed: the smallest n at which the interval of one draw per
 * session and operation gives a verdict.
 * @returns null when `mostSessions` would not do
 */
function sessionsNeeded(evidence: GainEvidence, claim: WordRange): number | null {
  const { beyondSham, margin } = evidence;
  const beyond = beyondSham.value ?? 0;
  const level = beyondSham.level ?? 0.9;
  for (let sessions = beyondSham.n + 1; sessions <= mostSessions; sessions = next(sessions)) {
    const interval = expectedInterval(beyond, sessions, level);
    if (verdictOn(interval, claim, margin) !== "inconclusive") return sessions;
  }
  return null;
}

/** Of so many sessions with one draw each, with the same mean difference. */
function expectedInterval(mean: number, of: number, level: number): Bounds {
  const changed = Math.min(of, Math.round(Math.abs(mean) * of));
  const pairs = Array.from({ length: of }, (_, index) => ({
    difference: index < changed ? Math.sign(mean) : 0,
    observations: 1,
  }));
  return pairedShare(pairs, level) ?? { lower: -1, upper: 1 };
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
