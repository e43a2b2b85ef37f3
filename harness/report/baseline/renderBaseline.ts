import type { Baseline, BaselineDiff } from "../../baseline/baseline.ts";
import type { Section } from "../audit/auditSections.ts";
import { sectionBlocks } from "../audit/renderAuditMarkdown.ts";
import { sectionBlock } from "../audit/renderAuditTerminal.ts";
import { surfaceOf, type Style } from "../audit/terminalTable.ts";
import { escapeMarkdown } from "../escapeMarkdown.ts";
import type { TerminalOptions } from "../renderTerminal.ts";
import { wrapText } from "../wrapText.ts";
import { outcomeLine, simulatedLine, subjectText } from "./baselineWords.ts";
import { diffSections } from "./diffSections.ts";
import { showSections } from "./showSections.ts";

/** A baseline that was read, or why its file could not be. */
export type ListedBaseline =
  | { readonly kind: "read"; readonly file: string; readonly baseline: Baseline }
  | { readonly kind: "damaged"; readonly file: string; readonly why: string };

/** What is shown, before it is known for whom. */
type Page = {
  readonly title: string;
  readonly headline: { readonly text: string; readonly style: Style };
  /** what must be seen before any number */
  readonly banners: readonly string[];
  readonly sections: readonly Section[];
};

/** For people at a terminal; no line is wider than `columns`, at most 120. @param where see `diffSections` */
export function renderBaselineDiffTerminal(
  diff: BaselineDiff,
  options: TerminalOptions & { readonly where: string },
): string {
  return terminalOf(diffPage(diff, options.where), options);
}

/** GitHub-flavoured Markdown, for the pull request of an upgrade. */
export function renderBaselineDiffMarkdown(diff: BaselineDiff, where: string): string {
  return markdownOf(diffPage(diff, where));
}

/** The comparison as it is; `schema` first. */
export function renderBaselineDiffJson(diff: BaselineDiff): string {
  return `${JSON.stringify(diff, null, 2)}\n`;
}

/** A baseline for people at a terminal. */
export function renderBaselineTerminal(baseline: Baseline, options: TerminalOptions): string {
  return terminalOf(showPage(baseline), options);
}

/** A baseline as Markdown. */
export function renderBaselineMarkdown(baseline: Baseline): string {
  return markdownOf(showPage(baseline));
}

/** One line for each baseline, for people at a terminal. */
export function renderBaselineList(
  listed: readonly ListedBaseline[],
  options: TerminalOptions,
): string {
  const table = {
    head: ["suite", "name", "version", "client", "vendor", "prompts", "approved", "run"],
    rows: listed.flatMap((one) => (one.kind === "read" ? [listRow(one.baseline)] : [])),
    widths: [16, 12, 9, 22, 20, 10, 12, 10],
  };
  const title = listed.length === 0 ? "No baseline was approved yet." : "Baselines";
  const lines = listed.flatMap((one) => (one.kind === "damaged" ? [one.why] : []));
  const section = { title, lines, table: table.rows.length === 0 ? null : table, diffs: [] };
  return `${sectionBlock(section, surfaceOf(options)).join("\n")}\n`;
}

function listRow({ suite, name, version, run, prompts, approvedAt }: Baseline): readonly string[] {
  const ambiguous = prompts.filter(({ reference }) => reference === null).length;
  return [
    suite,
    name,
    String(version),
    `${run.agent} ${run.cli} ${run.model}`,
    `${run.vendor.kind === "simulated" ? `SIMULATED ${run.vendor.profile}` : run.vendor.baseUrl}${run.observed === "on" ? "" : ", not observed"}`,
    `${prompts.length}${ambiguous === 0 ? "" : `, ${ambiguous} ambiguous`}`,
    approvedAt.slice(0, 10),
    run.id,
  ];
}

function diffPage(diff: BaselineDiff, where: string): Page {
  const { baseline, run, suite, subjectChanges } = diff;
  const simulated = simulatedLine(run);
  const style = { worse: "red", "to-approve": "yellow", "as-approved": "green" } as const;
  return {
    title: `Run ${run.id} against baseline ${baseline.name} version ${baseline.version} (run ${baseline.run.id}, ${baseline.approvedAt.slice(0, 10)}) · suite ${suite} · ${subjectText(run)}`,
    headline: { text: outcomeLine(diff), style: style[diff.outcome] },
    banners: [
      ...(simulated === null ? [] : [simulated]),
      ...(subjectChanges.length === 0
        ? []
        : [`NOT THE SAME SUBJECT as when it was approved: ${subjectChanges.join("; ")}.`]),
    ],
    sections: diffSections(diff, where),
  };
}

function showPage(baseline: Baseline): Page {
  const { suite, name, version, run, approvedAt, sametwice } = baseline;
  const simulated = simulatedLine(run);
  return {
    title: `Baseline ${name} version ${version} · suite ${suite} · ${subjectText(run)}`,
    headline: {
      text: `Approved ${approvedAt} from run ${run.id} of ${run.startedAt}, configuration ${run.configurationHash.slice(0, 12)}, with sametwice ${sametwice}.`,
      style: "dim",
    },
    banners: simulated === null ? [] : [simulated],
    sections: showSections(baseline),
  };
}

function terminalOf(
  { title, headline, banners, sections }: Page,
  options: TerminalOptions,
): string {
  const surface = surfaceOf(options);
  const painted = (text: string, style: Style) =>
    wrapText(text, surface.width).map((line) => surface.paint(line, style));
  const top = [
    ...painted(title, "bold"),
    ...painted(headline.text, headline.style),
    ...banners.flatMap((banner) => painted(banner, "yellow")),
  ];
  return document(
    [top, ...sections.map((one) => sectionBlock(one, surface))].map((lines) => lines.join("\n")),
  );
}

function markdownOf({ title, headline, banners, sections }: Page): string {
  return document([
    `## ${escapeMarkdown(title)}`,
    `**${escapeMarkdown(headline.text)}**`,
    ...banners.map((banner) => `> **${escapeMarkdown(banner)}**`),
    ...sections.flatMap(sectionBlocks),
  ]);
}

function document(blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}
