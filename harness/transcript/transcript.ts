import { formatDuration } from "../base/base.ts";

/**
 * What happened in a replay, in our one shape. Foreign shapes (stream-json, session files, other tools' logs) end at
 * the readers of this folder; nothing else in the harness ever sees them.
 */
export type Transcript = {
  readonly schema: "sametwice.transcript/1";
  /** one entry per user turn of the prompt, in order */
  readonly turns: readonly Turn[];
  /** how the replay as a whole ended: the ending of its last turn */
  readonly ending: Ending;
};

/** One user message and all that the agent did until it handed the word back. */
export type Turn = {
  readonly prompt: string;
  readonly steps: readonly Step[];
  readonly usage: Usage;
  /** wall-clock milliseconds from sending the message to its result */
  readonly wallMs: number;
};

/** One thing the agent did. Calls issued in one message are one step: they run concurrently, their order means nothing. */
export type Step =
  | { readonly kind: "thinking"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "calls"; readonly calls: readonly ToolCall[] };

export type ToolCall = {
  readonly id: string;
  /** as the agent names it: `Read`, `read`, `mcp__x__y` */
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly outcome: ToolOutcome;
};

export type ToolOutcome =
  | { readonly kind: "ok"; readonly output: string }
  | { readonly kind: "failed"; readonly output: string }
  | { readonly kind: "denied"; readonly output: string }
  /** the turn ended before a result came */
  | { readonly kind: "open" };

/** Token counts of one turn as the vendor reported them; unknown counts are null, never 0. */
export type Usage = {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheCreationTokens: number | null;
  readonly thinkingTokens: number | null;
  /** US dollars that the agent says the turn cost; `WireSummary.costUsd` is what the wire says */
  readonly costUsd: number | null;
};

export const unknownUsage: Usage = {
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheCreationTokens: null,
  thinkingTokens: null,
  costUsd: null,
};

/** How a turn or a replay ended. The first group is the agent's doing, the second is missing data. */
export type Ending =
  | { readonly kind: "completed" }
  | { readonly kind: "truncated"; readonly at: "max-tokens" | "context-window" }
  | { readonly kind: "refused" }
  | { readonly kind: "asked-user" }
  | { readonly kind: "denied"; readonly tool: string }
  | { readonly kind: "turn-limit"; readonly turns: number }
  | { readonly kind: "tool-open"; readonly tool: string }
  | { readonly kind: "no-answer" }
  | { readonly kind: "timed-out"; readonly waitedFor: Watchdog; readonly afterMs: number }
  | {
      readonly kind: "crashed";
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly stderr: string;
    }
  | { readonly kind: "api-error"; readonly status: number | null; readonly message: string }
  | { readonly kind: "interrupted" };

/** The watchdogs of a session, by what they wait for. */
export type Watchdog = "first-output" | "idle" | "after-result" | "wall";

/** True for endings that say nothing about the agent: harness and API failures are missing data, never divergence. */
export function isMissing(ending: Ending): boolean {
  switch (ending.kind) {
    case "timed-out":
    case "crashed":
    case "api-error":
    case "interrupted":
      return true;
    case "completed":
    case "truncated":
    case "refused":
    case "asked-user":
    case "denied":
    case "turn-limit":
    case "tool-open":
    case "no-answer":
      return false;
  }
}

/** More says no more to a person; a stack trace is kept in the record. */
const longestDescription = 200;

/** An ending in words: one line of at most 200 characters, without anything that steers a terminal. */
export function describeEnding(ending: Ending): string {
  const line = wordsOf(ending)
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim();
  return line.length <= longestDescription ? line : `${line.slice(0, longestDescription - 1)}…`;
}

function wordsOf(ending: Ending): string {
  switch (ending.kind) {
    case "api-error":
      return `API error${ending.status === null ? "" : ` ${ending.status}`}: ${ending.message}`;
    case "crashed": {
      // The last line is the error; what precedes it are warnings.
      const said = ending.stderr.trim().split("\n").at(-1) ?? "";
      const how = ending.signal ?? `exit code ${ending.exitCode}`;
      return `the process ended with ${how}${said === "" ? "" : `: ${said}`}`;
    }
    case "timed-out":
      return `no answer within ${formatDuration(ending.afterMs)} (${ending.waitedFor})`;
    case "completed":
    case "truncated":
    case "refused":
    case "asked-user":
    case "denied":
    case "turn-limit":
    case "tool-open":
    case "no-answer":
    case "interrupted":
      return ending.kind;
  }
}

/** All tool calls of a transcript in the order in which they were issued. */
export function toolCallsOf(transcript: Transcript): readonly ToolCall[] {
  return transcript.turns.flatMap((turn) =>
    turn.steps.flatMap((step) => (step.kind === "calls" ? step.calls : [])),
  );
}

/** The agent's last text, or "" when it said nothing. */
export function finalTextOf(transcript: Transcript): string {
  const texts = transcript.turns.flatMap((turn) =>
    turn.steps.flatMap((step) => (step.kind === "text" ? [step.text] : [])),
  );
  return texts.at(-1) ?? "";
}
