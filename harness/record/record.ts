/**
 * What a run recorded, in the one shape that effects write and pure code reads. Nothing here is computed: every
 * number of every report is derived from these records again.
 */
import type { Transcript } from "../transcript/transcript.ts";
import type { ClientText, Fingerprint, WireSummary } from "./wire.ts";

export type * from "./probe.ts";
export type * from "./wire.ts";

/** The agents that sametwice can drive. */
export type AgentKind = "claude-code" | "sdk";

export type VendorRecord =
  | { readonly kind: "simulated"; readonly profile: string }
  | { readonly kind: "api"; readonly baseUrl: string; readonly credential: CredentialKind };

/** The kind of credential changes default model and betas, so two kinds are never compared silently. */
export type CredentialKind = "api-key" | "auth-token" | "subscription-token" | "none";

/** One `sametwice run`. Written when it starts; `finishedAt` when its plan is fulfilled. */
export type RunRecord = {
  readonly id: string;
  readonly suiteName: string;
  /** sha256 of the canonical suite, its workspaces and the options that change what is run */
  readonly configurationHash: string;
  readonly agent: AgentKind;
  /** the CLI version "as given" */
  readonly cli: string;
  readonly model: string;
  readonly vendor: VendorRecord;
  /** `off`: agents spoke to the vendor directly, so nothing of the wire is known */
  readonly observed: "on" | "off";
  readonly seed: number;
  /** ISO 8601 */
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly strategies: readonly StrategyRecord[];
  readonly prompts: readonly PromptRecord[];
  readonly margins: Margins;
  /** what the sequential tests know so far; null when the run plays its whole plan whatever comes out */
  readonly sequential: SequentialRecord | null;
  /** replays planned per strategy; a run that stopped early planned no more than it played */
  readonly plannedReplays: Readonly<Record<string, number>>;
  /** everything needed to go on: the suite as read, the plan's sizes, the options; opaque to analysis */
  readonly resume: unknown;
};

/** What counts as no difference; fixed by the suite before the run, so that verdicts cannot be bent to the data. */
export type Margins = {
  /** in probability of recovery, in (0, 1) */
  readonly recovery: number;
  /** in divergence rate, in (0, 1) */
  readonly divergence: number;
};

/** All that the sequential tests of a run rest on: whoever has it can go on with the next wave, or the next night. */
export type SequentialRecord = {
  /** sha256 of all that changes what is measured; nights go on with each other where it is equal */
  readonly key: string;
  readonly rule: SequentialRule;
  /** the runs whose observations are in, oldest first, this one last */
  readonly nights: readonly { readonly run: string; readonly seed: number }[];
  /** waves of this run that are in */
  readonly waves: number;
  /** waves that this run plays when its answer stays open */
  readonly mostWaves: number;
  /** waves after which this run was stopped because the answer was clear; null when it was not */
  readonly stoppedAfter: number | null;
  /** for every strategy the divergence rate of each lane in [0, 1], in the order in which it was taken in, all nights */
  readonly strategies: readonly { readonly id: string; readonly rates: readonly number[] }[];
};

/** When the answer for a strategy is clear. */
export type SequentialRule = {
  /** chance to be wrong about any strategy, each of the two ways, in (0, 0.5) */
  readonly alpha: number;
  /** a divergence rate above this is too high, in (0, 1) */
  readonly tolerated: number;
  /** a divergence rate below this is low enough, in (0, 1), above `tolerated` */
  readonly promised: number;
};

export type StrategyRecord = {
  readonly id: string;
  /** strategies with an equal configuration share their references */
  readonly clientConfiguration: string;
  /** what the field claims, as the suite states it */
  readonly claim: {
    readonly gain: string;
    readonly parity: string;
    readonly overhead: string;
  } | null;
  /** true when a session holds one replay by construction, as with `restart` */
  readonly oneReplayPerSession: boolean;
  /** the first strategy with the same definition: the two differ by chance alone (A/A); absent where there is none */
  readonly copyOf?: string | undefined;
};

export type PromptRecord = {
  readonly id: string;
  readonly gate: readonly Channel[];
  /** whether the prompt has a success command */
  readonly hasCommand: boolean;
  /** absolute checks of every replay; absent in runs that were recorded before these were kept */
  readonly expect?: Expectations | undefined;
};

/** What a suite promises of every replay of a prompt, with nothing to compare it with. */
export type Expectations = {
  readonly ending?: "completed" | undefined;
  readonly tools?:
    | {
        readonly required?: readonly string[] | undefined;
        readonly forbidden?: readonly string[] | undefined;
        readonly max?: number | undefined;
      }
    | undefined;
  readonly readBeforeEdit?: boolean | undefined;
  readonly thinkingTokens?:
    | { readonly min?: number | undefined; readonly max?: number | undefined }
    | undefined;
  /** exactly the files that differ afterwards, relative to the workspace */
  readonly changed?: readonly string[] | undefined;
  readonly parses?: boolean | undefined;
  /** JSON schema of the final answer: the whole text, or the last fenced block in it that is JSON */
  readonly answerSchema?: Readonly<Record<string, unknown>> | undefined;
  /** run by the shell in the workspace after the replay; exit code 0 is success */
  readonly command?: string | undefined;
};

