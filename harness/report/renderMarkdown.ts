import type { Matrix } from "../analysis/analysis.ts";
import { comparisonColumns, mainColumns, type CellLine, type Column } from "./cells.ts";
import { superscript } from "./footnotes.ts";
import { insightLines } from "./insightLines.ts";
import {
  causes,
  claimLines,
  costOfVerdicts,
  headline,
  legend,
  notObservedBanner,
  present,
  promptLines,
  provenance,
  simulatedBanner,
  tableTitle,
} from "./prose.ts";
import { sequentialLines } from "./sequential.ts";
import { validationLines } from "./validation/validationLines.ts";
import { escapeMarkdown } from "./escapeMarkdown.ts";

/** The matrix as GitHub-flavoured Markdown, for a README, an issue or a job summary. Ends with a line break. */
export function renderMarkdown(matrix: Matrix): string {
  const banner = simulatedBanner(matrix);
  const bannerBlock = banner === null ? [] : [`> **${escapeMarkdown(banner)}**`];
  const blocks = [
    `## ${escapeMarkdown(tableTitle(matrix))}`,
    ...bannerBlock,
    ...present(notObservedBanner(matrix)).map((text) => `> **${escapeMarkdown(text)}**`),
    escapeMarkdown(headline(matrix)),
    ...present(causes(matrix)).map(escapeMarkdown),
    ...(matrix.strategies.length === 0
      ? []
      : [
          strategyTable(matrix, mainColumns),
          `Beside ${escapeMarkdown(matrix.baseline ?? "nothing")}:`,
          strategyTable(matrix, comparisonColumns),
        ]),
    ...section(
      "Claims",
      claimLines(matrix).map(({ verdict, text }) => `**${verdict}** ${escapeMarkdown(text)}`),
    ),
    ...[costOfVerdicts(matrix)].flatMap((text) => (text === null ? [] : [escapeMarkdown(text)])),
    ...section("Age, slice and noise", insightLines(matrix).map(escapeMarkdown)),
    ...section("Checks and behaviour", validationLines(matrix).map(escapeMarkdown)),
    ...section("Sequential tests", sequentialLines(matrix).map(escapeMarkdown)),
    ...section("How to read this", legend(matrix).map(escapeMarkdown)),
    ...section("Prompts", promptLines(matrix).map(escapeMarkdown)),
    ...section(
      "Footnotes",
      matrix.footnotes.map((note, index) => `${superscript(index + 1)} ${escapeMarkdown(note)}`),
    ),
    escapeMarkdown(provenance(matrix)),
    ...bannerBlock,
  ];
  return `${blocks.join("\n\n")}\n`;
}

function strategyTable(matrix: Matrix, columns: readonly Column[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    row(columns.map(({ heading }) => heading)),
    row(columns.map(() => "---")),
    ...matrix.strategies.map((result) =>
      row(columns.map(({ linesOf }) => linesOf(result, matrix).map(cellLine).join("<br>"))),
    ),
  ].join("\n");
}

function cellLine({ text, tone }: CellLine): string {
  const escaped = escapeMarkdown(text);
  return tone === "strong" ? `**${escaped}**` : escaped;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`### ${title}`, lines.map((line) => `- ${line}`).join("\n")];
}
