import type { AgentKind, CredentialKind } from "../record/record.ts";
import type { Timeouts } from "../suite/suite.ts";
import type { Transcript } from "../transcript/transcript.ts";

/** One way of running a coding agent. */
export type Agent = {
  readonly kind: AgentKind;
  /**
   * What a version can do, known without having it.
   * @throws UserError when the version is none, or what was measured on this machine cannot be read
   */
  readonly capabilitiesOf: (version: string) => Capabilities;
  /**
   * Makes a version ready to be started (downloads and verifies it when need be).
   * @throws UserError when the version does not exist, cannot be installed or fails verification
   */
  readonly prepare: (version: string) => Promise<PreparedAgent>;
};

export type PreparedAgent = {
  readonly version: string;
  /** sha256 of the program as it was installed and verified; null when the agent is no single file */
  readonly programSha256: string | null;
  /** absent when the agent is no single file */
  readonly program?: { readonly form: "native" | "script"; readonly bytes: number } | undefined;
  /** Starts one process. Resolves when it is ready for a prompt; rejects only when the harness cannot go on. */
  readonly start: (config: SessionConfig) => Promise<AgentSession>;
};

/** What may be asked of a version; a strategy that needs what it lacks is refused before anything is spent. */
export type Capabilities = {
  /** `real`: the next request carries no earlier message; `no-op` and `fake` are measured facts of some versions */
  readonly clear: "real" | "no-op" | "fake" | "unknown";
  /** whether CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS takes any beta off the requests; null when unknown */
  readonly betaSuppression: boolean | null;
  /** hosts and ports that it tries to reach whatever it is told */
  readonly callsHome: readonly string[];
  /**
   * `measured` on this version · `assumed`: not measured itself, each answer is the one on which its measured neighbours on
   * both sides agree, and unknown where they do not · `unknown`: older or newer than all that were measured
   */
  readonly basis: "measured" | "assumed" | "unknown";
};

export type SessionConfig = {
  /** unique in the run, also the last part of `baseUrl` */
  readonly processId: string;
  /** null: no model is named, so that the client takes its own default */
  readonly model: string | null;
  readonly baseUrl: string;
  readonly credential: { readonly kind: CredentialKind; readonly value: string };
  /** own folders, existing and empty on the first start of a lane */
  readonly home: string;
  readonly tmp: string;
  /** existing; its content is replaced between replays while the process lives */
  readonly cwd: string;
  readonly betas: "forwarded" | "suppressed";
  readonly flags: "as-given" | "frozen";
  /** RFC 4122 id for the first conversation */
  readonly sessionUuid: string;
  /** 64 hexadecimal digits: the device the client believes to be */
  readonly deviceId: string;
  readonly timeouts: Timeouts;
  readonly maxTurns: number;
  /** value of the marker variable that every descendant inherits */
  readonly marker: string;
  /** proxy for everything that is not on loopback; absent: a port at which nobody listens */
  readonly egressProxy?: string;
};

/** A live agent process. Nothing here throws for what the agent did: endings are data. */
export type AgentSession = {
  readonly pid: number;
  readonly startWallMs: number;
  /** Plays the user turns one after another in the current conversation. */
  readonly play: (turns: readonly string[]) => Promise<Transcript>;
  /** Starts a new conversation in the same process. Says what the agent said; the wire says whether it is true. */
  readonly clear: () => Promise<ClearOutcome>;
  /** version the process itself reports, null when it has not said */
  readonly reportedVersion: () => string | null;
  /** versions that the process reported during the last `play`, each once; empty when it said none */
  readonly reportedVersions: () => readonly string[];
  /**
   * sha256 of the program as it was when this process was started; null when it cannot be told, or when the agent is no single
   * file. It differs from that of PreparedAgent when the program was replaced or changed in between.
   */
  readonly programSha256: string | null;
  /** ids of the model's answers in the last `play`, as the process reported them, each once */
  readonly answerIds: () => readonly string[];
  /** what the process printed that nobody asked for: stray results, lines that are no events; for people to read */
  readonly notes: () => readonly string[];
  readonly isAlive: () => boolean;
  /** Ends the process in good order, then by force; resolves when nothing with its marker is left. */
  readonly stop: () => Promise<void>;
};

export type ClearOutcome =
  | { readonly kind: "cleared"; readonly sessionId: string | null }
  | { readonly kind: "not-cleared"; readonly reason: string };
