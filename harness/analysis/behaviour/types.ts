import type { Random } from "../../base/base.ts";
import type { Thresholds } from "../../divergence/divergence.ts";
import type { Channel } from "../../record/record.ts";
import type { Structure } from "../../structure/structure.ts";
import type { ToolOutcome, Transcript } from "../../transcript/transcript.ts";
import type { Estimate, Matrix } from "../types.ts";

/** One usable replay, from a run or from imported logs. Missing and unattested replays are left out by the caller. */
export type BehaviourReplay = {
  readonly id: string;
  readonly structure: Structure;
  /** the process */
  readonly session: string;
  /** what sessions share: one home and device; the session itself where nothing is known of it. The unit of inference */
  readonly lane: string;
  /** null where it is not known, also below */
  readonly wave: string | null;
  readonly version: string | null;
  readonly strategy: string | null;
  /** replays of one client configuration are compared with each other */
  readonly clientConfiguration: string;
  /** the replay's verdict; null when it has none */
  readonly diverged: boolean | null;
  /** for showing what happened; null shows calls and targets only */
  readonly transcript: Transcript | null;
  /** absolute folder in which the agent worked; null when it is not known */
  readonly workspace: string | null;
};

/** All replays of one prompt. Noise is the prompt's, so that all client configurations share its thresholds. */
export type BehaviourPrompt = {
  readonly promptId: string;
  /** channels whose difference makes another mode */
  readonly gate: readonly Channel[];
  readonly replays: readonly BehaviourReplay[];
  /** all replays of the prompt, for its noise thresholds, where `replays` are a part of them */
  readonly noiseFrom?: readonly BehaviourReplay[];
};

export type BehaviourOptions = {
  /** confidence level of all intervals in (0, 1) */
  readonly level: number;
  /** a generator of its own for each permutation test, seeded from what it tests */
  readonly randomFor: (what: string) => Random;
};

/** How the replays of one prompt behave: where they part, and into which modes they fall. */
export type PromptBehaviour = {
  readonly promptId: string;
  readonly gate: readonly Channel[];
  /** noise thresholds at which modes are cut, per gating channel */
  readonly threshold: Thresholds;
  /** in order of appearance */
  readonly configurations: readonly ConfigurationBehaviour[];
};

/** The replays of one client configuration: one consensus, whatever the strategies. */
export type ConfigurationBehaviour = {
  readonly clientConfiguration: string;
  /** sorted */
  readonly strategies: readonly string[];
  readonly replays: number;
  readonly sessions: number;
  readonly lanes: number;
  /** each distinct sequence of steps once, the most frequent first */
  readonly alignment: StepAlignment;
  /** null when all replays take the same steps with the same targets */
  readonly firstDivergence: FirstDivergence | null;
  readonly departures: Departures;
  /** the largest first, at most `modesDescribed` */
  readonly modes: readonly BehaviourMode[];
  /** smaller modes that are not described */
  readonly rest: { readonly modes: number; readonly replays: number };
  readonly belonging: readonly Belonging[];
  /** what must be known to read the numbers */
  readonly notes: readonly string[];
};

/** Sequences of steps in a common grid; a column that a row does not name is a gap in it. */
export type StepAlignment = {
  readonly columns: number;
  readonly rows: readonly {
    readonly replays: number;
    /** a replay that took these steps */
    readonly example: string;
    readonly tokens: readonly string[];
    /** 0-based column of each token, ascending */
    readonly columns: readonly number[];
  }[];
  /** rare sequences that are not here, because there are too many or they are too long */
  readonly leftOut: number;
  /** false when long sequences were aligned within a band around the diagonal */
  readonly exact: boolean;
};

