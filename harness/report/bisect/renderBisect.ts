import type { BisectResult } from "../../analysis/analysis.ts";
import { escapeMarkdown } from "../escapeMarkdown.ts";
import { wrapText } from "../wrapText.ts";
import {
  bisectBanner,
  bisectTitle,
  nextCommand,
  stepLine,
  thirdValueNote,
  verdictSentence,
} from "./bisectLines.ts";

const widest = 120;

/** The answer and the evidence for it, for people at a terminal. No line is wider than `columns`, at most 120. */
export function renderBisectTerminal(
  result: BisectResult,
  { columns }: { readonly columns: number },
): string {
  const width = Math.min(columns, widest);
  const note = thirdValueNote(result);
  const lines = [
    ...wrapText(verdictSentence(result), width),
    ...(note === null ? [] : wrapText(note, width)),
    ...wrapText(bisectTitle(result), width),
    ...wrapText(bisectBanner, width),
    "",
    ...result.steps.map((step) => cutTo(stepLine(step), width)),
    "",
    ...wrapText(`See all that changed: ${nextCommand(result)}`, width, "  "),
  ];
  return `${lines.join("\n")}\n`;
}

/** The same as Markdown. Ends with a line break. */
export function renderBisectMarkdown(result: BisectResult): string {
  const note = thirdValueNote(result);
  const row = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  const blocks = [
    `## ${escapeMarkdown(bisectTitle(result))}`,
    `**${escapeMarkdown(verdictSentence(result))}**`,
    `> ${bisectBanner}`,
    ...(note === null ? [] : [escapeMarkdown(note)]),
    [
      row(["version", "standing", "evidence"]),
      "| --- | --- | --- |",
      ...result.steps.map(({ version, standing, evidence }) => row([version, standing, evidence])),
    ].join("\n"),
    `See all that changed: \`${nextCommand(result)}\``,
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** `bisect.json`: the result as it is, `schema` first. Ends with a line break. */
export function renderBisectJson(result: BisectResult): string {
  const { schema, ...rest } = result;
  return `${JSON.stringify({ schema, ...rest }, null, 2)}\n`;
}

function cutTo(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