/** One aspect of structure. */
export type Channel = "ending" | "tools" | "targets" | "files" | "code" | "answer" | "effort";
export const channels: readonly Channel[] = [
  "ending",
  "tools",
  "targets",
  "files",
  "code",
  "answer",
  "effort",
];

/** One live agent process. */
export type SessionRecord = {
  /** unique in the run, safe in a URL path: `reset-w1-l03-s01` */
  readonly id: string;
  readonly lane: string;
  readonly strategy: string;
  readonly wave: number;
  /** what the process says of itself; null until it was measured */
  readonly cliVersion: string | null;
  /** sha256 of the program that the process runs; null when it is not a single file that could be told */
  readonly programSha256: string | null;
  /** real milliseconds from spawn to readiness */
  readonly startWallMs: number;
  readonly ended: "lane-done" | "recycled" | "failed" | "interrupted";
};

/** Why a replay was played: as part of a lane, to find out whether a screened session is degraded, or to challenge a session. */
export type Purpose =
  | { readonly kind: "lane" }
  | { readonly kind: "screen" }
  | { readonly kind: "challenge"; readonly challenge: string; readonly draw: string };

export type ReplayRecord = {
  /** unique in the run: `reset-w1-l03-r05` */
  readonly id: string;
  readonly purpose: Purpose;
  readonly strategy: string;
  readonly clientConfiguration: string;
  readonly wave: number;
  readonly lane: string;
  readonly session: string;
  readonly promptId: string;
  /** 0-based position in the lane */
  readonly position: number;
  /** absolute folder in which the agent worked; its paths mean nothing beyond it */
  readonly workspace: string;
  readonly transcript: Transcript;
  readonly changes: readonly FileChange[];
  /** result of `expect.command`, null when the prompt has none */
  readonly command: { readonly exitCode: number | null; readonly passed: boolean } | null;
  readonly attestation: Attestation;
  readonly wire: WireSummary | null;
  /** experiment time: real with a real vendor, virtual with the simulated one */
  readonly time: {
    /** milliseconds since the run began */
    readonly startMs: number;
    /** age of the session when the replay began */
    readonly sessionAgeMs: number;
    /** pause between the session's previous replay and this one */
    readonly idleMs: number;
    /** how long the replay lasted, a new process's start included */
    readonly durationMs: number;
  };
  /** real milliseconds, a new process's start included; never used for a number that must repeat */
  readonly wallMs: number;
  /** processes started for this replay: 1 when it needed a new one, else 0 */
  readonly spawns: number;
};

/** A file of the workspace that differs after the replay. */
export type FileChange = {
  /** relative to the workspace, with forward slashes */
  readonly path: string;
  readonly kind: "created" | "modified" | "deleted";
  /** text before the replay; null when created, when it is not text or over 256 KiB, or when nobody knows it */
  readonly before: string | null;
  /** text after the replay; null when deleted, or when it is not text or over 256 KiB (then only `hash` tells) */
  readonly after: string | null;
  readonly hash: string | null;
};

/** Whether the strategy demonstrably took effect in this replay. */
export type Attestation =
  | { readonly kind: "attested"; readonly evidence: readonly string[] }
  /** the reason tells all that contradicts the strategy, with the evidence */
  | { readonly kind: "unattested"; readonly reason: string }
  /** nothing was observed, e.g. the agent ended before its first request: missing data */
  | { readonly kind: "unobserved"; readonly reason: string }
  /** the run was not observed at all (`--observe off`): scored, and said so */
  | { readonly kind: "not-observed"; readonly evidence: readonly string[] };

/**
 * One session that was looked at in order to challenge it: when it was suspected, and the suspicion confirmed, every
 * operation was applied to it and replayed. All words here are the live ones that steered the spending; analysis judges the replays again.
 */
export type ChallengeRecord = {
  readonly id: string;
  /** the challenged session */
  readonly session: string;
  readonly lane: string;
  readonly wave: number;
  /** `screen`: it was started to be classified; `lane`: it is the session of a lane of the baseline */
  readonly origin: "lane" | "screen";
  /** `undecided`: a screened session that was neither after all the replays that it may have */
  readonly suspected: "degraded" | "healthy" | "undecided";
  /** whether a degraded session was still degraded in fresh replays after the suspicion; null when it was not asked */
  readonly confirmed: boolean | null;
  /** empty for a session that was screened and left alone */
  readonly draws: readonly ChallengeDraw[];
};

export type ChallengeDraw = {
  /** unique in the challenge: `restart-2` */
  readonly id: string;
  /** strategy id, or `continue` for the sham */
  readonly operation: string;
  /** 1-based */
  readonly ordinal: number;
  readonly session: string;
};

/** Everything of one run that reports are computed from. */
export type RunRecords = {
  readonly run: RunRecord;
  readonly sessions: readonly SessionRecord[];
  readonly replays: readonly ReplayRecord[];
  readonly challenges: readonly ChallengeRecord[];
  /** each fingerprint of the run's requests once, in the order of their hashes */
  readonly fingerprints: readonly Fingerprint[];
  /** texts of the client by part and hash */
  readonly texts: readonly ClientText[];
};

/** The strategy that the others are compared with: `reset` when it runs, else the first. */
export function baselineOf(strategies: readonly { readonly id: string }[]): string | null {
  const reset = strategies.find((strategy) => strategy.id === "reset");
  return (reset ?? strategies[0])?.id ?? null;
}
