import type { Matrix } from "../../analysis/analysis.ts";
import type { Section } from "../audit/auditSections.ts";
import { sectionBlocks } from "../audit/renderAuditMarkdown.ts";
import { sectionBlock } from "../audit/renderAuditTerminal.ts";
import { surfaceOf } from "../audit/terminalTable.ts";
import { escapeMarkdown } from "../escapeMarkdown.ts";
import { provenance, simulatedBanner, tableTitle } from "../prose.ts";
import { renderJson } from "../renderJson.ts";
import { renderMarkdown } from "../renderMarkdown.ts";
import { renderTerminal, type TerminalOptions } from "../renderTerminal.ts";
import { wrapText } from "../wrapText.ts";
import { validationSections } from "../validation/validationSections.ts";
import { attestationSections } from "./attestationSections.ts";
import { attributionSection } from "./attributionSection.ts";
import { diagnosisSections } from "./diagnosisSections.ts";
import { paritySections } from "./paritySections.ts";
import { statisticsSections } from "./statisticsSections.ts";

/** What of a run can be asked for by itself. */
export const reportSections = [
  "matrix",
  "parity",
  "attribution",
  "diagnosis",
  "attestation",
  "statistics",
  "validation",
  "all",
] as const;
export type ReportSection = (typeof reportSections)[number];

type Detail = Exclude<ReportSection, "matrix" | "all">;

/** One section of a run's report for a terminal; `all` is the matrix with everything below it. */
export function renderReportTerminal(
  matrix: Matrix,
  section: ReportSection,
  options: TerminalOptions,
): string {
  if (section === "matrix") return renderTerminal(matrix, options);
  const surface = surfaceOf(options);
  const details = detailSections(matrix, section).map((one) =>
    sectionBlock(one, surface).join("\n"),
  );
  if (section === "all") return document([renderTerminal(matrix, options).trimEnd(), ...details]);
  const banner = simulatedBanner(matrix) ?? "";
  const lines = (text: string, style: "bold" | "yellow") =>
    text === ""
      ? []
      : [
          wrapText(text, surface.width)
            .map((line) => surface.paint(line, style))
            .join("\n"),
        ];
  return document([
    ...lines(tableTitle(matrix), "bold"),
    ...lines(banner, "yellow"),
    ...details,
    wrapText(provenance(matrix), surface.width).join("\n"),
  ]);
}

/** The same as GitHub-flavoured Markdown. */
export function renderReportMarkdown(matrix: Matrix, section: ReportSection): string {
  if (section === "matrix") return renderMarkdown(matrix);
  const details = detailSections(matrix, section).flatMap(sectionBlocks);
  if (section === "all") return document([renderMarkdown(matrix).trimEnd(), ...details]);
  const banner = simulatedBanner(matrix);
  return document([
    `## ${escapeMarkdown(tableTitle(matrix))}`,
    ...(banner === null ? [] : [`> **${escapeMarkdown(banner)}**`]),
    ...details,
    escapeMarkdown(provenance(matrix)),
  ]);
}

/** The same as JSON; `matrix` and `all` are both `matrix.json`, which holds everything. */
export function renderReportJson(matrix: Matrix, section: ReportSection): string {
  if (section === "matrix" || section === "all") return renderJson(matrix);
  const content = {
    schema: "sametwice.report/1",
    section,
    run: matrix.run,
    ...pick(matrix, section),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function detailSections(matrix: Matrix, section: Detail | "all"): readonly Section[] {
  switch (section) {
    case "parity":
      return paritySections(matrix);
    case "attribution":
      return [attributionSection(matrix)];
    case "diagnosis":
      return diagnosisSections(matrix);
    case "attestation":
      return attestationSections(matrix);
    case "statistics":
      return statisticsSections(matrix);
    case "validation":
      return validationSections(matrix);
    case "all":
      return [
        ...paritySections(matrix),
        attributionSection(matrix),
        ...diagnosisSections(matrix),
        ...attestationSections(matrix),
        ...statisticsSections(matrix),
        ...validationSections(matrix),
      ];
  }
}

function pick(matrix: Matrix, section: Detail): Readonly<Record<string, unknown>> {
  switch (section) {
    case "parity":
      return {
        baseline: matrix.baseline,
        strategies: matrix.strategies.map(({ id, featureParity, parity }) => ({
          id,
          featureParity,
          parity,
        })),
      };
    case "attribution":
      return { attribution: matrix.attribution };
    case "diagnosis":
      return { diagnosis: matrix.diagnosis };
    case "attestation":
      return { attestation: matrix.attestation };
    case "statistics":
      return { baseline: matrix.baseline, insight: matrix.insight };
    case "validation":
      return {
        baseline: matrix.baseline,
        strategies: matrix.strategies.map(({ id, divergence }) => ({ id, divergence })),
        validation: matrix.validation,
      };
  }
}

function document(blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}
