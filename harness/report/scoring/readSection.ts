import type { Reading } from "../../analysis/analysis.ts";
import { counted } from "../../base/base.ts";
import type { Section } from "../audit/auditSections.ts";

const kindsShown = 12;

/** What was read, and everything that was not. */
export function readSection(read: Reading): Section {
  const { problems, copies, notLogs, others, assumptions } = read;
  return {
    title: "What was read",
    lines: [
      `${counted(read.files, "file")}, ${sizeText(read.bytes)}: ${counted(read.transcripts, "transcript")}, and ${counted(read.subAgents, "sub-agent")} apart.`,
      ...named("Lines, entries and files that could not be read", problems),
      ...named("Copies of other transcripts, left out", copies),
      ...named(
        "Files of the folders that are no log of a known format or hold no transcript",
        notLogs,
      ),
      ...assumptions.map(({ text, count }) => `${counted(count, "transcript")}: ${text}`),
      ...kindLines(others),
    ],
    table: {
      head: ["format", "files", "transcripts"],
      rows: read.formats.map((one) => [one.format, String(one.files), String(one.transcripts)]),
    },
    diffs: [],
  };
}

type Named = { readonly count: number; readonly named: readonly string[] };

function named(what: string, { count, named: names }: Named): readonly string[] {
  if (count === 0) return [];
  const more = count - names.length;
  return [
    `${what}: ${count}`,
    ...names.map((name) => name),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ];
}

function kindLines(others: Reading["others"]): readonly string[] {
  if (others.length === 0) return [];
  const shown = others.slice(0, kindsShown).map(({ kind, count }) => `${count} ${kind}`);
  const more = others.length - shown.length;
  const rest = more > 0 ? `, ${counted(more, "more kind")}` : "";
  return [`Entries that are no part of a conversation: ${shown.join(", ")}${rest}.`];
}

function sizeText(bytes: number): string {
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
