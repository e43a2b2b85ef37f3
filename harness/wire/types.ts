import type { ClientText, Fingerprint, WireRequest } from "../record/record.ts";

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
  /** keeps each parsed body in `ObservedRequest.raw`; off by default */
  readonly keepRaw?: boolean;
  /** texts that must never be recorded, e.g. the credential in use; known shapes of keys are redacted in any case */
  readonly secrets?: readonly string[];
};

/** One request as seen on the wire; nothing in it is secret but `raw`. */
export type ObservedRequest = Omit<WireRequest, "fingerprint"> & {
  readonly fingerprint: Fingerprint;
  /** texts of the client that this recorder had not met before */
  readonly texts: readonly ClientText[];
  /** sorted set of tool names */
  readonly tools: readonly string[];
  /** sorted set, as in WireSummary */
  readonly bodyFeatures: readonly string[];
  /** assistant messages that the request carries, one more when it continues a thread kept by the vendor */
  readonly assistantMessages: number;
  readonly maxTokens: number | null;
  readonly deviceId: string | null;
  readonly sessionId: string | null;
  /** whether the session id came in a header of its own, as newer clients send it */
  readonly sendsSessionHeader: boolean;
  /** the parsed body as sent, for audits that must show texts; null unless the recorder was told to keep it, never stored */
  readonly raw: unknown;
};

/** A connection that an agent, or a command that it ran, tried to open past the recorder. It was refused. */
export type EgressAttempt = {
  /** host and port: `api.anthropic.com:443` */
  readonly target: string;
  readonly atMs: number;
};

/** A proxy on 127.0.0.1 that refuses every connection and remembers who wanted it. */
export type EgressGuard = {
  /** value for HTTPS_PROXY and HTTP_PROXY: `http://<processId>:x@127.0.0.1:PORT` */
  readonly proxyFor: (processId: string) => string;
  /** returns and forgets what the process tried since the last call */
  readonly take: (processId: string) => readonly EgressAttempt[];
  /** attempts of clients that named no process, even when asked; at most the first 100 of the guard's life */
  readonly unattributed: () => readonly EgressAttempt[];
  readonly close: () => Promise<void>;
};

/** What is known of a replay's process from outside the wire. */
export type ProcessSighting = {
  /** versions that the process told in this replay (`system/init`), each once; empty when it told none */
  readonly reportedVersions: readonly string[];
  /** sha256 of the program that runs; null when it cannot be told */
  readonly programSha256: string | null;
  /** ids of the model's answers that the agent reported; empty when it does not tell them */
  readonly answerIds: readonly string[];
  readonly egress: readonly EgressAttempt[];
};

/** A request that could be attributed to nobody. */
export type StrayRequest = { readonly method: string; readonly path: string };
