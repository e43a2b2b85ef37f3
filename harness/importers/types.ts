import type { FileChange } from "../record/record.ts";
import type { Transcript } from "../transcript/transcript.ts";

/** The logs that can be read, by who wrote them. */
export type LogFormat =
  | "claude-code-session"
  | "stream-json"
  | "sametwice-transcripts"
  | "promptfoo"
  | "tau-bench"
  | "mini-swe-agent"
  | "swe-agent"
  | "inspect";

/** All formats, in the order in which they are offered. */
export const logFormats: readonly LogFormat[] = [
  "claude-code-session",
  "stream-json",
  "sametwice-transcripts",
  "inspect",
  "promptfoo",
  "tau-bench",
  "mini-swe-agent",
  "swe-agent",
];

/** One log as it lies on the disk. */
export type LogFile = {
  /** its path or name: it names problems, and stands in for keys that the log itself does not tell */
  readonly name: string;
  /** its bytes in pieces of any size, each valid until the next one is asked for; read once, from front to back */
  readonly chunks: Iterable<Uint8Array>;
  /** given by the user; detected from the content when absent */
  readonly format?: LogFormat;
};

/** What transcripts may be grouped and compared by. Unknown is null, never "". */
export type GroupKeys = {
  /** equal for replays of the same task: its text, or the id that the log gives it */
  readonly prompt: string;
  /** equal for replays that one session, trial or epoch played */
  readonly session: string;
  readonly strategy: string | null;
  /** of the program that wrote the transcript */
  readonly version: string | null;
  /** ISO 8601, when it began */
  readonly date: string | null;
  readonly model: string | null;
};

/** Sub-agents' work is kept apart: it lies inside a call of the main thread. */
export type Thread =
  | { readonly kind: "main" }
  | { readonly kind: "sub-agent"; readonly id: string };

export type Imported = {
  readonly transcript: Transcript;
  readonly group: GroupKeys;
  readonly thread: Thread;
  /** whether the task was solved, where the log says so */
  readonly outcome: boolean | null;
  /** folder in which the agent worked, where the log says so */
  readonly workspace: string | null;
  /** what the log itself tells of changed files; null when it tells nothing */
  readonly changes: readonly FileChange[] | null;
  /** the model's first message: equal in all copies of a conversation; null where the log has no ids */
  readonly firstMessage: FirstMessage | null;
  /** what had to be assumed or left out in this transcript, one sentence each */
  readonly problems: readonly string[];
};

export type FirstMessage = {
  /** as the vendor numbers it */
  readonly id: string;
  /** ISO 8601, when it was written; null where the log has no times */
  readonly at: string | null;
};

/** Takes each transcript as soon as it is complete, so that no reader needs to hold them all. */
export type Take = (imported: Imported) => void;

/** Something in a file that could not be read. */
export type FileProblem = {
  /** 1-based line, or entry of a list; null when the whole file is meant */
  readonly line: number | null;
  readonly reason: string;
};

/** What was found in a file besides its transcripts. */
export type FileReport = {
  readonly name: string;
  /** null when nothing in the file was recognised */
  readonly format: LogFormat | null;
  readonly transcripts: number;
  /** all that could not be read; `problems` names the first of them */
  readonly problemCount: number;
  readonly problems: readonly FileProblem[];
  /** how often each kind of entry occurred that is no part of a transcript, unknown kinds included */
  readonly others: Readonly<Record<string, number>>;
};
