import type { Estimate, Matrix, StrategyResult, Verdict } from "../analysis/analysis.ts";
import { markersOf } from "./footnotes.ts";
import { bandBeside } from "./insightLines.ts";
import {
  countText,
  intervalText,
  numberText,
  pointsText,
  probabilityText,
  shareText,
} from "./numbers.ts";

/** One line of a table cell. The tone says how a renderer with colours may show it. */
export type CellLine = {
  readonly text: string;
  readonly tone: "plain" | "strong" | "quiet" | Verdict;
};

/** A column of a table: its heading and what it says about a strategy. */
export type Column = {
  readonly heading: string;
  readonly linesOf: (result: StrategyResult, matrix: Matrix) => readonly CellLine[];
};

/** The mitigation matrix: what was measured, and what was claimed. */
export const mainColumns: readonly Column[] = [
  { heading: "strategy", linesOf: strategyLines },
  { heading: "diverged", linesOf: (result, matrix) => estimateLines(result.divergence, matrix) },
  {
    heading: "degraded sessions",
    linesOf: (result, matrix) => estimateLines(result.degradedSessions, matrix),
  },
  { heading: "recovery", linesOf: (result, matrix) => estimateLines(result.recovery, matrix) },
  { heading: "gain", linesOf: (result) => claimLines(result.gain) },
  { heading: "feature parity", linesOf: (result) => claimLines(result.featureParity) },
  { heading: "overhead", linesOf: (result) => claimLines(result.overhead) },
  { heading: "success", linesOf: (result, matrix) => successLines(result.success, matrix) },
];

/** The second table: each strategy beside the baseline. */
export const comparisonColumns: readonly Column[] = [
  { heading: "strategy", linesOf: (result) => [strong(result.id)] },
  { heading: "diverged more (+) or less (-)", linesOf: differenceLines },
  { heading: "shift", linesOf: (result, matrix) => shortLines(result.shift, matrix) },
  { heading: "stickiness", linesOf: stickinessLines },
  { heading: "harm", linesOf: (result, matrix) => estimateLines(result.harm, matrix) },
  { heading: "per replay", linesOf: perReplayLines },
];

function strategyLines(result: StrategyResult, matrix: Matrix): readonly CellLine[] {
  const { planned, scored } = result.replays;
  return [
    strong(result.id),
    ...(result.id === matrix.baseline ? [quiet("the baseline")] : []),
    quiet(`${result.lanes} lanes`),
    quiet(`${result.sessions} sessions`),
    quiet(withMarkers(`${scored}/${planned} scored`, result.notes, matrix)),
  ];
}

/** Value, interval (or why there is none) and counts, each on its line. */
function estimateLines(estimate: Estimate, matrix: Matrix): readonly CellLine[] {
  if (estimate.value === null) return [plain(withMarkers("?", estimate.notes, matrix))];
  const count = countText(estimate);
  const last = withMarkers(count ?? "", estimate.notes, matrix);
  return [
    strong(shareText(estimate.value)),
    plain(intervalText(estimate)),
    ...(last === "" ? [] : [quiet(last)]),
  ];
}

/** For numbers that have no interval by nature. */
function shortLines(estimate: Estimate, matrix: Matrix): readonly CellLine[] {
  return [plain(withMarkers(numberText(estimate.value), estimate.notes, matrix))];
}

function successLines(estimate: Estimate, matrix: Matrix): readonly CellLine[] {
  const { value, count, of, notes } = estimate;
  return [
    plain(withMarkers(shareText(value), notes, matrix)),
    ...(count === undefined || of === undefined ? [] : [quiet(`${count}/${of}`)]),
  ];
}

function claimLines(claim: {
  readonly label: string | null;
  readonly claimed: string | null;
  readonly verdict: Verdict;
}): readonly CellLine[] {
  const measured = strong(claim.label ?? "?");
  if (claim.claimed === null) return [measured, quiet("no claim")];
  return [
    measured,
    quiet(`claimed ${claim.claimed}`),
    { text: claim.verdict, tone: claim.verdict },
  ];
}

function differenceLines(result: StrategyResult, matrix: Matrix): readonly CellLine[] {
  if (result.id === matrix.baseline) return [quiet("the baseline")];
  const comparison = matrix.comparisons.find(({ b }) => b === result.id);
  if (comparison === undefined) return [plain("?")];
  const { difference, p, pAdjusted } = comparison;
  const band = bandBeside(matrix, result.id);
  return [
    strong(`${pointsText(difference.value)} points ${intervalText(difference)}`),
    quiet(
      withMarkers(
        `p ${probabilityText(p)}, Holm ${probabilityText(pAdjusted)}`,
        difference.notes,
        matrix,
      ),
    ),
    ...(band === null ? [] : [quiet(band)]),
  ];
}

function stickinessLines(result: StrategyResult, matrix: Matrix): readonly CellLine[] {
  const { icc, p, notes } = result.stickiness;
  const text = `ICC ${numberText(icc)}, p ${probabilityText(p)}`;
  return [plain(withMarkers(text, notes, matrix))];
}

function perReplayLines(result: StrategyResult): readonly CellLine[] {
  const { seconds, tokens, costUsd, processes } = result.overhead.perReplay;
  const show = (value: number | null, digits: number) =>
    value === null ? "?" : value.toFixed(digits);
  return [
    plain(`${show(seconds, 1)} s, ${show(tokens, 0)} tokens`),
    plain(`$${show(costUsd, 4)}, ${show(processes, 2)} processes`),
  ];
}

function withMarkers(text: string, notes: readonly string[], matrix: Matrix): string {
  return `${text} ${markersOf(notes, matrix.footnotes)}`.trim();
}

function plain(text: string): CellLine {
  return { text, tone: "plain" };
}

function strong(text: string): CellLine {
  return { text, tone: "strong" };
}

function quiet(text: string): CellLine {
  return { text, tone: "quiet" };
}
