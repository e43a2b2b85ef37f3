import { z } from "zod";
import { promptReport, type Matrix } from "../analysis/analysis.ts";
import { UserError } from "../base/base.ts";
import { openStore } from "../store/store.ts";
import type { RunRecords } from "../record/record.ts";
import {
  renderPromptJson,
  renderPromptMarkdown,
  renderPromptTerminal,
  renderReportJson,
  renderReportMarkdown,
  renderReportTerminal,
  reportSections,
  type ReportSection,
} from "../report/report.ts";
import { suggestion } from "../suite/suite.ts";
import { parsersForRun } from "./parsersFor.ts";
import { matrixOf, printMatrix, terminalOptions } from "./publish.ts";
import { storeFileOf } from "./runFlags.ts";

const commonFlags = z.object({ out: z.string(), store: z.string().optional() });
const matrixFlags = commonFlags.extend({ json: z.boolean().default(false) });
const reportFlags = commonFlags.extend({
  format: z.enum(["terminal", "markdown", "json"]).optional(),
  section: z.enum(reportSections).optional(),
  prompt: z.string().optional(),
  strategy: z.string().optional(),
});
type ReportFlags = z.infer<typeof reportFlags>;
type Format = NonNullable<ReportFlags["format"]>;

/** `sametwice matrix [RUN]`: the matrix of a recorded run, computed again. */
export async function matrixCommand(run: string | undefined, rawFlags: unknown): Promise<number> {
  const flags = matrixFlags.parse(rawFlags);
  printMatrix(await matrixOf(await recordsOf(run, flags)), flags.json ? "json" : "terminal");
  return 0;
}

/**
 * `sametwice report [RUN]`: a recorded run, a section of its report or the behaviour in one prompt, in the format asked for: at a terminal as
 * tables, else as Markdown.
 */
export async function reportCommand(run: string | undefined, rawFlags: unknown): Promise<number> {
  const flags = reportFlags.parse(rawFlags);
  refuseMixture(flags);
  const records = await recordsOf(run, flags);
  const format = flags.format ?? (process.stdout.isTTY ? "terminal" : "markdown");
  process.stdout.write(
    flags.prompt === undefined
      ? rendered(await matrixOf(records), flags.section ?? "matrix", format)
      : await renderedPrompt(records, flags.prompt, flags.strategy ?? null, format),
  );
  return 0;
}

function refuseMixture({ prompt, section, strategy }: ReportFlags): void {
  if (prompt !== undefined && section !== undefined)
    throw new UserError(
      `--prompt ${prompt} and --section ${section} ask for two different reports.`,
      { advice: "Give one of them." },
    );
  if (prompt === undefined && strategy !== undefined)
    throw new UserError(`--strategy ${strategy} needs --prompt.`, {
      advice: `Write, for example, report --prompt ID --strategy ${strategy}.`,
    });
}

async function renderedPrompt(
  records: RunRecords,
  promptId: string,
  strategy: string | null,
  format: Format,
): Promise<string> {
  refuseUnknown("prompt", promptId, records.run.prompts);
  if (strategy !== null) refuseUnknown("strategy", strategy, records.run.strategies);
  const report = promptReport(
    records,
    { promptId, strategy },
    { parse: await parsersForRun(records) },
  );
  switch (format) {
    case "json":
      return renderPromptJson(report);
    case "markdown":
      return renderPromptMarkdown(report);
    case "terminal":
      return renderPromptTerminal(report, terminalOptions());
  }
}

function refuseUnknown(
  what: "prompt" | "strategy",
  id: string,
  known: readonly { readonly id: string }[],
): void {
  const ids = known.map((one) => one.id);
  if (ids.includes(id)) return;
  const meant = suggestion(id, ids);
  throw new UserError(`The run has no ${what} ${id}; it has ${ids.join(", ")}.`, {
    advice: meant === null ? `Give one of these with --${what}.` : `Did you mean ${meant}?`,
  });
}

function rendered(matrix: Matrix, section: ReportSection, format: Format): string {
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
