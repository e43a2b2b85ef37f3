import type { AgentKind, ProbeRecord, ProbeStep } from "../../record/record.ts";

/** A probe that a criterion needs of each version. */
export type NeededProbe = {
  readonly betas: ProbeRecord["betas"];
  /** those that are played; the others are only watched */
  readonly steps: readonly Exclude<ProbeStep["id"], "start" | "end">[];
};

/** What a criterion sees in a version. */
export type Examined =
  | {
      readonly kind: "seen";
      /** what is compared with that of the ends; null where the thing does not exist */
      readonly value: string | null;
      readonly evidence: string;
    }
  /** it could not be installed or started, or did not answer */
  | { readonly kind: "unknown"; readonly why: string };

/** What is asked of every version. */
export type Question = {
  /** `clear-is-real`, `tools.Bash as in the good version` */
  readonly name: string;
  /** the value that the good end must have; null: any, as long as the bad end's is another */
  readonly goodValue: string | null;
};

/** A question that probes answer. */
export type Criterion = Question & {
  readonly needs: readonly NeededProbe[];
  /** @param probes in the order of `needs` */
  readonly examine: (probes: readonly ProbeRecord[]) => Examined;
};

/** One version that was looked at, in the order in which it was. */
export type BisectStep = {
  readonly version: string;
  /** `other`: neither the good end's value nor the bad end's; it counts as bad, because it is no longer the good one */
  readonly standing: "good" | "bad" | "other" | "skipped";
  readonly value: string | null;
  /** for a skipped version why it was skipped */
  readonly evidence: string;
};

/** What a bisection found, schema `sametwice.bisect/1`. */
export type BisectResult = {
  readonly schema: "sametwice.bisect/1";
  readonly agent: AgentKind;
  readonly model: string;
  readonly criterion: string;
  readonly good: string;
  readonly bad: string;
  /** versions after the good one, the bad one included */
  readonly versions: number;
  readonly answer: {
    /** `break`: the bad end is newer, and a version is sought that broke something; `fix`: the good end is newer */
    readonly kind: "break" | "fix";
    /** in ascending order; one of these made the change. One alone: it did */
    readonly candidates: readonly string[];
    /** the version just before the candidates */
    readonly before: string;
  };
  /** the ends first */
  readonly steps: readonly BisectStep[];
};
