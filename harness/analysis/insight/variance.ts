import {
  binaryIntraclassCorrelation,
  kishDesignEffect,
  noiseComponents,
  variancePartition,
} from "../../statistics/statistics.ts";
import { groupBy } from "../estimates.ts";
import { countsBy, type Observation } from "./observations.ts";
import type { VarianceInsight } from "./types.ts";

/**
 * Where the variance of divergence comes from: session, prompt, both together, or the single replay; what shared sessions cost.
 * The G-study needs balanced data, so incomplete sessions are left out of it and counted.
 */
export function varianceInsight(
  observations: readonly Observation[],
  level: number,
): VarianceInsight {
  const { scores, of } = balanced(observations);
  const { components, note } = variancePartition(scores);
  const total =
    components === null ? 0 : Object.values(components).reduce((sum, value) => sum + value, 0);
  const noise = noiseComponents(
    [...groupBy(observations, ({ promptId }) => promptId).values()].map((own) =>
      own.map(({ diverged }) => diverged),
    ),
  );
  const counts = countsBy(observations, ({ session }) => session);
  const correlation = binaryIntraclassCorrelation(counts, level);
  const { typicalSize } = correlation;
  const kish =
    correlation.correlation === null || typicalSize === null
      ? null
      : kishDesignEffect(Math.max(0, correlation.correlation), typicalSize, counts.length);
  return {
    shares:
      components === null || total === 0
        ? null
        : {
            session: components.session / total,
            prompt: components.prompt / total,
            sessionPrompt: components.sessionPrompt / total,
            replay: components.replay / total,
          },
    sessions: { used: scores.length, of },
    noise: noise.corrected,
    designEffect: kish?.designEffect ?? null,
    effectiveN: kish === null ? null : observations.length / kish.designEffect,
    notes: [
      ...(note === null ? [] : [`G-study: ${note}.`]),
      ...(components !== null && total === 0 ? ["G-study: nothing varies."] : []),
      ...(noise.note === null ? [] : [`Noise: ${noise.note}.`]),
      ...(correlation.note === null ? [] : [`Design effect: ${correlation.note}.`]),
    ],
  };
}

/** `scores[session][prompt][replay]` of the sessions that scored every prompt equally often, as most sessions did. */
function balanced(observations: readonly Observation[]) {
  const prompts = [...new Set(observations.map(({ promptId }) => promptId))].sort();
  const sessions = [...groupBy(observations, ({ session }) => session).values()];
  const cells = sessions.map((own) => {
    const byPrompt = groupBy(own, ({ promptId }) => promptId);
    return prompts.map((id) => (byPrompt.get(id) ?? []).map(({ diverged }) => diverged));
  });
  const sizes = [
    ...groupBy(
      cells.flatMap((cell) => cell.map(({ length }) => length)),
      (length) => length,
    ),
  ];
  const usual = sizes.sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? 0;
  const scores = cells.filter((cell) => cell.every(({ length }) => length === usual && usual > 0));
  return { scores, of: sessions.length };
}
