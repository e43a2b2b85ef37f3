/*
 * What one client does with the same few prompts against the simulated vendor: the input of audits, capability tables and
 * bisections. A probe lives in memory only: it holds the client's own texts, of which nothing but hashes and differences may be stored.
 */
import type { AgentKind } from "./record.ts";
import type { FingerprintParts } from "./wire.ts";

export type ProbeRecord = {
  readonly agent: AgentKind;
  readonly version: string;
  /** full id, alias, or null for the client's own default */
  readonly model: string | null;
  readonly betas: "forwarded" | "suppressed";
  /** the installed program; null for an agent that is no single file */
  readonly program: {
    readonly form: "native" | "script";
    readonly bytes: number;
    readonly sha256: string;
  } | null;
  /** real milliseconds */
  readonly timing: {
    /** from spawn to readiness */
    readonly startMs: number;
    /** from the first prompt to the first request on the wire; null when there was none */
    readonly firstRequestMs: number | null;
    /** from the first prompt to its result */
    readonly firstTurnMs: number;
  };
  /** in the order in which they were played */
  readonly steps: readonly ProbeStep[];
  /** hosts and ports that were tried past the recorder, each once */
  readonly egress: readonly string[];
};

export type ProbeStep = {
  /**
   * `start`: before any prompt · `text`: an answer without tools · `tools`: reads, edits and runs a command · `clear`: the
   * slash command · `after-clear`: another text prompt · `end`: while the process ends
   */
  readonly id: "start" | "text" | "tools" | "clear" | "after-clear" | "end";
  /** `Ending.kind` of the turn; for `clear` what the agent said: `cleared`, or why not; null where nothing is played */
  readonly ending: string | null;
  readonly requests: readonly ProbedRequest[];
};

export type ProbedRequest = {
  readonly method: string;
  readonly path: string;
  /** whether it asks for the answer to the step's prompt; false for warm-ups, titles, token counts and the like */
  readonly isConversation: boolean;
  readonly status: number | null;
  readonly modelAsked: string | null;
  readonly maxTokens: number | null;
  /** sorted set */
  readonly betas: readonly string[];
  /** assistant messages that the request carries */
  readonly assistantMessages: number;
  readonly parts: FingerprintParts;
  /** normalised as for the fingerprint */
  readonly system: string;
  readonly tools: readonly ProbedTool[];
  /** text that the client adds to the user's messages: reminders, environment, command traces; normalised */
  readonly additions: string;
  /** length of the body in bytes */
  readonly bytes: number;
};

export type ProbedTool = {
  readonly name: string;
  readonly description: string;
  /** JSON schema of its input */
  readonly schema: unknown;
};
