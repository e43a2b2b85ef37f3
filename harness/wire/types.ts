/** A recording reverse proxy between agents and vendor. */
export type Recorder = {
  /** `http://127.0.0.1:PORT/p/<processId>`: requests are attributed to processes by it; only ids named here are let through */
  readonly baseUrlFor: (processId: string) => string;
  /**
   * Waits until no request of the process is in flight, then returns and forgets what it sent since the last call.
   * A request that still runs when the patience of the recorder ends is left to the next call.
   */
  readonly take: (processId: string) => Promise<readonly ObservedRequest[]>;
  /** requests that carried no known process or asked for no known path; they were answered with 404 */
  readonly strays: () => readonly StrayRequest[];
  readonly close: () => Promise<void>;
};

export type RecorderOptions = {
  /** base URL of a Messages API, http or https, without credentials: `/v1/...` is appended */
  readonly upstream: string;
  /** adds `x-sametwice-process: <process>` to every upstream request; off by default because a vendor could see it */
  readonly tagUpstream: boolean;
  /** forwards `<upstream>/p/<processId>/v1/...` instead of `<upstream>/v1/...`; for our own simulated vendor */
  readonly keepProcessPath?: boolean;
  /** longest wait of `take` for requests in flight, in milliseconds; 10 s by default */
  readonly patienceMs?: number;
};

/** One request as seen on the wire; nothing in it is secret. Unknown is null, never "" or 0. */
export type ObservedRequest = {
  readonly method: string;
  /** path after the process token, without the query */
  readonly path: string;
  /** milliseconds since the epoch */
  readonly startedAtMs: number;
  /** from the request's arrival to the first byte of the vendor's answer */
  readonly firstByteMs: number | null;
  readonly status: number | null;
  readonly modelAsked: string | null;
  readonly modelServed: string | null;
  /** sorted set of the `anthropic-beta` header */
  readonly betas: readonly string[];
  /** sorted set of tool names */
  readonly tools: readonly string[];
  /** sorted set, as in WireSummary */
  readonly bodyFeatures: readonly string[];
  /** 16 hexadecimal digits over the normalised system prompt */
  readonly systemHash: string;
  /** assistant messages that the request carries, one more when it continues a thread kept by the vendor */
  readonly assistantMessages: number;
  readonly maxTokens: number | null;
  readonly userAgent: string;
  readonly deviceId: string | null;
  readonly sessionId: string | null;
  readonly usage: RequestUsage | null;
  /** what went wrong between agent and vendor, null when nothing did; an HTTP error status alone is no failure */
  readonly failure: string | null;
};

export type RequestUsage = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheCreationTokens: number;
};

/** A request that could be attributed to nobody. */
export type StrayRequest = { readonly method: string; readonly path: string };
