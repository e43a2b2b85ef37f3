import type { Audit, AuditRange, AuditFinding } from "../../analysis/analysis.ts";
import { counted } from "../../base/base.ts";
import type { TerminalOptions } from "../renderTerminal.ts";
import { withoutControls, wrapText } from "../wrapText.ts";
import { auditSections, type DetailTable, type Section, type TitledDiff } from "./auditSections.ts";
import { compactTable, ruledTable, surfaceOf, type Style, type Surface } from "./terminalTable.ts";
import { leftOutLine, rangeLegend, rangeTable, stepsOf } from "./rangeTable.ts";
import { auditBanner, auditTitle, rangeTitle, verdictLine } from "./words.ts";

/** A diff has hundreds of lines; the Markdown report has them all. */
const diffLinesShown = 12;

/** An audit for people at a terminal: verdict and risks first. No line is wider than `columns`, at most 120. */
export function renderAuditTerminal(audit: Audit, options: TerminalOptions): string {
  const surface = surfaceOf(options);
  return document([
    top(auditTitle(audit), audit, surface),
    findingBlock(audit.findings, surface),
    ...auditSections(audit).map((section) => sectionBlock(section, surface)),
  ]);
}

/** An audit of a range for people at a terminal: one line per version, then what was found at each step. */
export function renderAuditRangeTerminal(range: AuditRange, options: TerminalOptions): string {
  const surface = surfaceOf(options);
  const steps = stepsOf(range);
  const leftOut = leftOutLine(range);
  const findings = steps.flatMap((step) => step.findings);
  return document([
    top(rangeTitle(range), { risk: range.risk, findings }, surface),
    [
      ...ruledTable(rangeTable(range), surface, (line) => line),
      ...wrapText(rangeLegend, surface.width, "  "),
      ...(leftOut === null ? [] : wrapText(leftOut, surface.width, "  ")),
    ],
    ...steps.map((step) => [
      surface.paint(`${step.from.version} → ${step.to.version}: ${verdictLine(step)}`, "bold"),
      ...step.findings.flatMap(({ rating, what }) =>
        wrapText(`${rating.toUpperCase()} ${what}`, surface.width, "  "),
      ),
    ]),
  ]);
}

function document(blocks: readonly (readonly string[])[]): string {
  const shown = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${shown.join("\n\n")}\n`;
}

function top(
  title: string,
  audit: Pick<Audit, "risk" | "findings">,
  { paint, width }: Surface,
): readonly string[] {
  const style = audit.risk === "none" ? "green" : styleOf(audit.risk);
  return [
    ...wrapText(title, width).map((line) => paint(line, "bold")),
    ...wrapText(verdictLine(audit), width).map((line) => paint(line, style)),
    ...wrapText(auditBanner, width).map((line) => paint(line, "dim")),
  ];
}

function styleOf(rating: AuditFinding["rating"]): Style {
  return ({ high: "red", medium: "yellow", low: "dim" } as const)[rating];
}

function findingBlock(findings: readonly AuditFinding[], surface: Surface): readonly string[] {
  if (findings.length === 0) return [];
  const table: DetailTable = {
    head: ["risk", "what changed", "why it matters", "what to do"],
    rows: findings.map(({ rating, what, why, action }) => [rating, what, why, action]),
  };
  return ruledTable(table, surface, (cell, column, row) => {
    const finding = findings[row];
    return column === 0 && finding ? surface.paint(cell, styleOf(finding.rating)) : cell;
  });
}

/** A part of a report's details for a terminal. */
export function sectionBlock(section: Section, surface: Surface): readonly string[] {
  return [
    ...wrapText(section.title, surface.width).map((line) => surface.paint(line, "bold")),
    ...section.lines.flatMap((line) => wrapText(line, surface.width, "  ")),
    ...(section.table === null ? [] : compactTable(section.table, surface)),
    ...section.diffs.flatMap((diff) => diffBlock(diff, surface)),
  ];
}

function diffBlock({ title, diff }: TitledDiff, { paint, width }: Surface): readonly string[] {
  const lines = diff.split("\n").filter((line) => /^[-+]./.test(line));
  const shown = lines
    .slice(0, diffLinesShown)
    .map((line) =>
      paint(`  ${cutTo(withoutControls(line), width - 2)}`, line.startsWith("+") ? "green" : "red"),
    );
  const more = lines.length - shown.length;
  const rest =
    more === 0
      ? []
      : wrapText(
          `… ${counted(more, "more line")} changed; the Markdown report has all of them`,
          width - 2,
        ).map((line) => `  ${line}`);
  return [...wrapText(title, width, "  "), ...shown, ...rest];
}

function cutTo(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
