import { classifyRun, computeMatrix, type PromptResult } from "../analysis/analysis.ts";
import { mulberry32, type Random } from "../base/base.ts";
import type { Collector } from "./moments.ts";
import { simulateRecords } from "./simulateRecords.ts";
import type { Truth } from "./types.ts";

/** Simulated files are plain text, so there is no source to be parsed. */
const options = { parse: () => null };

/** What references and thresholds come to where nothing is degraded and nothing goes astray. */
export type HealthyYardstick = { readonly hash: string; readonly threshold: number };

let known: HealthyYardstick | undefined;

/** Of a large run without degraded sessions and noise, only the usual variety. Always the same, so it is computed once. */
export function healthyYardstick(): HealthyYardstick {
  known ??= computeYardstick();
  return known;
}

function computeYardstick(): HealthyYardstick {
  const healthy = {
    share: 0,
    healthyNoise: 0,
    degradedNoise: 0,
    drift: "none",
    lanes: 60,
  } as const;
  const { records } = simulateRecords(healthy, mulberry32(1));
  const [prompt] = computeMatrix(records, options).prompts;
  return { hash: prompt?.reference?.hash ?? "", threshold: thresholdOf(prompt) };
}

function thresholdOf(prompt: PromptResult | undefined): number {
  return prompt?.threshold.tools ?? 0;
}

/** Computes the matrix of one simulated run and holds references, thresholds and the replays' verdicts against what was planted. */
export function measureStructures(
  truth: Truth,
  yardstick: HealthyYardstick,
  { random, collector }: { readonly random: Random; readonly collector: Collector },
): void {
  const { records, astray } = simulateRecords(truth, random);
  const matrix = computeMatrix(records, options);
  for (const prompt of matrix.prompts) {
    const { ambiguous, reference } = prompt;
    collector.add("structures.ambiguous", ambiguous);
    if (!ambiguous)
      collector.add("structures.reference-healthy", reference?.hash === yardstick.hash);
    collector.add("structures.threshold-bias", thresholdOf(prompt) - yardstick.threshold);
  }
  const found = matrix.strategies[0]?.divergence.value ?? null;
  const planted = astray.size / records.replays.length;
  collector.add("structures.rate-bias", found === null ? null : found - planted);
  for (const { id, diverged } of classifyRun(records, options).replays)
    if (astray.has(id)) collector.add("structures.missed", !diverged);
    else collector.add("structures.invented", diverged);
}
