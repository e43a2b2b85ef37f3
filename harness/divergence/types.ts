import type { Channel } from "../record/record.ts";
import type { Structure } from "../structure/structure.ts";

/**
 * One replay to calibrate with or to score. Replays that ended by a failure of harness or API, or whose strategy is
 * unattested, are missing data: the caller leaves them out.
 */
export type StructuredReplay = {
  readonly replayId: string;
  readonly promptId: string;
  /** replays of one client configuration share a reference */
  readonly clientConfiguration: string;
  /** the process; the independent unit */
  readonly session: string;
  readonly structure: Structure;
  /** channels whose divergence counts; the same for all replays of a prompt */
  readonly gate: readonly Channel[];
};

export type Thresholds = Readonly<Partial<Record<Channel, number>>>;

/** What a prompt's healthy sessions agree on. */
export type Reference = {
  /** `structureHash` over the gating channels */
  readonly hash: string;
  readonly structure: Structure;
  /** share of sessions whose vote lies in the largest cluster, (0, 1] */
  readonly share: number;
  /** sessions that voted */
  readonly sessions: number;
};

/** Threshold and reference of one prompt under one client configuration. Plain JSON: it can be stored and frozen. */
export type PromptCalibration = {
  readonly promptId: string;
  readonly clientConfiguration: string;
  readonly gate: readonly Channel[];
  /** one per gating channel, in [0.1, 0.5] */
  readonly threshold: Thresholds;
  readonly reference: Reference;
  /** true when no mode has a clear majority of sessions; the reference is then only its largest mode */
  readonly ambiguous: boolean;
  /** what must be known to read the numbers, "" when there is nothing */
  readonly note: string;
};

export type Calibration = { readonly prompts: readonly PromptCalibration[] };

/** How one replay compares with its reference. */
export type ReplayScore =
  | {
      readonly kind: "scored";
      /** whether a gating channel lies beyond its threshold */
      readonly diverged: boolean;
      /** largest distance in units of its threshold; above 1 is divergence */
      readonly severity: number;
      /** per gating channel, in [0, 1] */
      readonly distances: Readonly<Partial<Record<Channel, number>>>;
      /** gating channels beyond their threshold */
      readonly over: readonly Channel[];
    }
  /** there is no fair reference to compare with */
  | { readonly kind: "set-aside"; readonly reason: string };
