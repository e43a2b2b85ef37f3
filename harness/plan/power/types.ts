import type { Slice } from "../../statistics/statistics.ts";

/** What is asked of `plan`; a question that is null is not asked. */
export type PowerQuestion = {
  /** share of degraded sessions that is to be seen, in (0, 1) */
  readonly detect: number | null;
  /** two shares that are to be told apart */
  readonly compare: { readonly a: number; readonly b: number } | null;
  /** largest differences of divergence rates that do not matter */
  readonly margins: readonly number[];
  /** US dollars for all strategies of the suite */
  readonly budgetUsd: number | null;
  readonly assumed: Assumed;
};

/** What the answers rest on. */
export type Assumed = {
  /** the world that is believed in */
  readonly world: Slice;
  /** two-sided for differences, one-sided for equivalence; in (0, 0.5) */
  readonly alpha: number;
  /** chance that a comparison finds what is there */
  readonly power: number;
  /** chance that degraded sessions are seen */
  readonly confidence: number;
  /** replays per session */
  readonly replays: number;
  /** where the world comes from */
  readonly source: string;
  /** measured share of the variance between sessions; null: what the world implies */
  readonly correlation: number | null;
};

/** What playing costs; null where nobody knows. */
export type Costs = {
  readonly source: string;
  readonly replayUsd: number | null;
  /** what a replay in a new process costs more; null until it was measured */
  readonly startUsd: number | null;
  readonly replayMinutes: number;
  readonly startMinutes: number;
};

/** What the baseline's lanes of a recorded run say about the world. */
export type MeasuredRates = {
  readonly sessions: number;
  readonly replays: number;
  readonly diverged: number;
  /** share of the variance between sessions; null when it cannot be told */
  readonly correlation: number | null;
  /** whether two kinds of sessions show, perhaps do, or do not */
  readonly kinds: "two" | "perhaps-two" | "one";
  /** null when nothing of use was measured */
  readonly world: Slice | null;
};

/** Sessions that show a degraded slice. */
export type SliceAnswer = {
  readonly share: number;
  readonly chances: readonly number[];
  /** for every number of degraded sessions the sessions that hold so many with each of the chances */
  readonly needs: readonly { readonly degraded: number; readonly sessions: readonly number[] }[];
  /** the same 14 degraded sessions, found by a screen that stops each session as soon as it is judged */
  readonly screen: { readonly replaysPerFound: number | null; readonly replays: number | null };
};

/** Sessions per strategy that tell two degraded shares apart. */
export type CompareAnswer = {
  readonly a: number;
  readonly b: number;
  /** one flag per session */
  readonly flags: {
    readonly normal: number;
    /** null when over `exactUpTo`, where the exact sum takes long and the approximation is good */
    readonly exact: number | null;
    readonly exactUpTo: number;
  };
  /** divergence rates of all replays, design effect included; null when the two worlds have one rate */
  readonly rates: { readonly difference: number; readonly sessions: number | null };
};

/** Sessions that show that an operation does nothing. */
export type NoEffectAnswer = {
  readonly margin: number;
  /** sessions per strategy */
  readonly independent: number;
  /** sessions, each replayed before and after the operation; null below two replays per session */
  readonly crossover: {
    readonly before: number;
    readonly after: number;
    readonly sessions: number;
    /** per strategy, when a sham is crossed over beside it */
    readonly besideSham: number;
  } | null;
};

/** The challenge: degraded sessions of which none recovers, and the bound of recovery that this shows. */
export type ChallengeAnswer = {
  readonly degraded: number;
  /** one-sided, level 1 - alpha */
  readonly recoveryAtMost: number;
  /** sessions to classify, with the confidence */
  readonly sessions: number;
  /** mean replays of a screen that finds so many; null when it finds none */
  readonly screenReplays: number | null;
};

/** What so many sessions per strategy can show. */
export type SizeAnswer = {
  readonly sessions: number;
  readonly replays: number;
  /** smallest degraded share of which a session is seen with the confidence; null without a session */
  readonly smallestSlice: number | null;
  /** smallest difference of two rates near the world's own that is found with the power */
  readonly rateDifference: number | null;
  /** the largest share below the world's and the smallest above it that are told from it; null when none is */
  readonly shareBelow: number | null;
  readonly shareAbove: number | null;
  /** smallest margin for which "no effect" can be shown by independent strategies */
  readonly margin: number | null;
};

/** Whether a verdict on recovery is to be expected. */
export type RecoveryAnswer =
  | { readonly kind: "impossible"; readonly why: string }
  | {
      readonly kind: "possible";
      /** degraded sessions of which none may recover, for "recovers at most by the margin" */
      readonly degraded: number;
      readonly margin: number;
      /** degraded sessions after which the suite's screen looks for no more */
      readonly wanted: number;
      /** baseline lanes that are challenged when degraded: those after the first wave */
      readonly lanes: number;
      /** most sessions that the suite's screen starts */
      readonly mostScreened: number;
      /** chance that lanes and screen hold enough */
      readonly chance: number;
      readonly expected: ChallengeCost;
    };

/** What screen and challenges are expected to take in the assumed world, beside the lanes. */
export type ChallengeCost = {
  readonly confirmed: number;
  readonly screened: number;
  /** to classify, confirm and challenge */
  readonly replays: number;
  readonly processes: number;
  readonly usd: number | null;
};

export type BudgetAnswer = {
  readonly usd: number;
  /** dollars for one lane of every strategy; null when the model's price is unknown */
  readonly roundUsd: number | null;
  /** what the lanes show that all of it pays; null when it pays none, or nobody knows */
  readonly shows: SizeAnswer | null;
  /** what screen and challenges take of it, and the sessions per strategy that are left then; null when recovery cannot be measured */
  readonly withRecovery: { readonly usd: number; readonly sessions: number } | null;
};

/** Replays per session that give the most precise rate, by the currency in which replays and starts are counted. */
export type OptimalReplays = {
  readonly currency: "dollars" | "minutes";
  readonly costRatio: number;
  /** not rounded, 1 or more; null when replays of a session are independent, so that one session would do */
  readonly replays: number | null;
};

/** Money and work of one lane of a strategy. */
export type LaneCost = {
  readonly strategy: string;
  readonly replays: number;
  readonly processes: number;
  readonly minutes: number;
  readonly usd: number | null;
};

/** One need with what it takes. */
export type PricedNeed = {
  readonly need: string;
  /** sessions, or lanes, per strategy */
  readonly sessions: number;
  readonly strategies: readonly LaneCost[];
  /** for all strategies of the suite */
  readonly usd: number | null;
};

export type PowerReport = {
  readonly schema: "sametwice.power/1";
  readonly suite: { readonly name: string; readonly lanes: number; readonly waves: number };
  readonly assumed: Assumed;
  /** what the world means for a rate: theta, rho (as measured, where it was) and the design effect 1 + (K - 1) rho */
  readonly implied: {
    readonly rate: number;
    readonly correlation: number;
    readonly designEffect: number;
  };
  readonly costs: Costs;
  readonly shows: SizeAnswer | null;
  readonly recovery: RecoveryAnswer | null;
  readonly slices: readonly SliceAnswer[];
  readonly comparisons: readonly CompareAnswer[];
  readonly noEffect: readonly NoEffectAnswer[];
  readonly challenges: readonly ChallengeAnswer[];
  readonly budget: BudgetAnswer | null;
  readonly optimalReplays: readonly OptimalReplays[];
  readonly lane: readonly LaneCost[];
  readonly needs: readonly PricedNeed[];
  readonly notes: readonly string[];
};
