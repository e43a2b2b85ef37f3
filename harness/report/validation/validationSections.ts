import type {
  CheckRate,
  HabitComparison,
  HabitDifference,
  Matrix,
  PassRate,
} from "../../analysis/analysis.ts";
import type { DetailTable, Section } from "../audit/auditSections.ts";
import { estimateText, percent, shareText } from "../numbers.ts";
import { boundsText, comparisonWords } from "./habitWords.ts";

/** More columns than these do not fit 120 characters. */
const mostStrategies = 5;

/** Pass rates of the prompts' expectations beside divergence, what failed, and what diverging replays do differently. */
export function validationSections(matrix: Matrix): readonly Section[] {
  return [
    ...rateSections(matrix),
    ...promptSections(matrix),
    failureSection(matrix),
    habitSection(matrix),
  ];
}

type StrategyRates = Matrix["validation"]["strategies"][number];

function rateSections(matrix: Matrix): readonly Section[] {
  const { validation, strategies } = matrix;
  const checks = [
    ...new Set(validation.strategies.flatMap((own) => own.checks.map(({ check }) => check))),
  ];
  const lines = [
    `Share of usable replays that passed, prompts weighted equally, with ${percent(validation.level)} % interval (Korn-Graubard over lanes; none below 20 lanes) and counts. A prompt that does not ask for a check is not counted.`,
    ...validation.notes,
  ];
  return chunked(validation.strategies).map((own, part) =>
    section(titleOf("Checks", part), part === 0 ? lines : [], [
      ["check", ...own.map(({ id }) => id)],
      [
        "(diverged)",
        ...own.map(({ id }) => divergenceText(strategies.find((one) => one.id === id))),
      ],
      ...checks.map((check) => [
        check,
        ...own.map((strategy) => rateText(checkOf(strategy, check)?.rate)),
      ]),
    ]),
  );
}

function divergenceText(result: Matrix["strategies"][number] | undefined): string {
  return result === undefined ? "?" : estimateText(result.divergence);
}

function checkOf({ checks }: StrategyRates, check: string): CheckRate | undefined {
  return checks.find((one) => one.check === check);
}

/** `98.3 % (94 to 99.8), 236/240`; unknown results are named where there are any. */
function rateText(rate: PassRate | undefined): string {
  if (rate === undefined) return "not asked";
  const { value, lower, upper, passed, of, unknown } = rate;
  if (value === null) return `unknown in ${unknown}`;
  const interval =
    lower === null || upper === null ? "" : ` (${percent(lower)} to ${percent(upper)})`;
  const rest = unknown === 0 ? "" : `, ${unknown} unknown`;
  return `${shareText(value)}${interval}, ${passed}/${of}${rest}`;
}

/** Prompt by prompt what did not always pass; a table of what did would only be long. */
function promptSections({ validation }: Matrix): readonly Section[] {
  const known = new Map<string, { promptId: string; check: string }>();
  for (const { check, byPrompt } of validation.strategies.flatMap(({ checks }) => checks)) {
    for (const { promptId, rate } of byPrompt) {
      if (rate.passed < rate.of || rate.unknown > 0)
        known.set(`${promptId} ${check}`, { promptId, check });
    }
  }
  const rows = [...known.values()].sort((a, b) => (a.promptId < b.promptId ? -1 : 1));
  const title = "Checks by prompt";
  if (rows.length === 0)
    return [section(title, ["Every check of every prompt was always passed."], [])];
  const lines = ["What was not always passed, or not always known; everything else was."];
  return chunked(validation.strategies).map((own, part) =>
    section(titleOf(title, part), part === 0 ? lines : [], [
      ["prompt: check", ...own.map(({ id }) => id)],
      ...rows.map(({ promptId, check }) => [
        `${promptId}: ${check}`,
        ...own.map((strategy) =>
          rateText(
            checkOf(strategy, check)?.byPrompt.find((one) => one.promptId === promptId)?.rate,
          ),
        ),
      ]),
    ]),
  );
}

function failureSection({ validation }: Matrix): Section {
  const rows = validation.strategies.flatMap(({ id, checks }) =>
    checks.flatMap(({ check, rate, failure }) =>
      failure === null
        ? []
        : [
            [
              id,
              check,
              `${rate.of - rate.passed} of ${rate.of}`,
              failure.replayId,
              failure.evidence,
            ],
          ],
    ),
  );
  if (rows.length === 0) return section("Failed checks", ["None."], []);
  return section(
    "Failed checks",
    ["The first replay that failed, and what was seen."],
    [["strategy", "check", "failed", "for example", "what was seen"], ...rows],
    [16, 18, 14, 28, 38],
  );
}

function habitSection({ validation }: Matrix): Section {
  const { comparisons, level } = validation;
  const title = "What diverging replays do differently";
  const told = comparisons.filter(({ differences }) => differences.some(({ isClear }) => isClear));
  const quiet = comparisons.filter((one) => !told.includes(one)).map(comparisonWords);
  const lines = [
    `Replays of the same prompts (and strategy), the second set reweighted to the mix of the first. Clear is what leaves out 0 when all differences here share an error of ${percent(1 - level)} % (Bonferroni); none is below 20 lanes on a side.`,
    ...(quiet.length === 0 ? [] : [`No clear difference: ${quiet.join("; ")}.`]),
  ];
  return section(
    title,
    lines,
    told.length === 0
      ? []
      : [["compared", "clear difference", "interval", "lanes"], ...told.flatMap(habitRows)],
    [44, 42, 18, 11],
  );
}

function habitRows(comparison: HabitComparison): readonly (readonly string[])[] {
  return comparison.differences
    .filter(({ isClear }) => isClear)
    .map((difference, index) => [
      index === 0 ? comparisonWords(comparison) : "",
      difference.sentence,
      boundsText(difference),
      lanesText(difference),
    ]);
}

function lanesText({ lanes }: HabitDifference): string {
  return `${lanes.first} / ${lanes.second}`;
}

function chunked(strategies: readonly StrategyRates[]): readonly (readonly StrategyRates[])[] {
  const parts = Math.ceil(strategies.length / mostStrategies);
  return Array.from({ length: parts }, (_, part) =>
    strategies.slice(part * mostStrategies, (part + 1) * mostStrategies),
  );
}

function titleOf(title: string, part: number): string {
  return part === 0 ? title : `${title}, continued`;
}

/** The first row is the head. Columns share what the first leaves of 120 characters, unless widths are given. */
function section(
  title: string,
  lines: readonly string[],
  [head, ...rows]: readonly (readonly string[])[],
  widths?: readonly number[],
): Section {
  const table: DetailTable | null =
    head === undefined || rows.length === 0
      ? null
      : { head, rows, widths: widths ?? evenWidths(head.length) };
  return { title, lines, table, diffs: [] };
}

const tableWidth = 120;

function evenWidths(columns: number): readonly number[] {
  const borders = columns + 1;
  const each = Math.floor((tableWidth - borders) / (columns + 0.3));
  return [tableWidth - borders - each * (columns - 1), ...Array<number>(columns - 1).fill(each)];
}
