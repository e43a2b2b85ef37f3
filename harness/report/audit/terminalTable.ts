import { styleText } from "node:util";
import Table from "cli-table3";
import type { TerminalOptions } from "../renderTerminal.ts";
import { wrapText } from "../wrapText.ts";
import type { DetailTable } from "./auditSections.ts";

/** The width that the tables are made for. */
const tableWidth = 120;
/** A schema's description can fill a screen; the Markdown report has all of it. */
const cellLinesShown = 4;

/** Widths with their padding, by the number of columns; with the borders they make `tableWidth`. */
const widthsOf: Readonly<Record<number, readonly number[]>> = {
  3: [30, 43, 43],
  4: [8, 46, 36, 25],
  5: [18, 22, 15, 30, 29],
  11: [10, 13, 8, 8, 8, 7, 7, 5, 23, 10, 9],
};

export type Style = "bold" | "dim" | "green" | "red" | "yellow";

/** What a text is drawn on. */
export type Surface = {
  readonly paint: (text: string, style: Style) => string;
  /** characters in a line */
  readonly width: number;
};

export function surfaceOf({ color, columns }: TerminalOptions): Surface {
  return {
    // The caller decided about colour already, so the stream is not asked again.
    paint: (text, style) =>
      color && text !== "" ? styleText(style, text, { validateStream: false }) : text,
    width: Math.min(columns, tableWidth),
  };
}

type PaintCell = (line: string, column: number, row: number) => string;

/** A table with a line between its rows, every cell whole; a list on narrow terminals. */
export function ruledTable(
  table: DetailTable,
  surface: Surface,
  paintCell: PaintCell,
): readonly string[] {
  const widths = table.widths ?? widthsOf[table.head.length];
  if (widths === undefined || surface.width < tableWidth) return listOf(table, surface);
  return draw(new Table(style(widths)), table, (cell, column, row) =>
    row === null
      ? wrapText(cell, roomIn(widths, column)).map((line) => surface.paint(line, "bold"))
      : wrapText(cell, roomIn(widths, column)).map((line) => paintCell(line, column, row)),
  );
}

/** A table without lines between its rows, long cells cut; a list on narrow terminals. */
export function compactTable(table: DetailTable, surface: Surface): readonly string[] {
  const widths = table.widths ?? widthsOf[table.head.length];
  if (widths === undefined || surface.width < tableWidth) return listOf(table, surface);
  const chars = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };
  return draw(new Table({ ...style(widths), chars }), table, (cell, column, row) => {
    const lines = wrapText(cell, roomIn(widths, column));
    if (row === null) return lines.map((line) => surface.paint(line, "bold"));
    return lines.length <= cellLinesShown ? lines : [...lines.slice(0, cellLinesShown - 1), "…"];
  });
}

/** Lines of a cell; `row` is null for the head. */
type LinesOf = (cell: string, column: number, row: number | null) => readonly string[];

function draw(target: Table.Table, { head, rows }: DetailTable, linesOf: LinesOf) {
  target.push(head.map((cell, column) => linesOf(cell, column, null).join("\n")));
  for (const [row, cells] of rows.entries()) {
    target.push(cells.map((cell, column) => linesOf(cell, column, row).join("\n")));
  }
  return target.toString().split("\n");
}

/** cli-table3 colours heads and borders unless told not to, even in a pipe. */
function style(widths: readonly number[]): Table.TableConstructorOptions {
  return { colWidths: [...widths], style: { head: [], border: [] } };
}

/** One space of padding on either side. */
function roomIn(widths: readonly number[], column: number): number {
  return (widths[column] ?? tableWidth) - 2;
}

/** The same content, one line per cell. */
function listOf({ head, rows }: DetailTable, { width }: Surface): readonly string[] {
  return rows.flatMap((cells) =>
    cells.flatMap((cell, column) => {
      const name = head[column] ?? "";
      const indent = column === 0 ? "" : "  ";
      return wrapText(name === "" ? cell : `${name}: ${cell}`, width - 2, "  ").map(
        (line) => indent + line,
      );
    }),
  );
}
