import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { computeMatrix, type Matrix } from "../analysis/analysis.ts";
import { messageOf, UserError } from "../base/base.ts";
import type { RunRecords } from "../record/record.ts";
import {
  renderJson,
  renderMarkdown,
  renderTerminal,
  type TerminalOptions,
} from "../report/report.ts";
import { parsersForRun } from "./parsersFor.ts";

/** The matrix of a recorded run. */
export async function matrixOf(records: RunRecords): Promise<Matrix> {
  return computeMatrix(records, { parse: await parsersForRun(records) });
}

/** Writes a run's matrix in every format and prints it once: as JSON when asked for, else as a table. */
export async function publishMatrix(
  records: RunRecords,
  options: { readonly folder: string; readonly json: boolean },
): Promise<void> {
  const matrix = await matrixOf(records);
  printMatrix(matrix, options.json ? "json" : "terminal");
  try {
    await writeReports(matrix, options.folder);
  } catch (error) {
    throw new UserError(
      `The reports cannot be written to ${options.folder}: ${messageOf(error)}.`,
      {
        advice: `The run itself is saved; print it with sametwice matrix ${records.run.id} or report ${records.run.id}.`,
        cause: error,
      },
    );
  }
  process.stderr.write(`Reports: ${options.folder}\n`);
}

async function writeReports(matrix: Matrix, folder: string): Promise<void> {
  const file = (name: string) => join(folder, name);
  await writeFile(file("matrix.json"), renderJson(matrix));
  await writeFile(file("matrix.md"), renderMarkdown(matrix));
  await writeFile(file("matrix.txt"), renderTerminal(matrix, { color: false, columns: 120 }));
}

/** Prints a matrix on stdout. */
export function printMatrix(matrix: Matrix, format: "terminal" | "json"): void {
  process.stdout.write(render(matrix, format));
}

function render(matrix: Matrix, format: "terminal" | "json"): string {
  switch (format) {
    case "json":
      return renderJson(matrix);
    case "terminal":
      return renderTerminal(matrix, terminalOptions());
  }
}

/** What stdout can show. */
export function terminalOptions(): TerminalOptions {
  return {
    color: process.stdout.isTTY && process.stdout.hasColors(),
    // A terminal that does not know its width says 0.
    columns: Math.min(process.stdout.columns || 120, 120),
  };
}
