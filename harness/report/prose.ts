import type {
  Estimate,
  Matrix,
  PromptResult,
  StrategyResult,
  Verdict,
} from "../analysis/analysis.ts";
import {
  countText,
  estimateText,
  numberText,
  percent,
  probabilityText,
  shareText,
} from "./numbers.ts";

/** What every reader must see first and last when no real vendor was asked; null for a real vendor. */
export function simulatedBanner({ run }: Pick<Matrix, "run">): string | null {
  const { vendor } = run;
  if (vendor.kind !== "simulated") return null;
  return `SIMULATED: the vendor was the simulation "${vendor.profile}"; these numbers say nothing about a real service.`;
}

/** What must be known before anything else of a run whose wire nobody looked at; null when it was observed. */
export function notObservedBanner(matrix: Matrix): string | null {
  if (matrix.attestation.observed === "on") return null;
  return "NOT OBSERVED: nothing proves that the strategies took effect in these replays; a footnote says what is unknown.";
}

/** What may be behind the divergence: client or vendor, and by which mechanism; null when nothing could be scored. */
export function causes({ attribution, diagnosis, strategies }: Matrix): string | null {
  if (strategies.every(({ divergence }) => divergence.value === null)) return null;
  return `${attribution.text} ${diagnosis.text}`;
}

/** A text that may be missing, as a list. */
export function present(text: string | null): readonly string[] {
  return text === null ? [] : [text];
}

/** The title of the main table. */
export function tableTitle(matrix: Matrix): string {
  const { run } = matrix;
  const vendor =
    run.vendor.kind === "simulated"
      ? `SIMULATED vendor ${run.vendor.profile}`
      : `vendor ${run.vendor.baseUrl}`;
  return `Mitigation matrix · suite ${run.suite} · ${run.agent} ${run.cli} · ${run.model} · ${vendor}`;
}

/** Which run this is, for reproducing it. */
export function provenance(matrix: Matrix): string {
  const { run } = matrix;
  const end = run.finishedAt === null ? "not finished" : `finished ${run.finishedAt}`;
  return `Run ${run.id}, seed ${run.seed}, started ${run.startedAt}, ${end}.`;
}

/** The result in one sentence of plain words, about the baseline. */
export function headline(matrix: Matrix): string {
  const baseline = matrix.strategies.find(({ id }) => id === matrix.baseline);
  if (baseline === undefined || baseline.divergence.value === null) {
    return "Nothing can be said yet about how often the agent does something else: no replay could be scored.";
  }
  const { divergence, degradedSessions } = baseline;
  const sessions = countText(degradedSessions);
  const degraded =
    sessions === null
      ? ""
      : `; ${sessions} sessions were degraded, that is, most of their replays did so`;
  return (
    `Asked the same thing again under \`${baseline.id}\`, the agent did something else than usual in ` +
    `${shareText(divergence.value)} of ${divergence.of ?? 0} replays${degraded}. ${stickinessText(baseline)} ${otherStrategies(matrix)}`
  ).trim();
}

/** A p at or below this is called a finding; p of comparisons only after Holm's correction. */
const significance = 0.05;

function stickinessText({ stickiness: { icc, p } }: StrategyResult): string {
  if (p === null) return "Whether it sticks to sessions cannot be told.";
  const numbers = `ICC ${numberText(icc)}, p ${probabilityText(p)}`;
  return p <= significance
    ? `It sticks to sessions (${numbers}).`
    : `Nothing shows that it sticks to sessions (${numbers}).`;
}

function otherStrategies(matrix: Matrix): string {
  if (matrix.comparisons.length === 0) return "";
  const differing = matrix.comparisons.filter(
    ({ pAdjusted }) => pAdjusted !== null && pAdjusted <= significance,
  );
  if (differing.length === 0) return "No other strategy was shown to diverge more or less often.";
  const described = differing.map(({ b, difference }) => {
    const points = percent(Math.abs(difference.value ?? 0));
    return `${b} diverged ${points} points ${(difference.value ?? 0) < 0 ? "less" : "more"}`;
  });
  return `Beside it ${described.join(", ")}.`;
}

/** How to read the tables: what each column counts, with which method and how much independent data. */
export function legend(matrix: Matrix): readonly string[] {
  const level = matrix.strategies
    .flatMap(({ divergence, degradedSessions, recovery }) => [
      divergence,
      degradedSessions,
      recovery,
    ])
    .find((estimate) => estimate.level !== null)?.level;
  const brackets =
    level === undefined || level === null
      ? "No interval could be computed."
      : `Brackets hold ${percent(level)} % intervals, in per cent.`;
  return [
    `${brackets} ? means unknown; footnotes say why.`,
    `diverged: replays unlike the reference, prompts weighted equally. ${methodsOf(matrix, (result) => result.divergence)}`,
    `degraded sessions: sessions most of whose replays diverged. ${methodsOf(matrix, (result) => result.degradedSessions)}`,
    `recovery: degraded baseline sessions that were healthy after the strategy was applied to them. ${methodsOf(matrix, (result) => result.recovery)}`,
    "gain: recovery in words: None (<= 10 %), Low (<= 50), Medium (<= 80), High (<= 95), Very high (<= 99), Maximum. Verdicts compare recovery with the sham, which changes nothing, in the same sessions, by the margin that the suite fixed before the run.",
    "feature parity: betas, tools and request features kept. overhead: time, tokens, cost and processes against the baseline; a degraded replay often does less, so a strategy that avoids them can look dearer.",
    `success: the prompts' own checks, printed beside consistency, never mixed with it. ${methodsOf(matrix, (result) => result.success)}`,
    "shift: distance of the usual structure from the baseline's, 0 to 1. stickiness: share of the divergence that lies between sessions. harm: healthy sessions made degraded.",
  ];
}

