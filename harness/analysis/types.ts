import type { ChallengeCost } from "./challengeCost.ts";
import type { AgentKind, Channel, VendorRecord } from "../record/record.ts";
import type { AttestationResult } from "./attestation.ts";
import type { Attribution } from "./attribution/types.ts";
import type { Diagnosis } from "./diagnosis/types.ts";
import type { SequentialResult } from "./sequentialResult.ts";
import type { Insight } from "./insight/types.ts";
import type { ParityDetail } from "./parity/types.ts";
import type { Validation } from "./validation/types.ts";

/** A number with its uncertainty. Unknown is null, with a note that says why. */
export type Estimate = {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** confidence level in (0, 1), null when there is no interval */
  readonly level: number | null;
  /** independent units behind the number */
  readonly n: number;
  readonly count?: number;
  readonly of?: number;
  readonly method: string;
  readonly notes: readonly string[];
};

export type Verdict = "supported" | "refuted" | "inconclusive" | "no-claim";

/** The mitigation matrix, schema `sametwice.matrix/1`: the one input of every renderer. */
export type Matrix = {
  readonly schema: "sametwice.matrix/1";
  readonly run: {
    readonly id: string;
    readonly suite: string;
    readonly agent: AgentKind;
    readonly cli: string;
    readonly model: string;
    readonly vendor: VendorRecord;
    readonly seed: number;
    readonly startedAt: string;
    readonly finishedAt: string | null;
  };
  /** the strategy that the others are compared with; null when the run has none */
  readonly baseline: string | null;
  readonly strategies: readonly StrategyResult[];
  readonly comparisons: readonly Comparison[];
  readonly prompts: readonly PromptResult[];
  /** what the verdicts on recovery took */
  readonly challengeCost: ChallengeCost;
  /** what the tests at the wave ends said; null when the run plays its whole plan whatever comes out */
  readonly sequential: SequentialResult | null;
  /** client or vendor: what divergence goes with on the wire */
  readonly attribution: Attribution;
  /** which mechanism may be behind it */
  readonly diagnosis: Diagnosis;
  readonly attestation: AttestationResult;
  /** age, drift, slices, groups, variance, agreement, noise */
  readonly insight: Insight;
  /** checks of the prompts' expectations, and what diverging replays do differently */
  readonly validation: Validation;
  /** every note of the matrix once, in order of appearance, then what concerns the run as a whole */
  readonly footnotes: readonly string[];
};

export type StrategyResult = {
  readonly id: string;
  readonly lanes: number;
  readonly sessions: number;
  readonly replays: {
    readonly planned: number;
    readonly scored: number;
    readonly missing: number;
    readonly unattested: number;
    /** usable, but their prompt has no reference to be compared with; planned = the sum of the other four */
    readonly setAside: number;
  };
  /** share of scored replays that diverge, prompts weighted equally */
  readonly divergence: Estimate;
  /** share of sessions most of whose replays diverge */
  readonly degradedSessions: Estimate;
  /** distance in [0, 1] between this configuration's references and the baseline's, mean over prompts */
  readonly shift: Estimate;
  readonly stickiness: {
    /** share of the divergence variance that lies between units; null when it cannot be told */
    readonly icc: number | null;
    readonly p: number | null;
    readonly notes: readonly string[];
  };
  /** probability that applying the strategy to a degraded session gives a healthy one */
  readonly recovery: Estimate;
  /** recovery minus recovery under the sham, in [-1, 1], with the interval of two one-sided tests: what verdicts rest on */
  readonly recoveryBeyondSham: Estimate;
  /** the same operations applied to healthy sessions: share that became degraded */
  readonly harm: Estimate;
  readonly gain: {
    readonly label: string | null;
    readonly claimed: string | null;
    readonly verdict: Verdict;
    readonly note: string;
  };
  readonly featureParity: {
    readonly label: "Full" | "Reduced" | "Controlled" | null;
    readonly claimed: string | null;
    readonly verdict: Verdict;
    readonly lost: readonly string[];
    readonly added: readonly string[];
    readonly changed: readonly string[];
    readonly note: string;
  };
  /** feature parity part by part; null when this strategy or the baseline was not seen on the wire, or in another way */
  readonly parity: ParityDetail | null;
  readonly overhead: {
    readonly label: string | null;
    readonly claimed: string | null;
    readonly verdict: Verdict;
    /** per replay; ratios against the baseline, null when the baseline's is 0 or unknown */
    readonly perReplay: {
      /** experiment time; real with a real vendor, virtual with the simulated one */
      readonly seconds: number | null;
      /** real time on this machine; never repeats exactly */
      readonly wallSeconds: number | null;
      readonly tokens: number | null;
      readonly costUsd: number | null;
      readonly processes: number | null;
    };
    readonly ratio: {
      readonly seconds: number | null;
      readonly tokens: number | null;
      readonly costUsd: number | null;
    };
    readonly note: string;
  };
  /** pass^k of the prompts' success commands */
  readonly success: Estimate;
  readonly byPrompt: readonly PromptDivergence[];
  /** doubts about the strategy's data as a whole, e.g. what is missing and why */
  readonly notes: readonly string[];
};

export type PromptDivergence = {
  readonly promptId: string;
  readonly diverged: number;
  readonly scored: number;
  /** how often each gating channel was over its threshold */
  readonly byChannel: Readonly<Partial<Record<Channel, number>>>;
};

export type Comparison = {
  readonly a: string;
  readonly b: string;
  /** divergence of b minus divergence of a */
  readonly difference: Estimate;
  readonly p: number | null;
  /** Holm over all comparisons of the matrix */
  readonly pAdjusted: number | null;
};

export type PromptResult = {
  readonly id: string;
  readonly clientConfiguration: string;
  /** per gating channel, in [0.1, 0.5] */
  readonly threshold: Readonly<Partial<Record<Channel, number>>>;
  readonly reference: {
    readonly hash: string;
    readonly share: number;
    readonly sessions: number;
  } | null;
  readonly ambiguous: boolean;
  readonly note: string;
};
