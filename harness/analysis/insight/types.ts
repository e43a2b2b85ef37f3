import type { Channel } from "../../record/record.ts";
import type { Estimate, Verdict } from "../types.ts";

/** What a run says beyond its matrix; every number that is not known is null, and a text says why. */
export type Insight = {
  /** the baseline first */
  readonly strategies: readonly StrategyInsight[];
  /** of the baseline, like all that follows; null without a baseline */
  readonly slice: SliceInsight | null;
  readonly clusters: ClusterInsight | null;
  readonly variance: VarianceInsight | null;
  readonly dominance: DominanceInsight | null;
  readonly noiseBand: NoiseBand;
};

export type StrategyInsight = {
  readonly id: string;
  /** null where every replay has a process of its own, which cannot age */
  readonly ttl: TtlInsight | null;
  readonly drift: DriftInsight | null;
  readonly agreement: AgreementInsight;
  readonly success: SuccessInsight;
};

/** Should sessions be replaced for their age? */
export type TtlInsight = {
  /** `too-dear`: divergence grows, but a restart costs more than it saves */
  readonly answer: "replace" | "flat" | "too-dear" | "cannot-tell";
  readonly ttlMin: number | null;
  /** percentile interval over resampled sessions; an upper bound of null means "never" */
  readonly interval: { readonly lowerMin: number; readonly upperMin: number | null } | null;
  /** one-sided, within sessions */
  readonly pGrowth: number | null;
  /** divergence in the late half of the ages minus that in the early half, within sessions */
  readonly growth: Estimate;
  /** age of the oldest session when its last replay began */
  readonly reachedMin: number | null;
  /** isotonic: `rate` holds from `fromMin` on */
  readonly rates: readonly { readonly fromMin: number; readonly rate: number }[];
  /** what a restart counts as, in minutes of diverging work */
  readonly restart: { readonly minutes: number; readonly source: "measured" | "assumed" };
  readonly text: string;
};

/** Does divergence change from replay to replay of a session? */
export type DriftInsight = {
  /** two-sided, replays exchanged within their session */
  readonly p: number | null;
  /** sessions with both outcomes */
  readonly informative: number;
  /** change of the log-odds per replay (GEE), with its robust error */
  readonly slope: number | null;
  readonly standardError: number | null;
  /** Cochran-Armitage over quarters of the ages, as if replays were independent: a description only */
  readonly byAge: {
    readonly z: number | null;
    readonly bins: readonly {
      readonly fromMin: number;
      readonly diverged: number;
      readonly of: number;
    }[];
  };
  readonly notes: readonly string[];
};

/** Is there a second kind of session? */
export type SliceInsight = {
  readonly answer: "two-groups" | "spread" | "not-shown" | "cannot-tell";
  readonly share: Estimate;
  readonly healthyRate: number | null;
  readonly degradedRate: number | null;
  /** likelihood-ratio test of two groups against one rate, by parametric bootstrap */
  readonly p: number | null;
  readonly draws: number;
  /** the smallest one describes the sessions best */
  readonly bic: {
    readonly oneRate: number;
    readonly twoGroups: number;
    readonly spread: number | null;
  } | null;
  readonly text: string;
};

/** Do sessions fall into groups by what they do, whatever is degraded? */
export type ClusterInsight = {
  readonly sessions: number;
  readonly groups: readonly {
    readonly sessions: number;
    readonly share: Estimate;
    /** waves in which it was seen: a group of one wave is an outage */
    readonly waves: readonly number[];
  }[];
  readonly strays: number;
  readonly silhouette: number | null;
  /** replays exchanged between sessions within wave and prompt */
  readonly p: number | null;
  readonly text: string;
};

