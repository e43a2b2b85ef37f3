import type { CheckId } from "../../validation/validation.ts";

/** What the replays of a run say by themselves (their prompts' `expect`), and what some of them do differently from others. */
export type Validation = {
  /** confidence level of the pass rates, in (0, 1), each by itself; of all clear differences together */
  readonly level: number;
  /** in the order of the run */
  readonly strategies: readonly StrategyValidation[];
  readonly comparisons: readonly HabitComparison[];
  readonly notes: readonly string[];
};

export type StrategyValidation = {
  readonly id: string;
  readonly checks: readonly CheckRate[];
};

/** How often the replays of a strategy passed a check, prompts weighted equally; prompts that do not ask for it are not counted. */
export type CheckRate = {
  readonly check: CheckId;
  readonly rate: PassRate;
  readonly byPrompt: readonly PromptRate[];
  /** the first replay that failed; null when none did */
  readonly failure: { readonly replayId: string; readonly evidence: string } | null;
};

export type PromptRate = {
  readonly promptId: string;
  /** what is checked, in words: `at most 20 tool calls` */
  readonly words: string;
  readonly rate: PassRate;
};

export type PassRate = {
  readonly passed: number;
  /** replays with a known result */
  readonly of: number;
  /** replays whose result cannot be known; not in `of` */
  readonly unknown: number;
  /** in [0, 1]; null without a known result */
  readonly value: number | null;
  /** Korn-Graubard over lanes; null below 20 lanes */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly lanes: number;
};

/** Two sets of replays, and what the first does differently. */
export type HabitComparison = {
  /** diverging against conforming replays, those of degraded against healthy sessions, or those of a strategy against the baseline */
  readonly kind: "diverging" | "degraded" | "strategy";
  /** whose replays; null: all strategies together */
  readonly strategy: string | null;
  /** `diverging replays` */
  readonly first: string;
  /** `conforming replays` */
  readonly second: string;
  readonly replays: { readonly first: number; readonly second: number };
  /** clear ones first, then signs of effort before checks, then larger ones first; what neither set shows is left out */
  readonly differences: readonly HabitDifference[];
};

export type HabitDifference = {
  readonly id: string;
  /** `edits without reading` */
  readonly words: string;
  readonly unit: "share" | "mean";
  /** it is the failing of a check */
  readonly isCheck: boolean;
  /** on the prompts that both sets have, the second set reweighted to the mix of the first */
  readonly first: number;
  readonly second: number;
  /** lanes behind each */
  readonly lanes: { readonly first: number; readonly second: number };
  /** first minus second, at the level that holds for all differences of the run together; null below 20 lanes on a side */
  readonly lower: number | null;
  readonly upper: number | null;
  /** the interval leaves out 0 */
  readonly isClear: boolean;
  /** `edits without reading 34 % against 6 %` */
  readonly sentence: string;
};
