import type { ReplayRecord, RunRecords } from "../record/record.ts";
import { groupBy } from "./estimates.ts";

/** What proves that the strategies took effect, and what could not be proven. */
export type AttestationResult = {
  /** `off`: nobody looked at the wire */
  readonly observed: "on" | "off";
  /** one entry per strategy, its challenge replays included */
  readonly strategies: readonly StrategyAttestation[];
  /** what cannot be said, in plain words */
  readonly notes: readonly string[];
};

export type StrategyAttestation = {
  readonly id: string;
  readonly replays: number;
  readonly attested: number;
  readonly unattested: number;
  /** missing data: nothing was seen of them */
  readonly unobserved: number;
  /** scored, though nobody looked */
  readonly notObserved: number;
  /** every kind of evidence, the most frequent first */
  readonly evidence: readonly Occurrences[];
  /** every reason for which a replay was not attested, the most frequent first */
  readonly reasons: readonly Occurrences[];
};

/** Texts that say the same of different processes, devices and numbers. */
export type Occurrences = {
  /** with `…` for what differs */
  readonly kind: string;
  readonly replays: number;
  /** word for word, from up to three replays */
  readonly examples: readonly { readonly replay: string; readonly text: string }[];
};

/** Counts what the run's replays say of themselves. */
export function attestationOf({ run, replays }: RunRecords): AttestationResult {
  const byStrategy = groupBy(replays, ({ strategy }) => strategy);
  return {
    observed: run.observed,
    strategies: [...byStrategy]
      .sort(([a], [b]) => rankOf(run, a) - rankOf(run, b))
      .map(([id, own]) => attestationOfStrategy(id, own)),
    notes: unattestable(replays),
  };
}

/** What is unknown of a run whose wire nobody looked at; [] when somebody did. */
export function notObservedNotes({ observed }: RunRecords["run"]): readonly string[] {
  if (observed === "on") return [];
  return [
    "The run was not observed (--observe off): nothing proves which betas, model, version or context its requests had, and attribution and feature parity are unknown.",
  ];
}

function unattestable(replays: readonly ReplayRecord[]): readonly string[] {
  const unproven = replays.filter(({ attestation }) => attestation.kind === "not-observed");
  if (unproven.length === 0) return [];
  return [
    `${unproven.length} of ${replays.length} replays were scored without proof that their strategy took effect: the betas and the model of their requests, an empty context after /clear and a fresh identity were seen by nobody.`,
  ];
}

/** The sham `continue` may be an operation of challenges only; such come last. */
function rankOf(run: RunRecords["run"], id: string): number {
  const found = run.strategies.findIndex((strategy) => strategy.id === id);
  return found === -1 ? run.strategies.length : found;
}

function attestationOfStrategy(id: string, replays: readonly ReplayRecord[]): StrategyAttestation {
  const count = (kind: ReplayRecord["attestation"]["kind"]) =>
    replays.filter(({ attestation }) => attestation.kind === kind).length;
  return {
    id,
    replays: replays.length,
    attested: count("attested"),
    unattested: count("unattested"),
    unobserved: count("unobserved"),
    notObserved: count("not-observed"),
    evidence: occurrences(replays, ({ attestation }) =>
      "evidence" in attestation ? attestation.evidence : [],
    ),
    reasons: occurrences(
      replays,
      // Reasons against one replay are joined to one text.
      ({ attestation }) => ("reason" in attestation ? attestation.reason.split("; ") : []),
    ),
  };
}

const examplesShown = 3;

function occurrences(
  replays: readonly ReplayRecord[],
  textsOf: (replay: ReplayRecord) => readonly string[],
): readonly Occurrences[] {
  const texts = replays.flatMap((replay) =>
    textsOf(replay).map((text) => ({ replay: replay.id, text })),
  );
  return [...groupBy(texts, ({ text }) => kindOf(text))]
    .map(([kind, own]) => ({
      kind,
      replays: new Set(own.map(({ replay }) => replay)).size,
      examples: own.slice(0, examplesShown),
    }))
    .sort((a, b) => b.replays - a.replays || (a.kind < b.kind ? -1 : 1));
}

/** Ids of processes and devices, hashes and addresses differ from replay to replay and say nothing about the kind. */
function kindOf(text: string): string {
  return text
    .replace(/\b[a-z0-9-]+-w\d+-l\d+[\w-]*/gi, "…")
    .replace(/requests? [\d, -]+ of \d+/g, "requests …")
    .replace(/\b(?=[0-9a-f-]*\d)[0-9a-f]{8}[0-9a-f-]*…?/gi, "…");
}
