import type { PromptReport } from "../../analysis/analysis.ts";
import { sectionBlocks } from "../audit/renderAuditMarkdown.ts";
import { sectionBlock } from "../audit/renderAuditTerminal.ts";
import { surfaceOf } from "../audit/terminalTable.ts";
import { escapeMarkdown } from "../escapeMarkdown.ts";
import { present, simulatedBanner } from "../prose.ts";
import type { TerminalOptions } from "../renderTerminal.ts";
import { wrapText } from "../wrapText.ts";
import { behaviourSections } from "./behaviourSections.ts";

/** How the replays of one prompt behave, for a terminal. */
export function renderPromptTerminal(report: PromptReport, options: TerminalOptions): string {
  const surface = surfaceOf(options);
  const block = (text: string, style: "bold" | "yellow" | "dim") =>
    wrapText(text, surface.width)
      .map((line) => surface.paint(line, style))
      .join("\n");
  return document([
    block(titleOf(report), "bold"),
    ...bannersOf(report).map((banner) => block(banner, "yellow")),
    ...leadLines(report).map((line) => wrapText(line, surface.width).join("\n")),
    ...behaviourSections(report.behaviour).map((one) => sectionBlock(one, surface).join("\n")),
    block(provenanceOf(report), "dim"),
  ]);
}

/** The same as GitHub-flavoured Markdown. */
export function renderPromptMarkdown(report: PromptReport): string {
  return document([
    `## ${escapeMarkdown(titleOf(report))}`,
    ...bannersOf(report).map((banner) => `> **${escapeMarkdown(banner)}**`),
    ...leadLines(report).map(escapeMarkdown),
    ...behaviourSections(report.behaviour).flatMap(sectionBlocks),
    escapeMarkdown(provenanceOf(report)),
  ]);
}

/** The same as JSON, with the alignment and the medoids' transcripts. */
export function renderPromptJson(report: PromptReport): string {
  const text = JSON.stringify(report, null, 2);
  // A line for each number makes files of an alignment that nobody can scroll; texts hold no raw line breaks.
  const compact = text.replace(/\[\n\s+(\d+(?:,\n\s+\d+)*)\n\s+\]/g, (_all, numbers: string) => {
    return `[${numbers.replace(/\s+/g, " ")}]`;
  });
  return `${compact}\n`;
}

function titleOf({ behaviour, run, strategies }: PromptReport): string {
  const vendor =
    run.vendor.kind === "simulated"
      ? `SIMULATED vendor ${run.vendor.profile}`
      : `vendor ${run.vendor.baseUrl}`;
  const only = strategies.length === 1 ? ` · strategy ${strategies.join("")}` : "";
  return `Prompt ${behaviour.promptId}${only} · suite ${run.suite} · ${run.agent} ${run.cli} · ${run.model} · ${vendor}`;
}

function bannersOf({ run, observed }: PromptReport): readonly string[] {
  return [
    ...present(simulatedBanner({ run })),
    ...(observed === "on"
      ? []
      : ["NOT OBSERVED: nothing proves that the strategies took effect in these replays."]),
  ];
}

function leadLines({ leftOut, behaviour, run }: PromptReport): readonly string[] {
  return [
    ...(behaviour.configurations.length === 0 ? ["No replay of this prompt can be compared."] : []),
    ...leftOut.notes,
    ...(run.finishedAt === null ? ["The run is not finished; all numbers are preliminary."] : []),
  ];
}

function provenanceOf({ run, behaviour }: PromptReport): string {
  return `Modes are cut at the prompt's noise in ${behaviour.gate.join(", ")}. Run ${run.id}, seed ${run.seed}, started ${run.startedAt}.`;
}

function document(blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}