/** Where the variance of divergence comes from. */
export type VarianceInsight = {
  /** G-study; shares of its total, in [0, 1] */
  readonly shares: {
    readonly session: number;
    readonly prompt: number;
    readonly sessionPrompt: number;
    readonly replay: number;
  } | null;
  /** complete sessions, of all */
  readonly sessions: { readonly used: number; readonly of: number };
  /** in squared units of the divergence rate, corrected for few replays; data below 0 means 0 */
  readonly noise: { readonly data: number; readonly prediction: number } | null;
  readonly designEffect: number | null;
  /** independent replays that would tell as much */
  readonly effectiveN: number | null;
  readonly notes: readonly string[];
};

/** How alike two replays of a prompt are in one channel, whether it gates or not. */
export type ChannelSimilarity = {
  readonly channel: Channel;
  /** 1 minus the mean distance of two replays, in [0, 1], mean over prompts; null when no prompt has anything in this channel */
  readonly similarity: number | null;
  /** prompts behind it */
  readonly prompts: number;
};

/** Changed files, and code blocks of answers, by the form in which `code` compares them; one file of ten replays counts ten times. */
export type CodeForms = {
  /** as syntax trees */
  readonly trees: number;
  /** by tokens, in a language whose grammar found a mistake */
  readonly doNotParse: NamedFiles;
  /** by tokens, in a language without a grammar */
  readonly noGrammar: NamedFiles;
  /** by their hash alone: not text, or too large */
  readonly opaque: NamedFiles;
};

/** `paths` are the first three different ones in alphabetical order. */
export type NamedFiles = { readonly count: number; readonly paths: readonly string[] };

/** How alike the replays of a prompt are. */
export type AgreementInsight = {
  /** replays of each prompt that were compared */
  readonly n: number;
  readonly prompts: number;
  /** TARr@n: share of prompts all of whose answers are the same text */
  readonly rawAgreement: number | null;
  /** TARa@n: share of prompts all of whose replays have the same structure */
  readonly structureAgreement: number | null;
  readonly flipRate: number | null;
  readonly fleissKappa: number | null;
  readonly krippendorffAlpha: number | null;
  /** mean over prompts, in [0, 1] */
  readonly entropy: number | null;
  /** different sequences of tools per prompt, mean */
  readonly uniqueSequences: number | null;
  /** of two replays of a prompt, channel by channel; [] when no prompt has two */
  readonly similarity: readonly ChannelSimilarity[];
  /** of all replays, also of those that were too many to be compared here */
  readonly codeForms: CodeForms;
  readonly notes: readonly string[];
};

export type SuccessInsight = {
  readonly rows: readonly {
    readonly k: number;
    readonly passAtK: number | null;
    readonly passHatK: number | null;
    /** biased; only to compare with others */
    readonly naivePassAtK: number | null;
    readonly naivePassHatK: number | null;
  }[];
  /** prompts with at least one checked replay */
  readonly prompts: number;
  readonly notes: readonly string[];
};

/** "Session state dominates": more than half, by two definitions. */
export type DominanceInsight = {
  readonly definitions: readonly Dominance[];
};

export type Dominance = {
  readonly definition: "variance" | "divergences";
  readonly estimate: Estimate;
  /** the most it could be with the measured noise, if degraded sessions always diverged and were as many as their upper bound */
  readonly limit: number | null;
  /** the limit itself is no more than half */
  readonly isImpossible: boolean;
  readonly verdict: Exclude<Verdict, "no-claim">;
  readonly text: string;
};

/** How far two strategies without any difference lie apart. */
export type NoiseBand = {
  /** 95 % of differences between two halves of the baseline's lanes are smaller; null when it cannot be told */
  readonly halves: number | null;
  readonly lanes: number;
  readonly splits: number;
  /** scaled to the lanes that were compared */
  readonly comparisons: readonly {
    readonly b: string;
    readonly lanes: number;
    readonly band: number;
  }[];
  /** strategies with the same definition as the baseline: what was really seen */
  readonly copies: readonly { readonly id: string; readonly difference: number | null }[];
  readonly note: string;
};
