import { styleText } from "node:util";
import Table from "cli-table3";
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
import { wrapText } from "./wrapText.ts";

export type TerminalOptions = {
  /** ANSI colours; whoever calls knows whether the output is a terminal */
  readonly color: boolean;
  /** width of the terminal in characters; below 120 the tables become lists */
  readonly columns: number;
};

/** The width that the tables are made for. */
const tableWidth = 120;

/** Widths with their padding; together with the borders they make `tableWidth`. */
const mainWidths = [16, 14, 14, 14, 15, 14, 14, 10] as const;
const comparisonWidths = [18, 30, 9, 20, 14, 22] as const;

type Paint = (text: string, tone: CellLine["tone"]) => string;

/** The matrix for people at a terminal; no line is wider than `columns`, at most 120. Ends with a line break. */
export function renderTerminal(matrix: Matrix, options: TerminalOptions): string {
  const paint: Paint = options.color ? paintTone : (text) => text;
  const width = Math.min(options.columns, tableWidth);
  const wrapped = (lines: readonly string[]) =>
    lines.flatMap((line) => wrapText(line, width, "  "));
  const banner = simulatedBanner(matrix);
  const bannerLines =
    banner === null ? [] : [wrapText(banner, width).map((line) => paint(line, "inconclusive"))];
  const sections: readonly (readonly string[])[] = [
    ...bannerLines,
    ...present(notObservedBanner(matrix)).map((text) =>
      wrapText(text, width).map((line) => paint(line, "inconclusive")),
    ),
    wrapText(headline(matrix), width),
    ...present(causes(matrix)).map((text) => wrapText(text, width)),
    tableOrList(
      matrix,
      { columns: mainColumns, widths: mainWidths, title: tableTitle(matrix) },
      { paint, width },
    ),
    tableOrList(
      matrix,
      {
        columns: comparisonColumns,
        widths: comparisonWidths,
        title: `Beside ${matrix.baseline ?? "nothing"}`,
      },
      { paint, width },
    ),
    titled("Claims", claimSection(matrix, paint, width), paint),
    wrapText(costOfVerdicts(matrix) ?? "", width).filter((line) => line !== ""),
    titled("Age, slice and noise", wrapped(insightLines(matrix)), paint),
    titled("Checks and behaviour", wrapped(validationLines(matrix)), paint),
    titled("Sequential tests", wrapped(sequentialLines(matrix)), paint),
    titled("How to read this", wrapped(legend(matrix)), paint),
    titled("Prompts", wrapped(promptLines(matrix)), paint),
    titled("Footnotes", footnoteSection(matrix, width), paint),
    wrapText(provenance(matrix), width),
    ...bannerLines,
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

type TableShape = {
  readonly columns: readonly Column[];
  readonly widths: readonly number[];
  readonly title: string;
};
type Surface = { readonly paint: Paint; readonly width: number };

function tableOrList(matrix: Matrix, shape: TableShape, surface: Surface): readonly string[] {
  if (matrix.strategies.length === 0) return [];
  return surface.width < tableWidth
    ? strategyList(matrix, shape, surface)
    : strategyTable(matrix, shape, surface);
}

function strategyTable(matrix: Matrix, shape: TableShape, { paint }: Surface): readonly string[] {
  const { columns, widths, title } = shape;
  // cli-table3 colours heads and borders unless told not to, even in a pipe.
  const table = new Table({ colWidths: [...widths], style: { head: [], border: [] } });
  table.push([{ colSpan: columns.length, content: wrapText(title, tableWidth - 4).join("\n") }]);
  table.push(
    columns.map(({ heading }, index) =>
      wrapCell(heading, widths[index])
        .map((line) => paint(line, "strong"))
        .join("\n"),
    ),
  );
  for (const result of matrix.strategies) {
    table.push(
      columns.map(({ linesOf }, index) =>
        linesOf(result, matrix)
          .flatMap(({ text, tone }) =>
            wrapCell(text, widths[index]).map((line) => paint(line, tone)),
          )
          .join("\n"),
      ),
    );
  }
  return table.toString().split("\n");
}

/** One space of padding on either side. */
function wrapCell(text: string, width: number | undefined): readonly string[] {
  return wrapText(text, (width ?? tableWidth) - 2);
}

/** For narrow terminals: the same content, one line per column of the table. */
function strategyList(
  matrix: Matrix,
  shape: TableShape,
  { paint, width }: Surface,
): readonly string[] {
  const [, ...columns] = shape.columns;
  return [
    ...wrapText(shape.title, width).map((line) => paint(line, "strong")),
    ...matrix.strategies.flatMap((result) => [
      ...wrapText(result.id, width).map((line) => paint(line, "strong")),
      ...columns.flatMap(({ heading, linesOf }) => {
        const content = linesOf(result, matrix)
          .map(({ text }) => text)
          .join(" ");
        return wrapText(`${heading}: ${content}`, width - 2, "  ").map((line) => `  ${line}`);
      }),
    ]),
  ];
}

function claimSection(matrix: Matrix, paint: Paint, width: number): readonly string[] {
  return claimLines(matrix).flatMap(({ verdict, text }) => {
    const label = verdict.toUpperCase().padEnd("INCONCLUSIVE".length);
    const [first = "", ...rest] = wrapText(text, width - label.length - 1);
    const indent = " ".repeat(label.length + 1);
    return [`${paint(label, verdict)} ${first}`, ...rest.map((line) => indent + line)];
  });
}

function footnoteSection(matrix: Matrix, width: number): readonly string[] {
  return matrix.footnotes.flatMap((note, index) =>
    wrapText(`${superscript(index + 1)} ${note}`, width, "  "),
  );
}

function titled(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : [paint(title, "strong"), ...lines];
}

const paintTone: Paint = (text, tone) => {
  switch (tone) {
    case "plain":
      return text;
    case "strong":
      return paintAlways("bold", text);
    case "quiet":
    case "no-claim":
      return paintAlways("dim", text);
    case "supported":
      return paintAlways("green", text);
    case "refuted":
      return paintAlways("red", text);
    case "inconclusive":
      return paintAlways("yellow", text);
  }
};

/** The caller decided about colour already, so the stream is not asked again. */
function paintAlways(format: "bold" | "dim" | "green" | "red" | "yellow", text: string): string {
  return text === "" ? text : styleText(format, text, { validateStream: false });
}
