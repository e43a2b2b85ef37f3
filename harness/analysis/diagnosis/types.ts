/** What could be behind the divergence: the six mechanisms of hosted agents, or nothing but sampling. */
export type MechanismId =
  | "traffic-slicing"
  | "idle-bug"
  | "system-prompt"
  | "mid-session-update"
  | "beta-gated"
  | "prompt-churn"
  | "noise-only";

export type EvidenceId =
  | "sticks-to-session"
  | "sticks-to-device"
  | "onset-in-session"
  | "after-idling"
  | "onset-at-one-time"
  | "rate-differs-by-wave"
  | "way-differs-by-wave"
  | "divergers-agree"
  | "less-after-restart"
  | "less-without-betas"
  | "less-when-pinned"
  | "less-with-fresh-identity"
  | "clear-recovers"
  | "restart-recovers"
  | "no-betas-recovers"
  | "pin-recovers"
  | "fresh-identity-recovers"
  | "tied-to-betas"
  | "tied-to-prompt"
  | "tied-to-version";

export type Finding = "yes" | "no" | "unclear";

/** One observation, before it is weighed. */
export type Measurement = {
  readonly id: EvidenceId;
  /** the numbers in words, or why there are none */
  readonly measured: string;
  /** independent units behind it */
  readonly n: number;
  readonly basis:
    | {
        readonly kind: "test";
        /** null when the data cannot tell */
        readonly p: number | null;
        /** whether an effect lies in the direction that the question asks for */
        readonly holds: boolean;
        /** whether enough was played for "not seen" to mean "no" */
        readonly isEnough: boolean;
      }
    | { readonly kind: "interval"; readonly finding: Finding };
};

/** One row of the table of evidence. */
export type EvidenceItem = {
  readonly id: EvidenceId;
  readonly question: string;
  readonly finding: Finding;
  readonly measured: string;
  readonly n: number;
  readonly p: number | null;
  /** Holm over all tests of the table */
  readonly pAdjusted: number | null;
  /** what the finding adds to each mechanism's score; mechanisms that it says nothing about are left out */
  readonly weights: Readonly<Partial<Record<MechanismId, number>>>;
};

export type RankedMechanism = {
  readonly mechanism: MechanismId;
  readonly name: string;
  /** sum of the weights; roughly natural log-odds */
  readonly score: number;
  /** evidence with a positive weight, the heaviest first */
  readonly for: readonly EvidenceId[];
  readonly against: readonly EvidenceId[];
};

export type Diagnosis = {
  readonly evidence: readonly EvidenceItem[];
  /** the highest score first */
  readonly ranked: readonly RankedMechanism[];
  readonly verdict:
    | { readonly kind: "named"; readonly mechanism: MechanismId }
    | { readonly kind: "undecided"; readonly between: readonly MechanismId[] }
    /** nothing is sticky, and nothing goes with time, wave or strategy */
    | { readonly kind: "none" };
  /** the verdict in words */
  readonly text: string;
  readonly notes: readonly string[];
};
