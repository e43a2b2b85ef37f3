import { sum } from "simple-statistics";

/** Where the variance of a score comes from: which prompt (data) or which replay (prediction). */
export type NoiseComponents = {
  readonly total: number | null;
  readonly data: number | null;
  readonly prediction: number | null;
  /**
   * the same corrected for few replays, which inflate the variance between prompts; data may come out below 0 and then
   * means 0. Null when a prompt has a single replay.
   */
  readonly corrected: { readonly data: number; readonly prediction: number } | null;
  readonly note: string | null;
};

/**
 * Law of total variance over prompts and replays of one strategy.
 * @param scores per prompt, one score per replay
 * @see Wang 2025, arXiv 2512.21326. Check: vector "wang2025_noise_components"
 */
export function noiseComponents(scores: readonly (readonly number[])[]): NoiseComponents {
  return components(scores.map((replays) => ({ difference: meanOf(replays), arms: [replays] })));
}

/**
 * The same for the difference of two strategies on the same prompts.
 * @throws RangeError when the strategies have different numbers of prompts
 */
export function pairedNoiseComponents(
  first: readonly (readonly number[])[],
  second: readonly (readonly number[])[],
): NoiseComponents {
  if (first.length !== second.length)
    throw new RangeError("Both strategies need the same prompts.");
  return components(
    first.map((replays, prompt) => {
      const others = second[prompt] ?? [];
      return { difference: meanOf(replays) - meanOf(others), arms: [replays, others] };
    }),
  );
}

type Prompt = { readonly difference: number; readonly arms: readonly (readonly number[])[] };

function components(prompts: readonly Prompt[]): NoiseComponents {
  const isEmpty =
    prompts.length === 0 || prompts.some(({ arms }) => arms.some((arm) => arm.length === 0));
  if (isEmpty)
    return {
      total: null,
      data: null,
      prediction: null,
      corrected: null,
      note: prompts.length === 0 ? "no prompt" : "a prompt without a replay",
    };
  const data = varianceOf(prompts.map(({ difference }) => difference));
  const within = (scale: (replays: number) => number): number =>
    meanOf(prompts.map(({ arms }) => sum(arms.map((arm) => varianceOf(arm) * scale(arm.length)))));
  const prediction = within(() => 1);
  const hasPairs = prompts.every(({ arms }) => arms.every(({ length }) => length >= 2));
  const shift = hasPairs ? within((replays) => 1 / (replays - 1)) : 0;
  return {
    total: data + prediction,
    data,
    prediction,
    corrected: hasPairs ? { data: data - shift, prediction: prediction + shift } : null,
    note: hasPairs ? null : "a single replay cannot show noise",
  };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum([...values]) / values.length;
}

/** With the number of values in the denominator, as in the paper. */
function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 2));
}
