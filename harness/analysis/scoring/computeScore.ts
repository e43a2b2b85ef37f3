import { counted, sha256 } from "../../base/base.ts";
import type { PromptCalibration } from "../../divergence/divergence.ts";
import type { Channel } from "../../record/record.ts";
import { divergenceRate } from "../divergenceRate.ts";
import { groupBy } from "../estimates.ts";
import { agreementInsight } from "../insight/agreement.ts";
import { successInsight } from "../insight/passes.ts";
import type { SuccessInsight } from "../insight/types.ts";
import {
  compareLogs,
  isUndecided,
  noStrategy,
  type ComparedLog,
  type ComparedLogs,
} from "./compareLogs.ts";
import { effortTable } from "./effortTable.ts";
import { inOrder, keyOf } from "./groupings.ts";
import { logBehaviour } from "./logBehaviour.ts";
import type {
  EffortTable,
  Grouping,
  LoggedReplay,
  PromptScore,
  Reading,
  Score,
  ScoreRow,
} from "./types.ts";

export type ScoreOptions = {
  readonly read: Reading;
  readonly by: Grouping;
  readonly gate: readonly Channel[];
  /** confidence level of all intervals, in (0, 1) */
  readonly level: number;
  /** whose behaviour is asked for; null for none */
  readonly prompt?: string | null;
};

/** Channels that count where the user names none. */
export const defaultLogGate: readonly Channel[] = ["ending", "tools", "files", "code"];

/** All numbers about users' own logs. The same replays give the same result, in whatever order the files were read. */
export function computeScore(replays: readonly LoggedReplay[], options: ScoreOptions): Score {
  const { read, by, gate, level } = options;
  const ordered = replays.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const usable = ordered.filter(({ isMissing }) => !isMissing);
  const logs = compareLogs(usable, gate);
  const byId = new Map(logs.compared.map((one) => [one.replay.id, one]));
  const hasCompany = ({ id }: LoggedReplay) => byId.has(id);
  const rowOf = (key: string, own: readonly LoggedReplay[]) => scoreRow(key, own, { byId, level });
  const rows = [...groupBy(usable, (replay) => keyOf(replay, by))]
    // A prompt or session of its own can be compared with nothing; there may be thousands of such.
    .filter(([, own]) => (by !== "prompt" && by !== "session") || own.some(hasCompany))
    .map(([key, own]) => rowOf(key, own));
  const scored = logs.compared.filter(({ verdict }) => verdict !== null).length;
  return {
    schema: "sametwice.score/1",
    read,
    by,
    gate,
    replays: {
      scored,
      missing: ordered.length - usable.length,
      alone: logs.alone.length,
      ambiguous: logs.compared.length - scored,
    },
    whole: rowOf("all", usable),
    rows: inOrder(rows, by),
    prompts: promptScores(logs),
    behaviour:
      typeof options.prompt === "string"
        ? logBehaviour(options.prompt, logs.compared, level)
        : null,
    effort: effortTables(by === "prompt" ? usable.filter(hasCompany) : usable, by, level),
    notes: notesOf(usable, logs),
  };
}

function scoreRow(
  key: string,
  own: readonly LoggedReplay[],
  { byId, level }: { readonly byId: ReadonlyMap<string, ComparedLog>; readonly level: number },
): ScoreRow {
  const compared = own.flatMap(({ id }) => byId.get(id) ?? []);
  const verdicts = compared.flatMap(({ verdict }) => verdict ?? []);
  return {
    key,
    replays: own.length,
    sessions: new Set(own.map(({ keys }) => keys.session)).size,
    prompts: new Set(own.map(({ keys }) => keys.prompt)).size,
    divergence: divergenceRate(compared.flatMap(verdictOf), { level, notes: [] }),
    byChannel: channelCounts(verdicts.flatMap(({ over }) => over)),
    agreement: agreementInsight(repeatsOf(compared)),
    success: successOf(own),
  };
}

