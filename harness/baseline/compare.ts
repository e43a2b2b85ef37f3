import { counted } from "../base/base.ts";
import type { RunRecords } from "../record/record.ts";
import type { ParseSource } from "../structure/structure.ts";
import { identityOf, modesOfCell } from "./approve.ts";
import { clientOf } from "./clientOf.ts";
import { refuseIncomparable, subjectChanges } from "./comparable.ts";
import { comparePrompt, type PromptComparison } from "./comparePrompt.ts";
import { compareRates, type ComparableRate } from "./compareRates.ts";
import { measureRun, type MeasuredRun } from "./measureRun.ts";
import type { Baseline, FrozenPrompt } from "./schema.ts";
import type { BaselineDiff, DiffOutcome, PromptDiff, PromptVerdict, RateChange } from "./types.ts";

/**
 * Holds a run against what was approved. Another CLI or model is what this is for and is named; other suites, vendors of another
 * kind, and runs with and without the recorder are different subjects.
 * @param options.sametwice version that is running
 * @throws UserError for what cannot be compared, or when a frozen structure cannot be read
 */
export function compareWithFrozen(
  records: RunRecords,
  baseline: Baseline,
  options: { readonly parse: ParseSource; readonly sametwice: string },
): BaselineDiff {
  const { run } = records;
  refuseIncomparable(baseline, run);
  const measured = measureRun(records, options.parse);
  const pairs = baseline.prompts.map((frozen) => ({
    frozen,
    client: clientNow(frozen, baseline, measured),
  }));
  const comparisons = pairs.flatMap(({ frozen, client }) =>
    client === null ? [] : [comparePrompt(frozen, client, measured)],
  );
  const seed = `${baseline.seal}/${run.id}`;
  const prompts = [...withRates(comparisons, seed), ...newPrompts(measured, comparisons)];
  const strategies = compareRates(overAllPrompts(comparisons), `${seed}/all`);
  const { name, version, approvedAt } = baseline;
  return {
    schema: "sametwice.baseline-diff/1",
    suite: baseline.suite,
    baseline: { name, version, approvedAt, run: baseline.run },
    run: identityOf(run),
    outcome: outcomeOf(prompts, comparisons, strategies),
    subjectChanges: subjectChanges(baseline.run, identityOf(run)),
    strategies,
    prompts,
    notes: notesOf(baseline, measured, {
      sametwice: options.sametwice,
      notPlayed: pairs.filter(({ client }) => client === null).map(({ frozen }) => frozen),
    }),
  };
}

/** The run's client configuration that goes with a frozen one: that of the same strategy, else the same apart from the version given. */
function clientNow(
  frozen: FrozenPrompt,
  baseline: Baseline,
  { records: { run } }: MeasuredRun,
): string | null {
  const client = clientOf(frozen.clientConfiguration, baseline.run.cli);
  const found =
    run.strategies.find(({ id }) => frozen.rates.some(({ strategy }) => strategy === id)) ??
    run.strategies.find((one) => clientOf(one.clientConfiguration, run.cli) === client);
  return found?.clientConfiguration ?? null;
}

/** All prompts and strategies are one family: with many prompts one of them would seem to change by chance. */
function withRates(comparisons: readonly PromptComparison[], seed: string): PromptDiff[] {
  const changes = [
    ...compareRates(
      comparisons.flatMap(({ rates }) => rates),
      seed,
    ),
  ];
  return comparisons.map((comparison) => {
    const { frozen, clientConfigurationNow, finding, reference, modesNow } = comparison;
    const rates = changes.splice(0, comparison.rates.length);
    return {
      id: frozen.id,
      clientConfiguration: frozen.clientConfiguration,
      clientConfigurationNow,
      verdict: verdictOf(comparison, rates),
      why: "why" in finding ? finding.why : whyOf(comparison, rates),
      reference,
      modesBefore: frozen.modes,
      modesNow,
      rates,
    };
  });
}

