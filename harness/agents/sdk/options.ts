import { parseArgs } from "node:util";
import { findRevision, type Revision, sdkRevisions } from "./revisions.ts";

/** How the program was asked to run. */
export type Options = {
  readonly model: string;
  /** null: make one up */
  readonly sessionId: string | null;
  readonly revision: Revision;
  /** most API requests of one user turn */
  readonly maxTurns: number;
  readonly baseUrl: string | undefined;
  readonly credential: Credential;
  readonly suppressBetas: boolean;
  /** HTTP attempts after the first one, per request */
  readonly maxRetries: number;
  /** how long to wait for the response headers of one attempt */
  readonly requestTimeoutMs: number;
};

/** Exactly one credential is used; `source` is the variable it came from. */
export type Credential = {
  readonly source: (typeof credentialVariables)[number];
  readonly value: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

const credentialVariables = [
  "ANTHROPIC_API_KEY",
  "ANTHROPIC_AUTH_TOKEN",
  "CLAUDE_CODE_OAUTH_TOKEN",
] as const;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Reads flags and environment. The variables have the names that Claude Code gives them, so one way of starting an agent fits both.
 * @returns the options, or a sentence about the first mistake
 */
export function readOptions(argv: readonly string[], env: Environment): Options | string {
  const flags = readFlags(argv);
  if (typeof flags === "string") return flags;
  const revision = findRevision(flags.revision ?? sdkRevisions.at(-1) ?? "");
  if (revision === null) {
    return `There is no revision ${flags.revision}. Use one of ${sdkRevisions.join(", ")}.`;
  }
  if (flags.model === undefined) return "No model given. Add --model <full model name>.";
  const sessionId = flags["session-id"] ?? null;
  if (sessionId !== null && !uuid.test(sessionId)) {
    return "Invalid session ID. Must be a valid UUID.";
  }
  const maxTurns = wholeNumber(flags["max-turns"], 100);
  const maxRetries = wholeNumber(env["CLAUDE_CODE_MAX_RETRIES"], 2);
  const requestTimeoutMs = wholeNumber(env["API_TIMEOUT_MS"], 120_000);
  if (maxTurns === null || maxTurns === 0) return "--max-turns must be a whole number, 1 or more.";
  if (maxRetries === null) return "CLAUDE_CODE_MAX_RETRIES must be a whole number, 0 or more.";
  if (requestTimeoutMs === null) return "API_TIMEOUT_MS must be a whole number of milliseconds.";
  const credential = readCredential(env);
  if (credential === null) return `No credential. Set one of ${credentialVariables.join(", ")}.`;
  return {
    model: flags.model,
    sessionId,
    revision,
    maxTurns,
    baseUrl: env["ANTHROPIC_BASE_URL"],
    credential,
    suppressBetas: env["CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS"] === "1",
    maxRetries,
    requestTimeoutMs,
  };
}

function readFlags(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        model: { type: "string" },
        "session-id": { type: "string" },
        revision: { type: "string" },
        "max-turns": { type: "string" },
      },
    }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function wholeNumber(text: string | undefined, otherwise: number): number | null {
  if (text === undefined) return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function readCredential(env: Environment): Credential | null {
  for (const source of credentialVariables) {
    const value = env[source];
    if (value) return { source, value };
  }
  return null;
}
