import type { FirstMessage, GroupKeys, Imported } from "../../importers/importers.ts";
import type { Channel } from "../../record/record.ts";
import type { Structure } from "../../structure/structure.ts";
import type { Usage } from "../../transcript/transcript.ts";
import type { PromptBehaviour } from "../behaviour/types.ts";
import type { AgreementInsight, SuccessInsight } from "../insight/types.ts";
import type { Estimate } from "../types.ts";

/** A transcript that was found in a log. */
export type LoggedTranscript = Omit<Imported, "problems"> & {
  /** the file that holds it */
  readonly file: string;
};

/** What is kept of a transcript: logs may be larger than the memory, structures are small. */
export type LoggedReplay = {
  /** unique among all that is scored together */
  readonly id: string;
  readonly file: string;
  readonly keys: GroupKeys;
  readonly isSubAgent: boolean;
  /** its ending says nothing about the agent: missing data, never divergence */
  readonly isMissing: boolean;
  readonly structure: Structure;
  readonly workspace: string | null;
  /** digest of all words of the agent */
  readonly answer: string;
  readonly outcome: boolean | null;
  /** of all turns together */
  readonly usage: Usage;
  /** milliseconds; null when the log has no times */
  readonly wallMs: number | null;
  readonly turns: number;
  readonly firstMessage: FirstMessage | null;
};

/** By what the rows of a table are made. `week` begins on Monday; days and weeks are those of UTC. */
export const groupings = [
  "prompt",
  "session",
  "version",
  "date",
  "week",
  "strategy",
  "model",
] as const;
export type Grouping = (typeof groupings)[number];

/** What users' own logs say: schema `sametwice.score/1`. */
export type Score = {
  readonly schema: "sametwice.score/1";
  readonly read: Reading;
  readonly by: Grouping;
  /** channels whose divergence counts; prompts that never call a tool are compared by `answer` too */
  readonly gate: readonly Channel[];
  readonly replays: {
    readonly scored: number;
    /** endings that say nothing about the agent */
    readonly missing: number;
    /** of a prompt that was played once, or by one session only: nothing to compare with */
    readonly alone: number;
    /** their prompt has no consensus that is clear without each of its sessions */
    readonly ambiguous: number;
  };
  readonly whole: ScoreRow;
  readonly rows: readonly ScoreRow[];
  /** prompts with something to compare, the most replays first */
  readonly prompts: readonly PromptScore[];
  /** of the one prompt that was asked for; null when none was, or when it has nothing to compare */
  readonly behaviour: PromptBehaviour | null;
  /** tables of effort, one for each grouping that has at least two rows, `by` first */
  readonly effort: readonly EffortTable[];
  readonly notes: readonly string[];
};

export type ScoreRow = {
  /** `unknown` where the logs do not tell */
  readonly key: string;
  /** usable ones, whether they can be compared or not */
  readonly replays: number;
  readonly sessions: number;
  /** different prompts */
  readonly prompts: number;
  /** share unlike the consensus of the other sessions, whatever row those are in */
  readonly divergence: Estimate;
  /** how often each gating channel was over its threshold */
  readonly byChannel: Readonly<Partial<Record<Channel, number>>>;
  /** among the replays of the row, prompt by prompt */
  readonly agreement: AgreementInsight;
  /** null where no log tells outcomes */
  readonly success: SuccessInsight | null;
};

export type PromptScore = {
  /** first digits of the digest of its text */
  readonly id: string;
  readonly prompt: string;
  readonly strategy: string | null;
  readonly replays: number;
  readonly sessions: number;
  readonly ambiguous: boolean;
  /** share of sessions that agree; null without a reference */
  readonly consensus: number | null;
  readonly note: string;
};

export type EffortTable = {
  readonly by: Grouping;
  readonly rows: readonly EffortRow[];
  readonly notes: readonly string[];
};

export type EffortRow = {
  readonly key: string;
  readonly replays: number;
  readonly sessions: number;
  /** mean of the sessions' means; by measure */
  readonly measures: Readonly<Record<string, Estimate>>;
};

/** What was found on the way to the transcripts. */
export type Reading = {
  readonly files: number;
  readonly bytes: number;
  readonly formats: readonly {
    readonly format: string;
    readonly files: number;
    readonly transcripts: number;
  }[];
  readonly transcripts: number;
  readonly subAgents: number;
  /** transcripts that repeat another one: resumed sessions copy their history */
  readonly copies: { readonly count: number; readonly named: readonly string[] };
  /** lines, entries and files that could not be read */
  readonly problems: { readonly count: number; readonly named: readonly string[] };
  /** files of the folders that are no logs */
  readonly notLogs: { readonly count: number; readonly named: readonly string[] };
  /** entries that are no part of a transcript, by kind, the most frequent first */
  readonly others: readonly { readonly kind: string; readonly count: number }[];
  /** what had to be assumed or left out, and in how many transcripts */
  readonly assumptions: readonly { readonly text: string; readonly count: number }[];
};
