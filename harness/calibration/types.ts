import type {
  compareWithBaseline,
  degradedShare,
  divergenceRate,
  stickinessOf,
} from "../analysis/analysis.ts";

/** How the sessions of a simulated run really behave. */
export type Truth = {
  /** probability that a session is degraded (pi), mean over the waves */
  readonly share: number;
  /** probability that a replay of a healthy session diverges (q0), mean over the waves */
  readonly healthyNoise: number;
  /** probability that a replay of a degraded session diverges (q1) */
  readonly degradedNoise: number;
  /** `slow`: share and healthy noise rise from two thirds to four thirds of their means over the waves */
  readonly drift: "none" | "slow";
  /** lanes per strategy */
  readonly lanes: number;
};

/** The functions under test; a test puts a wrong one in to see the gate fail. */
export type Estimators = {
  readonly divergenceRate: typeof divergenceRate;
  readonly degradedShare: typeof degradedShare;
  readonly stickinessOf: typeof stickinessOf;
  readonly compareWithBaseline: typeof compareWithBaseline;
};

/** What is measured over the simulated runs of one truth. Rejections are at 5 %, intervals at 95 %. */
export type Metric =
  | `${"reset" | "restart" | "degraded"}.${"covered" | "width" | "bias"}`
  | `${"twin" | "restart-reset" | "healed"}.${"covered" | "width" | "bias" | "rejected"}`
  | "stickiness.rejected"
  | "eprocess.alarmed"
  | "eprocess.found"
  | "stopping.too-high"
  | "stopping.low-enough"
  | `structures.${"reference-healthy" | "ambiguous" | "threshold-bias" | "rate-bias" | "missed" | "invented"}`;

/** Count, sum and sum of squares: enough for a mean and its Monte-Carlo standard error, and adds up over parts. */
export type Moments = { readonly n: number; readonly sum: number; readonly squares: number };

export type Measured = Readonly<Partial<Record<Metric, Moments>>>;

/** A part of a calibration, small enough to be handed to a worker. Its result depends on nothing else. */
export type Task = {
  readonly kind: "replays" | "structures";
  readonly truth: Truth;
  readonly seed: number;
  /** ordinals of the simulated runs, `to` excluded */
  readonly from: number;
  readonly to: number;
};

/** A mean with its Monte-Carlo standard error. */
export type Average = { readonly mean: number; readonly standardError: number; readonly n: number };

export type CellResult = {
  readonly kind: Task["kind"];
  readonly truth: Truth;
  readonly averages: Readonly<Partial<Record<Metric, Average>>>;
};

/** The same before division, for pooling. */
export type CellTotals = {
  readonly truth: Truth;
  readonly totals: ReadonlyMap<Metric, Moments>;
};

export type GateResult = {
  readonly name: string;
  /** `at-least`: a coverage; `at-most`: a rate of errors */
  readonly side: "at-least" | "at-most";
  readonly observed: number;
  /** what is nominal, before Monte-Carlo error is allowed for */
  readonly expected: number;
  readonly limit: number;
  readonly n: number;
  readonly passed: boolean;
};

/** Schema `sametwice.calibration/1`. */
export type CalibrationResult = {
  readonly schema: "sametwice.calibration/1";
  readonly seed: number;
  /** simulated runs per truth, at the level of replays and of structures */
  readonly runs: { readonly replays: number; readonly structures: number };
  readonly cells: readonly CellResult[];
  readonly gates: readonly GateResult[];
  readonly passed: boolean;
};