/** The first step at which not all replays do the same. */
export type FirstDivergence = {
  /** `targets`: all take the same steps and part in what one is aimed at */
  readonly in: "tools" | "targets";
  /** 1-based */
  readonly step: number;
  /** the last common steps before it, at most 3 */
  readonly preceding: readonly {
    readonly step: number;
    readonly token: string;
    /** null when the replays aim it at different things */
    readonly target: string | null;
  }[];
  /** the most frequent first, at most 20 */
  readonly branches: readonly Branch[];
  /** rarer branches */
  readonly rest: { readonly branches: number; readonly replays: number };
};

/** The replays that go on in one way where they part. */
export type Branch = {
  /** null: they stop here */
  readonly token: string | null;
  /** what the step is aimed at; null when that differs, or there is no step */
  readonly target: string | null;
  readonly replays: number;
  readonly sessions: number;
  /** of the replays, interval by lanes */
  readonly share: Estimate;
  /** verdicts of the branch's replays; null when none has one */
  readonly diverged: CountOf | null;
  readonly example: string;
};

export type CountOf = { readonly count: number; readonly of: number };

/** Where each replay leaves the usual path: the most frequent sequence of steps. */
export type Departures = {
  readonly usual: readonly string[];
  readonly stay: number;
  readonly leave: number;
  /** first step, 1-based, at which half of those that leave have left; null when none leaves */
  readonly medianStep: number | null;
  /** of those that leave */
  readonly withinFirstTwo: number;
  /** how many leave at each step, ascending; only steps where one does */
  readonly steps: readonly { readonly step: number; readonly replays: number }[];
};

/** Replays that do alike in all gating channels, up to the noise. */
export type BehaviourMode = {
  /** `A` is the largest; after `Z` comes `AA` */
  readonly name: string;
  readonly replays: number;
  readonly sessions: number;
  /** of the replays, interval by lanes */
  readonly share: Estimate;
  readonly diverged: CountOf | null;
  /** distinct structures in the gating channels */
  readonly ways: number;
  /** the replay in the middle of the mode */
  readonly medoid: string;
  /** from mode A, in words, the most telling first; [] for A */
  readonly differences: readonly string[];
  /** the same in one line; "" for A */
  readonly difference: string;
  /** what the medoid did */
  readonly steps: readonly StepView[];
  readonly ending: string;
  /** the medoid's steps beside those of mode A; [] for A */
  readonly besideA: readonly { readonly a: StepView | null; readonly own: StepView | null }[];
};

/** One step of a transcript, cut to what a report shows. */
export type StepView =
  | {
      readonly kind: "call";
      readonly token: string;
      /** path, command, pattern: what can be read; "" when there is nothing */
      readonly aim: string;
      /** null when the transcript is not known */
      readonly outcome: ToolOutcome["kind"] | null;
    }
  | { readonly kind: "text"; readonly text: string }
  /** steps that were left out of a long transcript */
  | { readonly kind: "omitted"; readonly steps: number };

export type Factor = "session" | "wave" | "version" | "strategy";

/** Whether a mode belongs to some sessions, waves, versions or strategies. */
export type Belonging = {
  readonly mode: string;
  readonly factor: Factor;
  /** `unclear`: too little data to tell */
  readonly answer: "belongs" | "no-sign" | "unclear";
  readonly p: number | null;
  /** Holm over all tests of the configuration */
  readonly pAdjusted: number | null;
  /** independent units behind the test: sessions with several replays, or lanes */
  readonly n: number;
  /** why it is unclear; "" when it is not */
  readonly why: string;
  /** all this in a sentence */
  readonly text: string;
};

/** What `report --prompt` shows of a recorded run, schema `sametwice.prompt/1`. */
export type PromptReport = {
  readonly schema: "sametwice.prompt/1";
  readonly run: Matrix["run"];
  /** `off`: nobody saw whether the strategies took effect */
  readonly observed: "on" | "off";
  /** the strategies whose replays are compared, in the order of the run */
  readonly strategies: readonly string[];
  /** recorded replays of the prompt that were left out, and why */
  readonly leftOut: {
    readonly missing: number;
    readonly unattested: number;
    readonly notes: readonly string[];
  };
  readonly behaviour: PromptBehaviour;
};
