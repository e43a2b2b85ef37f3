/*
 * What was seen on the wire, as it is recorded. Nothing in it is secret: keys, tokens and authorisation headers are
 * redacted before a record is made. The client's own prompts and tool descriptions appear as hashes and as differences only.
 */

/**
 * What a request was, part by part, after everything was normalised that may differ between two equal requests: a name
 * such as `system`, `tools.Bash`, `betas.context-management-2025-06-27`, `body.thinking.type`, `model.asked`, and its value, or
 * the first 16 hexadecimal digits of its sha256 where the value is long.
 */
export type FingerprintParts = Readonly<Record<string, string>>;

export type Fingerprint = {
  /** 16 hexadecimal digits over all parts */
  readonly hash: string;
  /** 16 hexadecimal digits over the parts that are the client's alone: all but `messages.…` and `model.served` */
  readonly client: string;
  readonly parts: FingerprintParts;
};

/** A long text of the client (system prompt, tool description …) that a run has met; never the text itself. */
export type ClientText = {
  /** the part of the fingerprint that it belongs to */
  readonly part: string;
  /** the part's value in the fingerprint */
  readonly hash: string;
  readonly characters: number;
  readonly lines: number;
  /** hash of the first text that the run met for this part; null when this is the first */
  readonly against: string | null;
  /**
   * unified diff without context from that text to this one; null for the first, or when it is over 64 KiB or would quote more
   * than half of a text that is longer than a few lines
   */
  readonly diff: string | null;
};

export type RequestUsage = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheCreationTokens: number;
};

/** One request and the metadata of its answer. Unknown is null, never "" or 0. */
export type WireRequest = {
  readonly method: string;
  /** path after the process token, without the query */
  readonly path: string;
  /** milliseconds since the epoch */
  readonly startedAtMs: number;
  /** from the request's arrival to the first byte of the vendor's answer */
  readonly firstByteMs: number | null;
  readonly status: number | null;
  /**
   * what went wrong between agent and vendor, or that the request was too long to be read; null when nothing did. An HTTP
   * error status alone is no failure.
   */
  readonly failure: string | null;
  readonly modelAsked: string | null;
  readonly modelServed: string | null;
  /** id of the vendor's message, by which a transcript's answers are found on the wire */
  readonly messageId: string | null;
  readonly stopReason: string | null;
  /** the vendor's `request-id` header */
  readonly requestId: string | null;
  readonly usage: RequestUsage | null;
  /** sorted set of the `anthropic-beta` header */
  readonly betas: readonly string[];
  readonly userAgent: string;
  /** hash of its Fingerprint */
  readonly fingerprint: string;
  /** null when the body is no JSON object or was too long to be read */
  readonly body: WireBody | null;
};

/** A redacted body in pieces that repeat from request to request, so that a store keeps each once. */
export type WireBody = {
  /** canonical JSON of the body; texts of the client are replaced by their hash and length, `messages` is left out */
  readonly frame: string;
  /** canonical JSON of each message, in order; reminders of the client are replaced by their hash and length */
  readonly messages: readonly string[];
};

/** All that was seen on the wire during one replay. */
export type WireTrace = {
  readonly requests: readonly WireRequest[];
  /** each fingerprint of the requests once */
  readonly fingerprints: readonly Fingerprint[];
  /** texts that the run had not met before */
  readonly texts: readonly ClientText[];
};

/** What the wire said about one replay: the union over its requests. */
export type WireSummary = {
  readonly requests: number;
  readonly modelsAsked: readonly string[];
  readonly modelsServed: readonly string[];
  /** sorted set over all requests */
  readonly betas: readonly string[];
  readonly tools: readonly string[];
  /** top-level body keys and the features in them: `thinking`, `context_management`, `output_config.effort` … */
  readonly bodyFeatures: readonly string[];
  readonly systemHash: string;
  readonly userAgent: string;
  readonly clientVersion: string | null;
  /** assistant messages that the replay's first request carried: 0 in an empty context */
  readonly carriedAssistantMessages: number;
  readonly deviceId: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** 0 when the model's price is unknown */
  readonly costUsd: number;
  /** `Fingerprint.hash` of the conversation's first request */
  readonly opening: string;
  /** sorted set of `Fingerprint.client` over the conversation's requests: more than one when the client changed in the middle */
  readonly clients: readonly string[];
};
