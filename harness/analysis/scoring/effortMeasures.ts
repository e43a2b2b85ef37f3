import type { LoggedReplay } from "./types.ts";

/** A quantity of effort that is followed over versions and time. */
export type EffortMeasure = {
  readonly id: string;
  /** as a column's heading */
  readonly label: string;
  readonly unit: "count" | "share" | "seconds" | "usd";
  /** null where the log does not tell, or where the question makes no sense */
  readonly of: (replay: LoggedReplay) => number | null;
};

export const effortMeasures: readonly EffortMeasure[] = [
  effort("calls", "calls", ({ structure }) => structure.effort.calls),
  effort("words", "words", ({ structure }) => structure.effort.words),
  effort("thinkingSteps", "think steps", ({ structure }) => structure.effort.thinkingSteps),
  effort("thinkingTokens", "think tokens", ({ usage }) => usage.thinkingTokens),
  effort("outputTokens", "output tokens", ({ usage }) => usage.outputTokens),
  effort("readsPerEdit", "reads per edit", ({ structure }) => structure.effort.readsPerEdit),
  effort("editsWithoutRead", "blind edits", ({ structure }) => structure.effort.editsWithoutRead),
  effort("repeatedCalls", "repeats", ({ structure }) => structure.effort.repeatedCalls),
  share("testsAfterLastEdit", "tests at end", ({ structure }) => {
    const tested = structure.effort.testsAfterLastEdit;
    return tested === null ? null : Number(tested);
  }),
  share("cacheRatio", "from cache", cacheRatio),
  effort("turns", "turns", ({ turns }) => turns),
  {
    id: "seconds",
    label: "seconds",
    unit: "seconds",
    of: ({ wallMs }) => (wallMs === null ? null : wallMs / 1000),
  },
  { id: "costUsd", label: "USD", unit: "usd", of: ({ usage }) => usage.costUsd },
];

function effort(id: string, label: string, of: EffortMeasure["of"]): EffortMeasure {
  return { id, label, unit: "count", of };
}

function share(id: string, label: string, of: EffortMeasure["of"]): EffortMeasure {
  return { id, label, unit: "share", of };
}

/** Of all input tokens those that came from the vendor's cache. */
function cacheRatio({ usage }: LoggedReplay): number | null {
  const { inputTokens, cacheReadTokens, cacheCreationTokens } = usage;
  if (cacheReadTokens === null || inputTokens === null) return null;
  const all = inputTokens + cacheReadTokens + (cacheCreationTokens ?? 0);
  return all === 0 ? null : cacheReadTokens / all;
}
