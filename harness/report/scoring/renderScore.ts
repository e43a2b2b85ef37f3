import { promptDigest, type Score } from "../../analysis/analysis.ts";
import { counted } from "../../base/base.ts";
import { sectionBlocks } from "../audit/renderAuditMarkdown.ts";
import { sectionBlock } from "../audit/renderAuditTerminal.ts";
import { surfaceOf } from "../audit/terminalTable.ts";
import { escapeMarkdown } from "../escapeMarkdown.ts";
import { estimateText } from "../numbers.ts";
import type { TerminalOptions } from "../renderTerminal.ts";
import { wrapText } from "../wrapText.ts";
import { cut, scoreSections } from "./scoreSections.ts";

/** For people at a terminal; no line is wider than `columns`, at most 120. Ends with a line break. */
export function renderScoreTerminal(score: Score, options: TerminalOptions): string {
  const surface = surfaceOf(options);
  const top = [
    ...wrapText(titleOf(score), surface.width).map((line) => surface.paint(line, "bold")),
    ...wrapText(headlineOf(score), surface.width),
  ];
  const blocks = [top, ...scoreSections(score).map((section) => sectionBlock(section, surface))];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** GitHub-flavoured Markdown. */
export function renderScoreMarkdown(score: Score): string {
  const blocks = [
    `## ${escapeMarkdown(titleOf(score))}`,
    `**${escapeMarkdown(headlineOf(score))}**`,
    ...scoreSections(score).flatMap(sectionBlocks),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** The score as it is; `schema` first. Characters that could steer a terminal are escaped. */
export function renderScoreJson(score: Score): string {
  const text = JSON.stringify(score, null, 2).replace(
    /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${text}\n`;
}

function titleOf({ read }: Score): string {
  return `Score of ${counted(read.transcripts, "transcript")} from ${counted(read.files, "file")} · nothing was run, no model was asked`;
}

function headlineOf({ whole, replays, behaviour }: Score): string {
  if (behaviour !== null) {
    return `Prompt ${promptDigest(behaviour.promptId)}: ${cut(behaviour.promptId, 300)}`;
  }
  const { divergence } = whole;
  if (divergence.value === null) {
    return `How often the agent does something else cannot be said: none of ${counted(replays.alone + replays.ambiguous + replays.missing, "replay")} has a consensus to be compared with.`;
  }
  const { count = 0, of = 0, n } = divergence;
  return `Asked the same thing again, the agent did something else than usual in ${count} of ${counted(of, "replay")} from ${counted(n, "session")}: ${estimateText(divergence)}, prompts weighted equally.`;
}
