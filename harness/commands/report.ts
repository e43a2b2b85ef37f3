import { z } from "zod";
import type { Matrix } from "../analysis/analysis.ts";
import { openStore } from "../store/store.ts";
import type { RunRecords } from "../record/record.ts";
import {
  renderReportJson,
  renderReportMarkdown,
  renderReportTerminal,
  reportSections,
  type ReportSection,
} from "../report/report.ts";
import { matrixOf, printMatrix, terminalOptions } from "./publish.ts";
import { storeFileOf } from "./runFlags.ts";

const commonFlags = z.object({ out: z.string(), store: z.string().optional() });
const matrixFlags = commonFlags.extend({ json: z.boolean().default(false) });
const reportFlags = commonFlags.extend({
  format: z.enum(["terminal", "markdown", "json"]).optional(),
  section: z.enum(reportSections).default("matrix"),
});

/** `sametwice matrix [RUN]`: the matrix of a recorded run, computed again. */
export async function matrixCommand(run: string | undefined, rawFlags: unknown): Promise<number> {
  const flags = matrixFlags.parse(rawFlags);
  printMatrix(await matrixOf(await recordsOf(run, flags)), flags.json ? "json" : "terminal");
  return 0;
}

/** `sametwice report [RUN]`: a recorded run, or a section of its report, in the format asked for: at a terminal as tables, else as Markdown. */
export async function reportCommand(run: string | undefined, rawFlags: unknown): Promise<number> {
  const flags = reportFlags.parse(rawFlags);
  const matrix = await matrixOf(await recordsOf(run, flags));
  const format = flags.format ?? (process.stdout.isTTY ? "terminal" : "markdown");
  process.stdout.write(rendered(matrix, flags.section, format));
  return 0;
}

function rendered(
  matrix: Matrix,
  section: ReportSection,
  format: "terminal" | "markdown" | "json",
): string {
  switch (format) {
    case "json":
      return renderReportJson(matrix, section);
    case "markdown":
      return renderReportMarkdown(matrix, section);
    case "terminal":
      return renderReportTerminal(matrix, section, terminalOptions());
  }
}

async function recordsOf(
  run: string | undefined,
  flags: z.infer<typeof commonFlags>,
): Promise<RunRecords> {
  const store = await openStore(storeFileOf(flags));
  try {
    return await store.loadRun(run ?? "latest");
  } finally {
    await store.close();
  }
}
