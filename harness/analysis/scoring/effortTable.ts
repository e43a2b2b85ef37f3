import { studentTQuantile } from "../../statistics/statistics.ts";
import { groupBy, meanOf, unknownEstimate } from "../estimates.ts";
import { withEnoughUnits } from "../shares.ts";
import type { Estimate } from "../types.ts";
import { effortMeasures, type EffortMeasure } from "./effortMeasures.ts";
import { inOrder, keyOf } from "./groupings.ts";
import type { EffortRow, EffortTable, Grouping, LoggedReplay } from "./types.ts";

/** How much work the agent put in, row by row. @param level of the intervals, in (0, 1) */
export function effortTable(
  replays: readonly LoggedReplay[],
  by: Grouping,
  level: number,
): EffortTable {
  const rows = [...groupBy(replays, (replay) => keyOf(replay, by))].map(
    ([key, own]): EffortRow => ({
      key,
      replays: own.length,
      sessions: new Set(own.map(({ keys }) => keys.session)).size,
      measures: Object.fromEntries(
        effortMeasures.map((measure) => [measure.id, sessionMean(own, measure, level)]),
      ),
    }),
  );
  return { by, rows: inOrder(rows, by), notes: promptNotes(replays, by) };
}

const method = "mean of session means, Student's t";

/** Replays of a session are alike, so each session counts once. */
function sessionMean(
  replays: readonly LoggedReplay[],
  measure: EffortMeasure,
  level: number,
): Estimate {
  const means = [...groupBy(replays, ({ keys }) => keys.session).values()].flatMap((own) => {
    const known = own.map(measure.of).filter((value) => value !== null);
    return meanOf(known) ?? [];
  });
  const mean = meanOf(means);
  if (mean === null) return unknownEstimate(method, ["The logs do not tell."]);
  const n = means.length;
  const squares = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half =
    n < 2 ? null : studentTQuantile((1 + level) / 2, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return withEnoughUnits({
    value: mean,
    lower: half === null ? null : mean - half,
    upper: half === null ? null : mean + half,
    level: half === null ? null : level,
    n,
    method,
    notes: [],
  });
}

/** Where rows hold different prompts, a difference between them may be one between the prompts. */
function promptNotes(replays: readonly LoggedReplay[], by: Grouping): readonly string[] {
  if (by === "prompt") return [];
  const sets = [...groupBy(replays, (replay) => keyOf(replay, by)).values()].map(
    (own) => new Set(own.map(({ keys }) => keys.prompt)),
  );
  const all = new Set(replays.map(({ keys }) => keys.prompt));
  if (sets.every(({ size }) => size === all.size)) return [];
  return ["The rows hold different prompts, so that differences may be those of the prompts."];
}
