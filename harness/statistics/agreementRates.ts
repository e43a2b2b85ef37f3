import { sum } from "simple-statistics";

/** How alike the replays of each prompt are; means over prompts with equal weight. */
export type AgreementRates = {
  /** share of prompts whose replays are all the same; TARr@N for raw texts, TARa@N for parsed answers */
  readonly totalAgreement: number | null;
  /** mean number of different values per prompt */
  readonly uniqueValues: number | null;
  /** mean share of the most frequent value (self-consistency) */
  readonly modalShare: number | null;
  /** mean share of agreeing pairs of replays */
  readonly pairwiseAgreement: number | null;
  /** 1 - pairwise agreement: the chance that a repeated replay answers otherwise */
  readonly flipRate: number | null;
  readonly prompts: number;
  readonly note: string | null;
};

/**
 * Agreement over the replays of each prompt.
 * @param replays per prompt, one value per replay; null is an answer that could not be parsed and agrees with nothing,
 * not even with another one. Prompts with fewer than two replays are left out.
 * @see Atil et al. 2024 (llm-stability); Wang et al. 2022 (self-consistency). Check: vector "tar_and_unique"
 */
export function agreementRates(replays: readonly (readonly (string | null)[])[]): AgreementRates {
  const prompts = replays.filter(({ length }) => length >= 2).map(agreementOf);
  const leftOut = replays.length - prompts.length;
  const note = leftOut > 0 ? `${leftOut} prompts with fewer than two replays left out` : null;
  if (prompts.length === 0)
    return {
      totalAgreement: null,
      uniqueValues: null,
      modalShare: null,
      pairwiseAgreement: null,
      flipRate: null,
      prompts: 0,
      note: note ?? "no prompt",
    };
  const meanOf = (value: (prompt: PromptAgreement) => number): number =>
    sum(prompts.map(value)) / prompts.length;
  const pairwiseAgreement = meanOf(({ agreeing }) => agreeing);
  return {
    totalAgreement: meanOf(({ unique }) => (unique === 1 ? 1 : 0)),
    uniqueValues: meanOf(({ unique }) => unique),
    modalShare: meanOf(({ modal }) => modal),
    pairwiseAgreement,
    flipRate: 1 - pairwiseAgreement,
    prompts: prompts.length,
    note,
  };
}

type PromptAgreement = {
  readonly unique: number;
  readonly modal: number;
  readonly agreeing: number;
};

function agreementOf(values: readonly (string | null)[]): PromptAgreement {
  const n = values.length;
  const parsed = values.filter((value) => value !== null);
  const counts = [...Map.groupBy(parsed, (value) => value).values()].map(({ length }) => length);
  const unparsed = n - parsed.length;
  return {
    unique: counts.length + unparsed,
    modal: counts.reduce((most, count) => Math.max(most, count), 1) / n,
    agreeing: sum(counts.map((count) => count * (count - 1))) / (n * (n - 1)),
  };
}

/**
 * Accuracy when luck is taken to both ends: a prompt counts as right if any, or if all of its replays are.
 * @param passed per prompt, whether each replay was right; prompts without a replay are left out
 * @see Atil et al. 2024
 */
export function accuracySpread(passed: readonly (readonly boolean[])[]): {
  readonly best: number | null;
  readonly worst: number | null;
  readonly spread: number | null;
} {
  const prompts = passed.filter(({ length }) => length > 0);
  if (prompts.length === 0) return { best: null, worst: null, spread: null };
  const share = (holds: (replays: readonly boolean[]) => boolean): number =>
    prompts.filter(holds).length / prompts.length;
  const best = share((replays) => replays.some(Boolean));
  const worst = share((replays) => replays.every(Boolean));
  return { best, worst, spread: best - worst };
}
