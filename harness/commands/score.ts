import { z } from "zod";
import {
  computeScore,
  defaultLogGate,
  groupings,
  promptDigest,
  withoutCopies,
  type LoggedReplay,
  type Score,
} from "../analysis/analysis.ts";
import { UserError } from "../base/base.ts";
import { logFormats } from "../importers/importers.ts";
import { channels, type Channel } from "../record/record.ts";
import { renderScoreJson, renderScoreMarkdown, renderScoreTerminal } from "../report/report.ts";
import { loadParsers } from "../syntax/syntax.ts";
import { terminalOptions } from "./publish.ts";
import { readLogs, type ReadLogs } from "./scoreLogs.ts";

const scoreFlags = z.object({
  by: z.enum(groupings),
  gate: z.array(z.string()).optional(),
  inputFormat: z.enum(logFormats).optional(),
  prompt: z.string().optional(),
  subAgents: z.boolean().default(false),
  export: z.string().optional(),
  format: z.enum(["terminal", "markdown", "json"]).optional(),
  json: z.boolean().default(false),
});

/** Of all intervals. */
const level = 0.95;

/** `sametwice score PATHS`: what users' own logs say. Nothing is run, nothing is spent. */
export async function scoreCommand(paths: readonly string[], rawFlags: unknown): Promise<number> {
  const flags = scoreFlags.parse(rawFlags);
  const gate = gateOf(flags.gate);
  const logs = await readLogs(paths, {
    parse: await loadParsers(),
    ...(flags.inputFormat === undefined ? {} : { format: flags.inputFormat }),
    ...(flags.export === undefined ? {} : { exportFile: flags.export }),
  });
  if (logs.replays.length === 0) throw nothingRead(paths, logs);
  const { replays, copies } = withoutCopies(logs.replays);
  const wanted = replays.filter(({ isSubAgent }) => isSubAgent === flags.subAgents);
  const score = computeScore(wanted, {
    read: logs.readingOf(copies),
    by: flags.by,
    gate,
    level,
    prompt: flags.prompt === undefined ? null : promptOf(flags.prompt, wanted),
  });
  const format = flags.json ? "json" : flags.format;
  process.stdout.write(rendered(score, format ?? (process.stdout.isTTY ? "terminal" : "markdown")));
  return 0;
}

function rendered(score: Score, format: "terminal" | "markdown" | "json"): string {
  switch (format) {
    case "json":
      return renderScoreJson(score);
    case "markdown":
      return renderScoreMarkdown(score);
    case "terminal":
      return renderScoreTerminal(score, terminalOptions());
  }
}

/** By the digest that the tables show, its beginning, or the whole text. */
function promptOf(asked: string, replays: readonly LoggedReplay[]): string {
  const prompts = [...new Set(replays.map(({ keys }) => keys.prompt))];
  const found = prompts.filter((one) => one === asked || promptDigest(one).startsWith(asked));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new UserError(`--prompt ${asked} means ${found.length} of the prompts.`, {
    advice: "Take an id from the table of prompts, which score prints without --prompt.",
  });
}

function gateOf(names: readonly string[] | undefined): readonly Channel[] {
  if (names === undefined) return defaultLogGate;
  const isKnown = (name: string): name is Channel => channels.some((channel) => channel === name);
  const unknown = names.find((name) => !isKnown(name));
  if (unknown !== undefined || names.length === 0) {
    throw new UserError(`--gate names "${unknown ?? ""}", which is no channel.`, {
      advice: `Write some of ${channels.join(", ")}, separated by commas.`,
    });
  }
  return channels.filter((channel) => names.includes(channel));
}

function nothingRead(paths: readonly string[], { readingOf }: ReadLogs): UserError {
  const { problems, notLogs } = readingOf([]);
  const reasons = [...problems.named, ...notLogs.named].slice(0, 3).join("; ");
  const why = reasons === "" ? `${paths.join(", ")}: no file that may be a log` : reasons;
  // Names of files may hold anything, also what would steer a terminal.
  return new UserError(`No transcript could be read. ${why.replace(/\p{Cc}+/gu, " ")}.`, {
    advice: `Formats that are read: ${logFormats.join(", ")}; name one with --input-format where it is not detected.`,
  });
}