/** `Korn-Graubard over lanes (n = 30 each)`; strategies without a number have no method. */
function methodsOf(matrix: Matrix, pick: (result: StrategyResult) => Estimate): string {
  const known = matrix.strategies.flatMap((result) => {
    const { value, method, n } = pick(result);
    return value === null ? [] : [{ id: result.id, method, n }];
  });
  const parts = [...Map.groupBy(known, ({ method }) => method)].map(([method, own]) => {
    const sizes = new Set(own.map(({ n }) => n));
    const counts =
      sizes.size === 1
        ? `n = ${[...sizes].join("")}${own.length > 1 ? " each" : ""}`
        : own.map(({ id, n }) => `${id} n = ${n}`).join(", ");
    return `${method} (${counts})`;
  });
  return parts.length === 0 ? "" : `${parts.join("; ")}.`;
}

/** One claim of the field about a strategy, what was measured, and the verdict. */
export type ClaimLine = { readonly verdict: Verdict; readonly text: string };

/** One line per claim; strategies without a claim have none. */
export function claimLines(matrix: Matrix): readonly ClaimLine[] {
  return matrix.strategies.flatMap((result) =>
    [
      { aspect: "gain", ...result.gain, detail: recoveryDetail(result) },
      { aspect: "feature parity", ...result.featureParity, detail: "" },
      { aspect: "overhead", ...result.overhead, detail: "" },
    ].flatMap(({ aspect, label, claimed, verdict, note, detail }) => {
      if (claimed === null) return [];
      const measured = label === null ? "unknown" : label;
      const rest = [detail, note].filter((part) => part !== "").join("; ");
      const text = `${result.id}: ${aspect} claimed ${claimed}, measured ${measured}`;
      return [{ verdict, text: rest === "" ? text : `${text} (${rest})` }];
    }),
  );
}

/** What the verdicts on recovery took, beside what they would have taken with lanes alone; null when nothing was challenged. */
export function costOfVerdicts({ challengeCost }: Matrix): string | null {
  const { confirmed, screened, screenReplays, challengeReplays, costUsd, fixed } = challengeCost;
  if (challengeReplays === 0) return null;
  const price = (usd: number | null) => (usd === null ? "" : `, $${usd.toFixed(2)}`);
  const spent =
    `The verdicts on recovery rest on ${confirmed} confirmed degraded sessions: ${screened} sessions screened with ` +
    `${screenReplays} replays, ${challengeReplays} replays to confirm and challenge${price(costUsd)}.`;
  if (fixed === null) return spent;
  return (
    `${spent} Lanes alone would have needed about ${fixed.sessions} baseline sessions and ` +
    `${fixed.replays} replays${price(fixed.costUsd)}.`
  );
}

function recoveryDetail({ recovery }: StrategyResult): string {
  const count = countText(recovery);
  return count === null ? "" : `${count} recovered, ${estimateText(recovery)}`;
}

/** One line per prompt: its noise thresholds, and its reference under each client configuration, or why there is none. */
export function promptLines(matrix: Matrix): readonly string[] {
  const byPrompt = Map.groupBy(matrix.prompts, ({ id }) => id);
  return [...byPrompt].map(([id, results]) => {
    const thresholds = new Set(results.map(thresholdText).filter((text) => text !== ""));
    const references = results.map(referenceText).join("; ");
    return [`${id}: ${references}`, ...thresholds].join(". ");
  });
}

function thresholdText({ threshold }: PromptResult): string {
  const parts = Object.entries(threshold).map(
    ([channel, value]) => `${channel} ${value.toFixed(2)}`,
  );
  return parts.length === 0 ? "" : `Thresholds: ${parts.join(", ")}`;
}

function referenceText(result: PromptResult): string {
  const { clientConfiguration, reference, ambiguous, note } = result;
  const doubt = note === "" ? "" : ` (${note})`;
  if (ambiguous) return `${clientConfiguration}: AMBIGUOUS, set aside${doubt}`;
  if (reference === null) return `${clientConfiguration}: no reference${doubt}`;
  const { share, sessions } = reference;
  return `${clientConfiguration}: ${shareText(share)} of ${sessions} sessions agree${doubt}`;
}
