import type { HabitComparison, Matrix } from "../../analysis/analysis.ts";
import { percent } from "../numbers.ts";
import { boundsText, comparisonWords } from "./habitWords.ts";

/** Sentences of one comparison in a normal report; the section has them all. */
const mostSentences = 2;
const mostFailures = 3;

/** What a normal report says of checks and behaviour, three lines at most; `report --section validation` has all of it. */
export function validationLines(matrix: Matrix): readonly string[] {
  return [
    ...(["diverging", "degraded"] as const).flatMap((kind) => habitLine(matrix, kind)),
    ...failureLine(matrix),
  ];
}

/** The comparison over all strategies, or that of the only one. */
function habitLine({ validation }: Matrix, kind: HabitComparison["kind"]): readonly string[] {
  const comparison = validation.comparisons.find((one) => one.kind === kind);
  const clear = comparison?.differences.filter(({ isClear }) => isClear) ?? [];
  if (comparison === undefined || clear.length === 0) return [];
  const sentences = clear
    .slice(0, mostSentences)
    .map((difference) => `${difference.sentence} [${boundsText(difference)}]`);
  return [`${capital(comparisonWords(comparison))}: ${sentences.join("; ")}.`];
}

function failureLine({ validation }: Matrix): readonly string[] {
  const failed = validation.strategies
    .flatMap(({ id, checks }) => checks.map((one) => ({ id, ...one })))
    .filter(({ rate }) => rate.passed < rate.of)
    .sort((a, b) => (a.rate.value ?? 1) - (b.rate.value ?? 1));
  if (failed.length === 0) return [];
  const shown = failed.slice(0, mostFailures).map(({ id, check, rate }) => {
    const { passed, of, lower, upper } = rate;
    const interval =
      lower === null || upper === null ? "" : ` [${percent(1 - upper)}, ${percent(1 - lower)}] %`;
    return `${id} "${check}" in ${of - passed} of ${of}${interval}`;
  });
  const more = failed.length - shown.length;
  const rest = more === 0 ? "" : `, and ${more} more in report --section validation`;
  return [`Failed checks, the most frequent first: ${shown.join(", ")}${rest}.`];
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
