import type {
  AgentKind,
  Channel,
  Expectations,
  Margins,
  SequentialRule,
} from "../record/record.ts";

/** A suite as read: every path absolute, every default filled in. */
export type Suite = {
  readonly name: string;
  /** absolute path of the YAML file */
  readonly file: string;
  readonly agent: {
    readonly kind: AgentKind;
    readonly model: string;
    /** version "as given" per agent; the `--cli` flag overrides it */
    readonly cli: Readonly<Record<AgentKind, string>>;
    readonly timeouts: Timeouts;
    /** most API calls of one turn; a turn that needs more ends as `turn-limit` */
    readonly maxTurns: number;
  };
  readonly prompts: readonly Prompt[];
  readonly strategies: readonly Strategy[];
  readonly size: Size;
  readonly budget: { readonly usd: number | null; readonly wallMs: number | null };
  readonly challenge: Challenge;
  /** what counts as no difference */
  readonly margins: Margins;
  /** when the answer for a strategy is clear; used when a run may stop early */
  readonly stop: SequentialRule;
  /** the simulated vendor's profile when neither `--vendor` nor `--base-url` is given */
  readonly vendor: string;
  readonly seed: number;
};

/** How recovery is measured: how many degraded sessions are looked for, and what is done to them. */
export type Challenge = {
  /** confirmed degraded sessions after which no more are looked for; 0: only what the lanes show is challenged */
  readonly sessions: number;
  /** most sessions that are started to find them */
  readonly mostScreened: number;
  /** times that each operation is applied to a degraded session */
  readonly draws: number;
  /** share of healthy sessions that are challenged too, in [0, 1] */
  readonly healthyShare: number;
};

export type Timeouts = {
  readonly firstOutputMs: number;
  readonly idleMs: number;
  readonly afterResultMs: number;
  readonly wallMs: number;
};

export type Size = { readonly lanes: number; readonly perPrompt: number; readonly waves: number };

export type Prompt = {
  readonly id: string;
  /** user turns, in order; at least one */
  readonly turns: readonly string[];
  /** absolute folder that is copied fresh for every replay */
  readonly workspace: string;
  readonly expect: Expectations;
  /** channels whose divergence counts */
  readonly gate: readonly Channel[];
};

/** A configuration under comparison; the nine built-ins and a suite's own are the same kind of data. */
export type Strategy = {
  readonly id: string;
  readonly description: string;
  /** what happens to the conversation between two replays of one session */
  readonly conversation: "clear" | "new-process" | "keep";
  /** when the session itself is replaced, never mid-replay; null = never */
  readonly recycle: {
    readonly ttlMs: number | null;
    readonly toolCalls: number | null;
    readonly whenDegraded: boolean;
  };
  /** `fresh`: a new HOME, config directory and identity at every recycle */
  readonly identity: "lane" | "fresh";
  /** null = the version as given */
  readonly pin: Readonly<Partial<Record<AgentKind, string>>> | null;
  readonly betas: "forwarded" | "suppressed";
  readonly flags: "as-given" | "frozen";
  readonly claim: Claim | null;
};

/** What the field says about a strategy, word for word as the matrix prints it. */
export type Claim = { readonly gain: string; readonly parity: string; readonly overhead: string };
