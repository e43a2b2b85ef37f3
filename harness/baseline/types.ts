import type { Estimate } from "../analysis/analysis.ts";
import type { Channel } from "../record/record.ts";
import type { FrozenMode, RunIdentity } from "./schema.ts";

/** A run held against a baseline, schema `sametwice.baseline-diff/1`: the one input of its renderers. */
export type BaselineDiff = {
  readonly schema: "sametwice.baseline-diff/1";
  readonly suite: string;
  readonly baseline: {
    readonly name: string;
    readonly version: number;
    readonly approvedAt: string;
    readonly run: RunIdentity;
  };
  readonly run: RunIdentity;
  readonly outcome: DiffOutcome;
  /** what is another subject than when the baseline was approved: CLI, model, vendor */
  readonly subjectChanges: readonly string[];
  /** over all prompts that can be compared */
  readonly strategies: readonly RateChange[];
  readonly prompts: readonly PromptDiff[];
  readonly notes: readonly string[];
};

/**
 * `worse`: a rate rose. `to-approve`: none rose, but something is not as it was approved, and a person must decide.
 * `as-approved`: everything that could be compared is within noise, or better.
 */
export type DiffOutcome = "as-approved" | "worse" | "to-approve";

export type PromptVerdict =
  | "unchanged"
  | "rate-changed"
  /** consistent as before, but another structure: a person must decide whether it is the new reference */
  | "re-baseline-proposal"
  | "structure-and-rate-changed"
  /** no mode has a clear majority, now or when it was approved */
  | "ambiguous"
  /** it asks something else, or counts other channels: not comparable */
  | "prompt-changed"
  | "new"
  | "gone"
  /** not enough was played to tell */
  | "unknown";

export type PromptDiff = {
  readonly id: string;
  /** of the baseline; of the run when the prompt is new */
  readonly clientConfiguration: string;
  /** of the run; null when it is gone */
  readonly clientConfigurationNow: string | null;
  readonly verdict: PromptVerdict;
  /** one sentence; "" when the verdict says it all */
  readonly why: string;
  readonly reference: ReferenceDiff | null;
  /** of an ambiguous prompt; [] where there is a reference */
  readonly modesBefore: readonly FrozenMode[];
  readonly modesNow: readonly FrozenMode[];
  readonly rates: readonly RateChange[];
};

/** How the run's own reference compares with the frozen one. */
export type ReferenceDiff = {
  readonly before: { readonly hash: string; readonly share: number; readonly sessions: number };
  readonly now: { readonly hash: string; readonly share: number; readonly sessions: number };
  /** largest distance in units of the frozen thresholds; above 1 the structure changed */
  readonly severity: number;
  /** gating channels that differ at all, with what differs step by step */
  readonly channels: readonly ChannelDiff[];
};

export type ChannelDiff = {
  readonly channel: Channel;
  /** in [0, 1] */
  readonly distance: number;
  readonly threshold: number;
  /** `-` before, `+` now, a space for what stayed, `@@` between distant places */
  readonly diff: string;
};

/** A strategy's divergence rate when it was approved and now. */
export type RateChange = {
  readonly strategy: string;
  readonly before: Estimate;
  /** by the run's own references, leaving each session's own vote out */
  readonly own: Estimate;
  /** by the frozen references and thresholds */
  readonly frozen: Estimate;
  /** which of the two is compared: the frozen one as long as the structure is the same, else the own one; over all prompts each by its own rule */
  readonly judgedBy: "frozen" | "own" | "each prompt's";
  /** now minus before */
  readonly difference: Estimate;
  readonly p: number | null;
  /** Holm over all prompts and strategies, or over all strategies */
  readonly pAdjusted: number | null;
  readonly change: "none-found" | "better" | "worse" | "unknown";
};
