import { UserErrors } from "../base/base.ts";
import { modesOf } from "../divergence/divergence.ts";
import type { RunRecord, RunRecords } from "../record/record.ts";
import type { ParseSource } from "../structure/structure.ts";
import { freezeStructure } from "./frozenStructure.ts";
import { lanesOf, measureRun, ownVerdicts, type Cell, type MeasuredRun } from "./measureRun.ts";
import { freezeRate } from "./rates.ts";
import { reasonsToRefuse } from "./reasonsToRefuse.ts";
import {
  baselineSchemaName,
  type Baseline,
  type FrozenMode,
  type FrozenPrompt,
  type RunIdentity,
} from "./schema.ts";
import { sealOf } from "./seal.ts";

export type Approval = {
  readonly parse: ParseSource;
  /** of the baseline, such as `main` */
  readonly name: string;
  /** what was approved under this name before */
  readonly previous: Baseline | null;
  /** ISO 8601 */
  readonly approvedAt: string;
  /** version of sametwice */
  readonly sametwice: string;
  /** approve although prompts have no reference */
  readonly acceptAmbiguous: boolean;
  /** approve although references of the previous baseline change or go */
  readonly replace: boolean;
};

/**
 * Freezes the references of a run. A reference that was approved never changes silently: that takes `replace`.
 * @throws UserErrors with every reason not to approve the run
 */
export function approveRun(records: RunRecords, approval: Approval): Baseline {
  const measured = measureRun(records, approval.parse);
  const { run } = records;
  const content = {
    schema: baselineSchemaName,
    suite: run.suiteName,
    name: approval.name,
    version: (approval.previous?.version ?? 0) + 1,
    approvedAt: approval.approvedAt,
    sametwice: approval.sametwice,
    run: identityOf(run),
    prompts: measured.cells.map((cell) => freezeCell(cell, measured)),
  } as const;
  const baseline: Baseline = { ...content, seal: sealOf(content) };
  const refusals = reasonsToRefuse(measured, baseline, approval);
  if (refusals.length > 0) throw new UserErrors(refusals);
  return baseline;
}

/** What a run was, as far as it decides what it can be compared with. */
export function identityOf(run: RunRecord): RunIdentity {
  const { id, startedAt, configurationHash, agent, cli, model, observed } = run;
  const vendor = { ...run.vendor };
  return { id, startedAt, configurationHash, agent, cli, model, vendor, observed };
}

function freezeCell(cell: Cell, measured: MeasuredRun): FrozenPrompt {
  const { promptId, clientConfiguration, calibration, strategies } = cell;
  const { gate, threshold, ambiguous, reference, note } = calibration;
  const { hash, share, sessions } = reference;
  return {
    id: promptId,
    clientConfiguration,
    textHash: measured.textHashes.get(promptId) ?? "",
    gate: [...gate],
    threshold: { ...threshold },
    reference: ambiguous
      ? null
      : { hash, share, sessions, structure: freezeStructure(reference.structure, gate) },
    modes: ambiguous ? modesOfCell(cell, measured) : [],
    note,
    rates: strategies.map((strategy) =>
      freezeRate(strategy, lanesOf(measured, strategy), ownVerdicts(measured, strategy, promptId)),
    ),
  };
}

/** The modes of a prompt, with what tells them apart. */
export function modesOfCell(cell: Cell, { scored }: MeasuredRun): FrozenMode[] {
  const { promptId, clientConfiguration, calibration } = cell;
  const ofPrompt = scored.structured.filter((replay) => replay.promptId === promptId);
  return modesOf(ofPrompt, clientConfiguration).map(({ hash, share, sessions, structure }) => ({
    hash,
    share,
    sessions,
    structure: freezeStructure(structure, calibration.gate),
  }));
}
