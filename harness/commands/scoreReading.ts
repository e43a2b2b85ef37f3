import type { LoggedReplay, Reading } from "../analysis/analysis.ts";
import type { FileReport, Imported } from "../importers/importers.ts";
import type { FoundLogs } from "../logFiles/logFiles.ts";

/** A transcript that repeats another one. */
export type Copy = { readonly copy: LoggedReplay; readonly of: LoggedReplay };

/** People read the first ones; the rest is counted. */
const mostProblems = 20;
const mostExamples = 5;
/** Assumptions are sentences of ours with a few numbers in them. */
const mostAssumptions = 10;

/** Collects what was found on the way to the transcripts. */
export function createReading({ files, problems: unreadable }: FoundLogs) {
  const problems = createList(mostProblems);
  const notLogs = createList(mostExamples);
  const formats = new Map<string, { files: number; transcripts: number }>();
  const others = new Map<string, number>();
  const assumptions = new Map<string, number>();
  let subAgents = 0;
  let transcripts = 0;
  for (const { path, reason } of unreadable) problems.add(`${path}: ${reason}`);
  return {
    add: ({ thread, problems: assumed }: Imported): void => {
      if (thread.kind === "sub-agent") subAgents++;
      else transcripts++;
      for (const text of assumed) count(assumptions, text.replace(/\d+/g, "some"));
    },
    file: (report: FileReport, isNamed: boolean): void => {
      for (const [kind, times] of Object.entries(report.others)) count(others, kind, times);
      // Folders hold much that is no log: settings, packages, indexes, sessions that were opened and left.
      const isEmpty = report.transcripts === 0 && report.problemCount <= 1;
      if ((report.format === null || isEmpty) && !isNamed) return notLogs.add(report.name);
      const own = formats.get(report.format ?? "unknown") ?? { files: 0, transcripts: 0 };
      own.files++;
      own.transcripts += report.transcripts;
      formats.set(report.format ?? "unknown", own);
      for (const { line, reason } of report.problems) {
        problems.add(`${report.name}${line === null ? "" : `:${line}`}: ${reason}`);
      }
      problems.more(report.problemCount - report.problems.length);
    },
    reading: (copies: readonly Copy[]): Reading => {
      const named = createList(mostExamples);
      for (const { copy, of } of copies) named.add(`${copy.file} repeats ${of.file}`);
      return {
        files: files.length,
        bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
        formats: [...formats].map(([format, own]) => ({ format, ...own })),
        transcripts,
        subAgents,
        copies: named.list(),
        problems: problems.list(),
        notLogs: notLogs.list(),
        others: mostFrequent(others).map(([kind, times]) => ({ kind, count: times })),
        assumptions: mostFrequent(assumptions)
          .slice(0, mostAssumptions)
          .map(([text, times]) => ({ text, count: times })),
      };
    },
  };
}

function createList(most: number) {
  const named: string[] = [];
  let total = 0;
  return {
    add: (name: string): void => {
      total++;
      if (named.length < most) named.push(name);
    },
    more: (unnamed: number): void => {
      total += unnamed;
    },
    list: () => ({ count: total, named: [...named] }),
  };
}

function count(counts: Map<string, number>, key: string, times = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}

function mostFrequent(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
