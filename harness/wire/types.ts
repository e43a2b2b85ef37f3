import type { WireSummary } from "../record/record.ts";

/** A recording reverse proxy between agents and vendor. */
export type Recorder = {
  /** `http://127.0.0.1:PORT/p/<processId>`: requests are attributed to processes by it */
  readonly baseUrlFor: (processId: string) => string;
  /** Waits until no request of the process is in flight, then returns and forgets what it sent since the last call. */
  readonly take: (processId: string) => Promise<readonly ObservedRequest[]>;
  readonly close: () => Promise<void>;
};

/** One request as seen on the wire; nothing in it is secret. */
export type ObservedRequest = {
  readonly method: string;
  /** path after the process token, without the query */
  readonly path: string;
  readonly startedAtMs: number;
  readonly firstByteMs: number | null;
  readonly status: number | null;
  readonly modelAsked: string | null;
  readonly modelServed: string | null;
  readonly betas: readonly string[];
  readonly tools: readonly string[];
  readonly bodyFeatures: readonly string[];
  readonly systemHash: string;
  readonly assistantMessages: number;
  readonly userAgent: string;
  readonly deviceId: string | null;
  readonly sessionId: string | null;
  readonly usage: {
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cacheReadTokens: number;
    readonly cacheCreationTokens: number;
  } | null;
  /** what went wrong between agent and vendor, null when nothing did */
  readonly failure: string | null;
};

/** The requests of one replay, summarised; null when there were none. */
export type Summarise = (requests: readonly ObservedRequest[]) => WireSummary | null;
