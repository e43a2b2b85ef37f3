import {
  effortMeasures,
  promptDigest,
  type EffortMeasure,
  type EffortTable,
  type Estimate,
  type Score,
} from "../../analysis/analysis.ts";
import type { DetailTable, Section } from "../audit/auditSections.ts";
import { percent } from "../numbers.ts";

/** The width that the tables are made for. */
const tableWidth = 120;
const keyWidth = 14;
const countWidth = 9;
/** More columns would be narrower than their headings. */
const mostMeasures = 9;

/** The tables of effort for each grouping; quantities that no log tells have no column. */
export function effortSections(score: Score, rowsShown: number): readonly Section[] {
  return score.effort.flatMap((table) => {
    const measures = knownMeasures(table);
    const parts = Array.from({ length: Math.ceil(measures.length / mostMeasures) }, (_, part) =>
      measures.slice(part * mostMeasures, (part + 1) * mostMeasures),
    );
    return parts.map((own, part) => ({
      title: part === 0 ? `Effort by ${table.by}` : `Effort by ${table.by}, continued`,
      lines: part === 0 ? linesOf(table, rowsShown) : [],
      table: tableOf(table, own, rowsShown),
      diffs: [],
    }));
  });
}

function linesOf({ rows, notes }: EffortTable, rowsShown: number): readonly string[] {
  return [
    "Means of the sessions' means; brackets hold 95 % intervals where 20 sessions or more stand behind them. blind edits: of files not read before. repeats: equal calls with no edit in between. tests at end: replays that ran tests after their last edit.",
    ...notes,
    ...(rows.length > rowsShown
      ? [`The first ${rowsShown} of ${rows.length} rows; --format json has all.`]
      : []),
  ];
}

function tableOf(
  { by, rows }: EffortTable,
  measures: readonly EffortMeasure[],
  rowsShown: number,
): DetailTable {
  const room = tableWidth - keyWidth - countWidth - (mostMeasures + 3);
  return {
    head: [by, "replays", ...measures.map(({ label }) => label)],
    rows: rows
      .slice(0, rowsShown)
      .map((row) => [
        by === "prompt" ? promptDigest(row.key) : row.key,
        String(row.replays),
        ...measures.map((measure) => cell(row.measures[measure.id], measure)),
      ]),
    widths: [keyWidth, countWidth, ...measures.map(() => Math.floor(room / mostMeasures))],
  };
}

function knownMeasures({ rows }: EffortTable): readonly EffortMeasure[] {
  return effortMeasures.filter(({ id }) =>
    rows.some(({ measures }) => {
      const value = measures[id]?.value ?? null;
      return value !== null;
    }),
  );
}

function cell(estimate: Estimate | undefined, { unit }: EffortMeasure): string {
  if (estimate === undefined || estimate.value === null) return "-";
  const text = (value: number) => (unit === "share" ? percent(value) : shortNumber(value));
  const { value, lower, upper } = estimate;
  const mean = unit === "share" ? `${text(value)} %` : text(value);
  return lower === null || upper === null ? mean : `${mean} [${text(lower)}, ${text(upper)}]`;
}

/** Three digits tell enough: `0.034`, `3.4`, `340`, `34000`. */
function shortNumber(value: number): string {
  if (value === 0 || Math.abs(value) >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
