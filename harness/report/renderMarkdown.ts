import type { Matrix } from "../analysis/analysis.ts";
import { comparisonColumns, mainColumns, type CellLine, type Column } from "./cells.ts";
import { superscript } from "./footnotes.ts";
import {
  claimLines,
  headline,
  legend,
  promptLines,
  provenance,
  simulatedBanner,
  tableTitle,
} from "./prose.ts";
import { withoutControls } from "./wrapText.ts";

/** The matrix as GitHub-flavoured Markdown, for a README, an issue or a job summary. Ends with a line break. */
export function renderMarkdown(matrix: Matrix): string {
  const banner = simulatedBanner(matrix);
  const bannerBlock = banner === null ? [] : [`> **${escapeText(banner)}**`];
  const blocks = [
    `## ${escapeText(tableTitle(matrix))}`,
    ...bannerBlock,
    escapeText(headline(matrix)),
    ...(matrix.strategies.length === 0
      ? []
      : [
          strategyTable(matrix, mainColumns),
          `Beside ${escapeText(matrix.baseline ?? "nothing")}:`,
          strategyTable(matrix, comparisonColumns),
        ]),
    ...section(
      "Claims",
      claimLines(matrix).map(({ verdict, text }) => `**${verdict}** ${escapeText(text)}`),
    ),
    ...section("How to read this", legend(matrix).map(escapeText)),
    ...section("Prompts", promptLines(matrix).map(escapeText)),
    ...section(
      "Footnotes",
      matrix.footnotes.map((note, index) => `${superscript(index + 1)} ${escapeText(note)}`),
    ),
    escapeText(provenance(matrix)),
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
  const escaped = escapeText(text);
  return tone === "strong" ? `**${escaped}**` : escaped;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`### ${title}`, lines.map((line) => `- ${line}`).join("\n")];
}

/** Names and notes come from suites and from the wire: none of them may become a cell border, a tag or a link. */
function escapeText(text: string): string {
  return withoutControls(text).replace(/[\\|<>*_[\]]/g, (character) =>
    character === "<" ? "&lt;" : character === ">" ? "&gt;" : `\\${character}`,
  );
}
