import type { ReplayVerdict } from "../analysis/analysis.ts";
import { modesOfCell } from "./approve.ts";
import type { ComparableRate } from "./compareRates.ts";
import { ownVerdicts, type Cell, type MeasuredRun } from "./measureRun.ts";
import { thawRate } from "./rates.ts";
import { compareReferences, yardstickOf, type FrozenYardstick } from "./referenceDiff.ts";
import type { FrozenMode, FrozenPrompt } from "./schema.ts";
import type { ReferenceDiff } from "./types.ts";

/** A frozen prompt beside what the run says about it, before it is known which rates changed. */
export type PromptComparison = {
  readonly frozen: FrozenPrompt;
  readonly clientConfigurationNow: string | null;
  readonly finding: Finding;
  readonly reference: ReferenceDiff | null;
  readonly modesNow: readonly FrozenMode[];
  readonly rates: readonly ComparableRate[];
};

export type Finding =
  | { readonly kind: "gone" | "prompt-changed" | "unknown"; readonly why: string }
  /** `accepted`: it had no reference when it was approved either */
  | { readonly kind: "ambiguous"; readonly accepted: boolean; readonly why: string }
  | { readonly kind: "same-structure" | "other-structure" };

/**
 * Holds one frozen prompt against a run.
 * @param clientConfiguration the run's, that goes with the frozen one
 */
export function comparePrompt(
  frozen: FrozenPrompt,
  clientConfiguration: string,
  measured: MeasuredRun,
): PromptComparison {
  const cell = measured.cells.find(
    (one) => one.promptId === frozen.id && one.clientConfiguration === clientConfiguration,
  );
  const unlike = cannotBeCompared(frozen, cell, measured);
  if (cell === undefined || unlike !== null) {
    const finding = unlike ?? { kind: "unknown" as const, why: "it has no usable replay" };
    const isGone = finding.kind === "gone";
    const clientConfigurationNow = isGone ? null : clientConfiguration;
    return { ...nothing, frozen, clientConfigurationNow, finding };
  }
  const yardstick = yardstickOf(frozen);
  const { ambiguous } = cell.calibration;
  const reference =
    frozen.reference === null || yardstick === null || ambiguous
      ? null
      : compareReferences(frozen.reference, frozen, { cell, yardstick });
  const finding = findingOf(cell, frozen, reference);
  const judgedBy = finding.kind === "other-structure" ? "own" : "frozen";
  return {
    frozen,
    clientConfigurationNow: clientConfiguration,
    finding,
    reference,
    modesNow: ambiguous ? modesOfCell(cell, measured) : [],
    rates: yardstick === null ? [] : ratesOf(frozen, cell, { measured, yardstick, judgedBy }),
  };
}

const nothing = { reference: null, modesNow: [], rates: [] } as const;

function cannotBeCompared(
  frozen: FrozenPrompt,
  cell: Cell | undefined,
  { records, textHashes }: MeasuredRun,
): Finding | null {
  const prompt = records.run.prompts.find(({ id }) => id === frozen.id);
  if (prompt === undefined) return { kind: "gone", why: "the run did not play it" };
  const isSameGate = frozen.gate.toSorted().join() === prompt.gate.toSorted().join();
  if (!isSameGate) {
    const gates = `${frozen.gate.join(", ")}; now ${prompt.gate.join(", ")}`;
    return { kind: "prompt-changed", why: `other channels gate: ${gates}` };
  }
  if (cell === undefined) return { kind: "unknown", why: "it has no usable replay" };
  if (textHashes.get(frozen.id) === frozen.textHash) return null;
  return { kind: "prompt-changed", why: "its text is not what was approved" };
}

function findingOf(
  { calibration }: Cell,
  frozen: FrozenPrompt,
  reference: ReferenceDiff | null,
): Finding {
  const { share, sessions } = calibration.reference;
  if (sessions < 2) return { kind: "unknown", why: "only one session played it" };
  if (calibration.ambiguous) {
    const accepted = frozen.reference === null;
    return { kind: "ambiguous", accepted, why: accepted ? "as when it was approved" : "" };
  }
  if (reference === null) {
    const agree = `${Math.round(share * 100)} % of ${sessions} sessions agree now`;
    const why = `it had no reference when it was approved; ${agree}`;
    return { kind: "ambiguous", accepted: false, why };
  }
  return { kind: reference.severity > 1 ? "other-structure" : "same-structure" };
}

function ratesOf(
  frozen: FrozenPrompt,
  cell: Cell,
  {
    measured,
    yardstick,
    judgedBy,
  }: {
    readonly measured: MeasuredRun;
    readonly yardstick: FrozenYardstick;
    readonly judgedBy: "frozen" | "own";
  },
): ComparableRate[] {
  const structured = new Map(cell.replays.map((replay) => [replay.replayId, replay]));
  return frozen.rates
    .filter(({ strategy }) => cell.strategies.includes(strategy))
    .map((rate) => {
      const { strategy } = rate;
      const own = ownVerdicts(measured, strategy, frozen.id);
      const byFrozen = (measured.usable.get(strategy) ?? []).flatMap((replay): ReplayVerdict[] => {
        const structure = structured.get(replay.id);
        const score = structure === undefined ? null : yardstick(structure);
        return score?.kind === "scored" ? [{ replay, diverged: score.diverged }] : [];
      });
      return {
        strategy,
        before: thawRate(frozen.id, rate),
        own,
        frozen: byFrozen,
        judgedBy,
        judged: judgedBy === "own" ? own : byFrozen,
      };
    });
}