/** The session is the unit of inference: logs tell of nothing larger that replays could share. */
function verdictOf({ replay, structured, verdict }: ComparedLog) {
  if (verdict === null) return [];
  const { session } = replay.keys;
  const place = { promptId: promptKey(structured), session, lane: session, wave: 0 };
  return [{ replay: place, diverged: verdict.diverged }];
}

function promptKey({
  promptId,
  clientConfiguration,
}: Pick<PromptCalibration, "promptId" | "clientConfiguration">): string {
  return clientConfiguration === noStrategy ? promptId : `${promptId}\n${clientConfiguration}`;
}

/** Agreement is asked of prompts that the row holds at least twice. */
function repeatsOf(compared: readonly ComparedLog[]) {
  return [...groupBy(compared, ({ structured }) => promptKey(structured)).values()]
    .filter(({ length }) => length >= 2)
    .flat()
    .map(({ replay, structured }) => ({
      answer: () => replay.answer,
      structured: { ...structured, promptId: promptKey(structured) },
    }));
}

function channelCounts(over: readonly Channel[]): ScoreRow["byChannel"] {
  return Object.fromEntries(
    [...groupBy(over, (channel) => channel)].map(([channel, own]) => [channel, own.length]),
  );
}

function successOf(own: readonly LoggedReplay[]): SuccessInsight | null {
  const checked = own.flatMap(({ keys, outcome }) =>
    outcome === null
      ? []
      : [{ promptId: JSON.stringify([keys.prompt, keys.strategy]), command: { passed: outcome } }],
  );
  return checked.length === 0 ? null : successInsight([{ hasCommand: true }], checked);
}

function promptScores({ compared, calibrations }: ComparedLogs): readonly PromptScore[] {
  const groups = groupBy(compared, ({ structured }) => promptKey(structured));
  const scores = calibrations.map((calibration): PromptScore => {
    const { promptId, clientConfiguration, ambiguous, note, reference } = calibration;
    const own = groups.get(promptKey(calibration)) ?? [];
    return {
      id: promptDigest(promptId),
      prompt: promptId,
      strategy: clientConfiguration === noStrategy ? null : clientConfiguration,
      replays: own.length,
      sessions: new Set(own.map(({ replay }) => replay.keys.session)).size,
      ambiguous,
      consensus: ambiguous ? null : reference.share,
      note: [...(isUndecided(calibration) ? [tooFew] : []), note].join(" "),
    };
  });
  return scores.toSorted((a, b) => b.replays - a.replays || (a.prompt < b.prompt ? -1 : 1));
}

const tooFew = "NOT SCORED: too few sessions to judge each by the others.";

/** Prompts are texts; this is what people can type. */
export function promptDigest(prompt: string): string {
  return sha256(prompt).slice(0, 8);
}

/** Days are too many rows for logs of a long time. */
const mostDays = 31;

function effortTables(
  usable: readonly LoggedReplay[],
  by: Grouping,
  level: number,
): readonly EffortTable[] {
  const days = new Set(usable.map((replay) => keyOf(replay, "date")));
  const time: Grouping = days.size > mostDays ? "week" : "date";
  const isTime = by === "date" || by === "week";
  const wanted = new Set<Grouping>([by, "version", isTime ? by : time]);
  return (
    [...wanted]
      // A session is one point of these tables, not a row.
      .filter((grouping) => grouping !== "session")
      .map((grouping) => effortTable(usable, grouping, level))
      .filter(({ rows }) => rows.length >= 2)
  );
}

function notesOf(
  usable: readonly LoggedReplay[],
  { compared, alone }: ComparedLogs,
): readonly string[] {
  const versions = new Set(usable.map(({ keys }) => keys.version));
  return [
    ...(compared.length === 0
      ? [
          "No prompt was played by two sessions, so nothing can be compared: score several logs of the same prompt together.",
        ]
      : []),
    ...(compared.length > 0 && alone.length > 0
      ? [
          `${counted(alone.length, "replay")} without another session of the same prompt to be compared with: in the tables of effort and outcomes only.`,
        ]
      : []),
    ...(versions.size > 1 && compared.length > 0
      ? [
          "All versions share each prompt's consensus, so a version that behaves otherwise diverges from it.",
        ]
      : []),
  ];
}
