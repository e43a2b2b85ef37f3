import type {
  Matrix,
  ParityDetail,
  PartPresence,
  StrategyResult,
} from "../../analysis/analysis.ts";
import type { DetailTable, Section, TitledDiff } from "../audit/auditSections.ts";

/** What each strategy keeps, loses, adds and changes of what the baseline sends. */
export function paritySections(matrix: Matrix): readonly Section[] {
  return matrix.strategies.flatMap((result) =>
    result.id === matrix.baseline ? [] : [strategySection(result, matrix.baseline ?? "")],
  );
}

function strategySection(result: StrategyResult, baseline: string): Section {
  const { id, featureParity, parity } = result;
  const title = `Feature parity: ${id}, ${featureParity.label ?? "unknown"}`;
  if (parity === null) return { title, lines: [`${featureParity.note}.`], table: null, diffs: [] };
  return {
    title,
    lines: [summary(parity, baseline), ...varyingLine(parity)],
    table: partTable(parity, { id, baseline }),
    diffs: textDiffs(parity),
  };
}

function summary(parity: ParityDetail, baseline: string): string {
  const { kept, lost, added, changed, replays, baselineReplays, source } = parity;
  const how =
    source === "fingerprints"
      ? "whole requests"
      : "names only: the run was recorded before there were fingerprints";
  return `Kept ${kept} parts, lost ${lost.length}, added ${added.length}, changed ${changed.length}; seen in ${replays} replays and ${baselineReplays} of ${baseline} (${how}).`;
}

function varyingLine({ varying }: ParityDetail): readonly string[] {
  if (varying.length === 0) return [];
  return [
    `Differing within one strategy's own replays, so that a difference between strategies means nothing: ${varying.join(", ")}.`,
  ];
}

type Names = { readonly id: string; readonly baseline: string };

function partTable(parity: ParityDetail, names: Names): DetailTable | null {
  const none = "not sent";
  const rows = [
    ...parity.lost.map((part) => ["lost", part.part, part.value, none, often(part, parity, names)]),
    ...parity.added.map((part) => [
      "added",
      part.part,
      none,
      part.value,
      often(part, parity, names),
    ]),
    ...parity.changed.map(({ part, before, after, text }) => [
      "changed",
      part,
      before,
      after,
      text === null ? "" : `+${text.linesAdded} -${text.linesRemoved} lines`,
    ]),
    ...parity.sometimes.map((part) => [
      "kept",
      part.part,
      part.value,
      part.value,
      often(part, parity, names),
    ]),
  ];
  if (rows.length === 0) return null;
  return {
    head: ["", "part", names.baseline, names.id, "how often"],
    rows,
    widths: [10, 34, 26, 26, 18],
  };
}

/** Only what is not true of all replays needs saying. */
function often(part: PartPresence, parity: ParityDetail, { id, baseline }: Names): string {
  const some = (replays: number, of: number, whose: string) =>
    replays === 0 || replays === of ? [] : [`in ${replays} of ${of} replays of ${whose}`];
  const said = [
    ...some(part.replays, parity.replays, id),
    ...some(part.baselineReplays, parity.baselineReplays, baseline),
  ];
  return said.length === 0 ? "in all replays" : said.join(", ");
}

function textDiffs({ changed }: ParityDetail): readonly TitledDiff[] {
  return changed.flatMap(({ part, text }) =>
    text === null
      ? []
      : [{ title: `${part}: +${text.linesAdded} -${text.linesRemoved} lines`, diff: text.diff }],
  );
}
