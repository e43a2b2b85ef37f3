import type { AgentKind, ProbeRecord } from "../../record/record.ts";

/** What one version did, in as many processes as there are records here. */
export type VersionProbes = {
  /** the whole scenario, betas forwarded */
  readonly whole: ProbeRecord;
  /** a text prompt with the same model and betas suppressed */
  readonly suppressed: ProbeRecord;
  /** a text prompt for each way in which users name a model; `model` null is the client's own default */
  readonly aliases: readonly ProbeRecord[];
};

/** How much a change matters to whoever wants to compare results before and after an upgrade. */
export type Rating = "high" | "medium" | "low";

/** One line of the risk summary. */
export type AuditFinding = {
  /** stable name for machines: `clear-stopped-working` */
  readonly id: string;
  readonly rating: Rating;
  readonly what: string;
  /** why it matters to reproducibility */
  readonly why: string;
  /** what to do, imperative */
  readonly action: string;
};

/** What changed between two versions of a client, schema `sametwice.audit/1`. Measured against the simulated vendor. */
export type Audit = {
  readonly schema: "sametwice.audit/1";
  readonly agent: AgentKind;
  /** the model that both were started with; null when none was named */
  readonly model: string | null;
  readonly from: VersionFacts;
  readonly to: VersionFacts;
  /** rating of the worst finding; `none` when there is none */
  readonly risk: Rating | "none";
  /** worst first */
  readonly findings: readonly AuditFinding[];
  readonly besideRequests: readonly BesideChange[];
  readonly aliases: readonly AliasChange[];
  /** null when one of the versions sent no request that could be compared */
  readonly changes: ClientChanges | null;
};

/** What can be said of one version alone. */
export type VersionFacts = {
  readonly version: string;
  /** null when it answered a text prompt; else how that ended */
  readonly problem: string | null;
  readonly clear: ClearBehaviour;
  readonly suppression: Suppression | null;
  readonly program: ProbeRecord["program"];
  readonly timing: VersionTiming;
  /** hosts and ports that it tried past its base URL */
  readonly egress: readonly string[];
  /** requests beside the conversation, each kind once per step */
  readonly beside: readonly BesideRequest[];
  /** what its first conversation request held; null when there was none */
  readonly opening: {
    readonly model: string | null;
    readonly systemCharacters: number;
    readonly tools: number;
    readonly betas: number;
    readonly bytes: number;
  } | null;
};

/** Medians over all processes that were started for the audit, in milliseconds; null where there is nothing to measure. */
export type VersionTiming = {
  readonly starts: number;
  readonly startMs: number | null;
  /** from the first prompt to the first request */
  readonly firstRequestMs: number | null;
  /** from the first prompt to its answer */
  readonly firstTurnMs: number | null;
};

/** `real`: the next request carries nothing of before · `fake`: the client says so, and it does */
export type ClearBehaviour = "real" | "no-op" | "fake" | "unknown";

/** What asking for betas to be suppressed does, against the same request with them. */
export type Suppression = {
  readonly betasRemoved: readonly string[];
  readonly betasKept: readonly string[];
  readonly toolsRemoved: readonly string[];
  readonly toolsAdded: readonly string[];
  /** names of body parameters that differ */
  readonly parameters: readonly string[];
  /** share of the system prompt that differs, in [0, 1] */
  readonly systemChanged: number;
};

/** A request that no user prompt explains. */
export type BesideRequest = {
  readonly step: ProbeRecord["steps"][number]["id"];
  /** `POST /v1/messages` */
  readonly request: string;
  readonly model: string | null;
  readonly count: number;
};

export type BesideChange = Omit<BesideRequest, "count"> & {
  readonly from: number;
  readonly to: number;
};

export type AliasDefaults = {
  /** what the wire asks for */
  readonly model: string | null;
  readonly maxTokens: number | null;
  /** `body.thinking…` and `body.output_config.effort` by name */
  readonly settings: Readonly<Record<string, string>>;
};

/** What a name for a model means; null where the version sent no request. */
export type AliasChange = {
  /** as the user says it; null when no model is named */
  readonly asked: string | null;
  readonly from: AliasDefaults | null;
  readonly to: AliasDefaults | null;
};

/** What changed in the conversation's requests. */
export type ClientChanges = {
  readonly system: ChangedText;
  /** what the client says in the user's name; only what differs */
  readonly additions: readonly ChangedText[];
  readonly tools: ToolChanges;
  readonly betas: SetChange;
  /** parts `body.…` of the first request that differ */
  readonly parameters: readonly ParameterChange[];
  /** conversation requests that a step took, where it differs */
  readonly turns: readonly CountChange[];
};

export type SetChange = { readonly added: readonly string[]; readonly removed: readonly string[] };

export type CountChange = { readonly what: string; readonly from: number; readonly to: number };

/** A value on either side; null where the name does not occur. */
export type ParameterChange = {
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
};

export type ChangedText = {
  /** `system prompt`, `reminders at the start` … */
  readonly what: string;
  readonly fromCharacters: number;
  readonly toCharacters: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  /** characters of changed lines among those of both texts, in [0, 1]; 0 when the texts are equal */
  readonly changed: number;
  /** unified, by line, without file names; empty when the texts are equal */
  readonly diff: string;
};

export type ToolChanges = SetChange & { readonly changed: readonly ToolChange[] };

export type ToolChange = {
  readonly name: string;
  /** null when it is the same */
  readonly description: ChangedText | null;
  readonly schema: readonly SchemaChange[];
};

/** One keyword of one property, or, where `keyword` is `property`, the property as a whole. */
export type SchemaChange = {
  /** `todos[].status`; `(input)` is the schema itself */
  readonly property: string;
  readonly keyword: string;
  /** null: was not there */
  readonly from: string | null;
  /** null: is not there any more */
  readonly to: string | null;
};

/** Several versions, each compared with the one before it, schema `sametwice.audit-range/1`. */
export type AuditRange = {
  readonly schema: "sametwice.audit-range/1";
  readonly agent: AgentKind;
  readonly model: string | null;
  /** in ascending order */
  readonly rows: readonly RangeRow[];
  /** rating of the worst finding of all steps */
  readonly risk: Rating | "none";
  /** versions that exist between the two ends, but were not looked at */
  readonly leftOut: readonly string[];
};

export type RangeRow =
  | {
      readonly kind: "probed";
      readonly facts: VersionFacts;
      readonly aliases: readonly Omit<AliasChange, "from">[];
      /** against the last version before it that was probed; null for the first */
      readonly since: Audit | null;
    }
  | { readonly kind: "failed"; readonly version: string; readonly why: string };