function verdictOf({ finding }: PromptComparison, rates: readonly RateChange[]): PromptVerdict {
  const rateChanged = rates.some(({ change }) => change === "better" || change === "worse");
  switch (finding.kind) {
    case "same-structure":
      return rateChanged ? "rate-changed" : "unchanged";
    case "other-structure":
      return rateChanged ? "structure-and-rate-changed" : "re-baseline-proposal";
    case "gone":
    case "prompt-changed":
    case "unknown":
    case "ambiguous":
      return finding.kind;
  }
}

function whyOf({ reference }: PromptComparison, rates: readonly RateChange[]): string {
  if (rates.every(({ change }) => change === "unknown")) {
    return "its rate could not be compared";
  }
  const isWithinNoise =
    reference !== null && reference.severity <= 1 && reference.channels.length > 0;
  return isWithinNoise ? "the usual structure differs a little, within the noise" : "";
}

function newPrompts(measured: MeasuredRun, comparisons: readonly PromptComparison[]): PromptDiff[] {
  const isKnown = (id: string, client: string) =>
    comparisons.some(
      ({ frozen, clientConfigurationNow }) => frozen.id === id && clientConfigurationNow === client,
    );
  return measured.cells
    .filter(({ promptId, clientConfiguration }) => !isKnown(promptId, clientConfiguration))
    .map((cell) => ({
      id: cell.promptId,
      clientConfiguration: cell.clientConfiguration,
      clientConfigurationNow: cell.clientConfiguration,
      verdict: "new",
      why: "nothing was approved for it",
      reference: null,
      modesBefore: [],
      modesNow: cell.calibration.ambiguous ? modesOfCell(cell, measured) : [],
      rates: [],
    }));
}

/** The same prompts on both sides, each judged by its own rule. */
function overAllPrompts(comparisons: readonly PromptComparison[]): ComparableRate[] {
  const rates = comparisons
    .flatMap((comparison) => comparison.rates)
    .filter(({ before, judged }) => before.length > 0 && judged.length > 0);
  return [...Map.groupBy(rates, ({ strategy }) => strategy)].map(([strategy, own]) => ({
    strategy,
    before: own.flatMap((rate) => rate.before),
    own: own.flatMap((rate) => rate.own),
    frozen: own.flatMap((rate) => rate.frozen),
    judgedBy: "each prompt's",
    judged: own.flatMap((rate) => rate.judged),
  }));
}

function outcomeOf(
  prompts: readonly PromptDiff[],
  comparisons: readonly PromptComparison[],
  strategies: readonly RateChange[],
): DiffOutcome {
  const rates = [...strategies, ...prompts.flatMap((prompt) => prompt.rates)];
  if (rates.some(({ change }) => change === "worse")) return "worse";
  const isAsApproved = (verdict: PromptVerdict, comparison: PromptComparison | undefined) =>
    verdict === "unchanged" ||
    verdict === "rate-changed" ||
    (comparison?.finding.kind === "ambiguous" && comparison.finding.accepted);
  // New prompts come after those that were compared.
  const isAll = prompts.every(({ verdict }, index) => isAsApproved(verdict, comparisons[index]));
  return isAll && prompts.length > 0 ? "as-approved" : "to-approve";
}

function notesOf(
  baseline: Baseline,
  { records: { run } }: MeasuredRun,
  {
    sametwice,
    notPlayed,
  }: { readonly sametwice: string; readonly notPlayed: readonly FrozenPrompt[] },
): readonly string[] {
  const clients = [...new Set(notPlayed.map(({ clientConfiguration }) => clientConfiguration))];
  return [
    "The two runs were played at different times, so drift of the service between them counts as a change; where that matters, play both versions in one run.",
    "Rates are compared by permuting whole lanes, p corrected by Holm: over all prompts and strategies in the table of prompts, over the strategies in the table of all prompts.",
    ...(baseline.sametwice === sametwice
      ? []
      : [
          `The baseline was approved with sametwice ${baseline.sametwice}, this is ${sametwice}: if structures are derived in another way now, they seem to change.`,
        ]),
    ...(run.finishedAt === null ? ["The run is not finished; all numbers are preliminary."] : []),
    ...(clients.length === 0
      ? []
      : [
          `Not played in this run, so not compared: ${counted(notPlayed.length, "reference")} under ${clients.join(", ")}.`,
        ]),
  ];
}
