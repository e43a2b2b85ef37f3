import type { ReplayRecord, RunRecords } from "../record/record.ts";
import { describeEnding, isMissing } from "../transcript/transcript.ts";
import { groupBy, tally } from "./estimates.ts";

/** What a recorded replay is good for. Only usable ones are compared; the others are counted, never divergence. */
export type Usability =
  | { readonly kind: "usable" }
  | { readonly kind: "missing"; readonly why: string }
  | { readonly kind: "unattested"; readonly why: string };

/** Says whether a replay can be scored. A replay whose strategy nothing observed is missing, not unattested. */
export function usabilityOf(replay: ReplayRecord): Usability {
  const { ending } = replay.transcript;
  if (isMissing(ending)) return { kind: "missing", why: ending.kind };
  switch (replay.attestation.kind) {
    case "attested":
    case "not-observed":
      return { kind: "usable" };
    case "unattested":
      return { kind: "unattested", why: replay.attestation.reason };
    case "unobserved":
      return { kind: "missing", why: "unobserved" };
  }
}

/** The lane replays of one strategy, sorted out. */
export type StrategyReplays = {
  readonly strategy: string;
  readonly planned: number;
  readonly usable: readonly ReplayRecord[];
  readonly missing: number;
  readonly unattested: number;
  readonly notes: readonly string[];
};

/** Sorts out the lane replays of a strategy. What was planned and never played is missing too. */
export function selectReplays(records: RunRecords, strategy: string): StrategyReplays {
  const played = records.replays.filter(
    (replay) => replay.purpose.kind === "lane" && replay.strategy === strategy,
  );
  const judged = played.map((replay) => ({ replay, usability: usabilityOf(replay) }));
  const usable = judged
    .filter(({ usability }) => usability.kind === "usable")
    .map(({ replay }) => replay);
  const unattested = judged.flatMap(({ usability }) =>
    usability.kind === "unattested" ? [usability.why] : [],
  );
  const missing = judged.flatMap(({ usability }) =>
    usability.kind === "missing" ? [usability.why] : [],
  );
  const planned = Math.max(records.run.plannedReplays[strategy] ?? 0, played.length);
  const reasons = [...missing, ...Array<string>(planned - played.length).fill("never played")];
  return {
    strategy,
    planned,
    usable,
    missing: reasons.length,
    unattested: unattested.length,
    notes: [
      ...missingNotes(strategy, planned, { reasons, example: exampleOf(played) }),
      ...unattestedNotes(strategy, planned, unattested),
    ],
  };
}

function missingNotes(
  strategy: string,
  planned: number,
  { reasons, example }: { readonly reasons: readonly string[]; readonly example: string },
): readonly string[] {
  if (reasons.length === 0) return [];
  return [
    `${strategy}: ${reasons.length} of ${planned} replays are missing (${tally(reasons)}${example}); they count neither as diverged nor as consistent.`,
  ];
}

/** What the most frequent missing ending says, where it says more than its kind. */
export function exampleOf(replays: readonly ReplayRecord[]): string {
  const endings = replays.flatMap(({ transcript: { ending } }) =>
    isMissing(ending) && ending.kind !== "interrupted" ? [describeEnding(ending)] : [],
  );
  const [first] = [...groupBy(endings, (ending) => ending)].sort(
    ([a, as], [b, bs]) => bs.length - as.length || (a < b ? -1 : 1),
  );
  return first === undefined ? "" : `, for example ${first[0]}`;
}

/** Reasons can differ in every replay (ids, numbers); the footnote shows the most frequent ones. */
const reasonsShown = 3;

function unattestedNotes(
  strategy: string,
  planned: number,
  reasons: readonly string[],
): readonly string[] {
  if (reasons.length === 0) return [];
  const groups = [...groupBy(reasons, (reason) => reason)]
    .sort(([a, as], [b, bs]) => bs.length - as.length || (a < b ? -1 : 1))
    .map(([reason, all]) => `${reason} (${all.length})`);
  const shown = groups.slice(0, reasonsShown).join("; ");
  const rest = groups.length > reasonsShown ? `; ${groups.length - reasonsShown} more reasons` : "";
  return [
    `${strategy}: in ${reasons.length} of ${planned} replays the strategy demonstrably did not take effect, so they were left out: ${shown}${rest}.`,
  ];
}

/** A larger gap between two strategies' missing shares may bias their comparison. */
const largestMissingGap = 0.1;

/** A note when strategies lose replays at different rates; [] when they do not. */
export function differentialMissingness(selections: readonly StrategyReplays[]): readonly string[] {
  const shares = selections
    .filter(({ planned }) => planned > 0)
    .map(({ strategy, planned, missing, unattested }) => ({
      strategy,
      share: (missing + unattested) / planned,
    }))
    .sort((a, b) => a.share - b.share);
  const least = shares[0];
  const most = shares.at(-1);
  if (least === undefined || most === undefined) return [];
  if (most.share - least.share <= largestMissingGap) return [];
  const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
  return [
    `Differential missingness: ${most.strategy} lost ${percent(most.share)} of its replays, ${least.strategy} ${percent(least.share)}; what was lost may not resemble what was kept, so compare them with care.`,
  ];
}
