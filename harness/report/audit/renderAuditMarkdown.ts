import type { Audit, AuditRange, AuditFinding } from "../../analysis/analysis.ts";
import { escapeMarkdown } from "../escapeMarkdown.ts";
import { auditSections, type DetailTable, type Section, type TitledDiff } from "./auditSections.ts";
import { leftOutLine, rangeLegend, rangeTable, stepsOf } from "./rangeTable.ts";
import { auditBanner, auditTitle, rangeTitle, verdictLine } from "./words.ts";

/** An audit as GitHub-flavoured Markdown, for an upgrade pull request. Whole diffs, folded. Ends with a line break. */
export function renderAuditMarkdown(audit: Audit): string {
  return document([`## ${escapeMarkdown(auditTitle(audit))}`, ...auditBlocks(audit)]);
}

/** An audit of a range as Markdown: one line per version, then each step, folded. */
export function renderAuditRangeMarkdown(range: AuditRange): string {
  const steps = stepsOf(range);
  const leftOut = leftOutLine(range);
  const findings = steps.flatMap((step) => step.findings);
  return document([
    `## ${escapeMarkdown(rangeTitle(range))}`,
    `**${escapeMarkdown(verdictLine({ risk: range.risk, findings }))}**`,
    `> ${auditBanner}`,
    tableBlock(rangeTable(range)),
    escapeMarkdown(rangeLegend),
    ...(leftOut === null ? [] : [escapeMarkdown(leftOut)]),
    ...steps.map((step) => {
      const summary = `${step.from.version} → ${step.to.version}: ${verdictLine(step)}`;
      return folded(summary, auditBlocks(step).join("\n\n"));
    }),
  ]);
}

function document(blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}

function auditBlocks(audit: Audit): readonly string[] {
  return [
    `**${escapeMarkdown(verdictLine(audit))}**`,
    `> ${auditBanner}`,
    ...findingBlock(audit.findings),
    ...auditSections(audit).flatMap(sectionBlocks),
  ];
}

function findingBlock(findings: readonly AuditFinding[]): readonly string[] {
  if (findings.length === 0) return [];
  return [
    tableBlock({
      head: ["risk", "what changed", "why it matters", "what to do"],
      rows: findings.map(({ rating, what, why, action }) => [rating, what, why, action]),
    }),
  ];
}

/** A part of a report's details as Markdown. */
export function sectionBlocks({ title, lines, table, diffs }: Section): readonly string[] {
  return [
    `### ${escapeMarkdown(title)}`,
    ...(lines.length === 0 ? [] : [lines.map((line) => `- ${escapeMarkdown(line)}`).join("\n")]),
    ...(table === null ? [] : [tableBlock(table)]),
    ...diffs.map(diffBlock),
  ];
}

function tableBlock({ head, rows }: DetailTable): string {
  const row = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  return [row(head), `|${" --- |".repeat(head.length)}`, ...rows.map(row)].join("\n");
}

function diffBlock({ title, diff }: TitledDiff): string {
  // Prompts hold code blocks of their own, and a fence ends only at one that is as long.
  const longest = Math.max(2, ...(diff.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return folded(title, `${fence}diff\n${diff}\n${fence}`);
}

function folded(summary: string, content: string): string {
  return `<details><summary>${escapeMarkdown(summary)}</summary>\n\n${content}\n\n</details>`;
}
