import type { Matrix } from "../analysis/analysis.ts";
import { percent, probabilityText, shareText } from "./numbers.ts";

type Sequential = NonNullable<Matrix["sequential"]>;
type Evidence = Sequential["strategies"][number];

/** How the tests at the wave ends came out, a line for the run and one for each strategy; none for a run that plays its whole plan. */
export function sequentialLines({ sequential }: Matrix): readonly string[] {
  if (sequential === null) return [];
  return [
    `${outcome(sequential)} ${nights(sequential)}Each wave's lanes are judged by the reference of the waves before it, so the first wave of a run only calibrates.`,
    ...sequential.strategies.map((strategy) => strategyLine(strategy, sequential.rule)),
  ];
}

function outcome({ stoppedAfter, waves, mostWaves, strategies }: Sequential): string {
  if (stoppedAfter !== null)
    return `Stopped early, after wave ${stoppedAfter} of ${mostWaves}: the answer is clear for every strategy. Differences seen after an early stop are on the large side; the intervals of divergence are confidence sequences, which hold whenever one stops.`;
  const open = strategies.filter(({ clarity }) => clarity === "open").map(({ id }) => id);
  if (open.length === 0)
    return `The answer is clear for every strategy after wave ${waves} of ${mostWaves}.`;
  return `After wave ${waves} of ${mostWaves} the answer is open for ${open.join(", ")}; the next run with --stop-when-clear under this configuration goes on from here.`;
}

function nights({ runs }: Sequential): string {
  if (runs.length < 2) return "";
  return `The lanes of ${runs.length} runs count: ${runs.join(", ")}. `;
}

function strategyLine(
  { id, lanes, mean, interval, clarity, tooHigh, lowEnough }: Evidence,
  rule: Sequential["rule"],
): string {
  const rate =
    mean === null
      ? "no lane was counted"
      : `${shareText(mean)} in ${lanes} lanes [${percent(interval.lower)}, ${percent(interval.upper)}]`;
  switch (clarity) {
    case "too-high":
      return `${id}: TOO HIGH, above ${shareText(rule.tolerated)} (${rate}; p ${probabilityText(tooHigh.pAdjusted)})`;
    case "low-enough":
      return `${id}: LOW ENOUGH, below ${shareText(rule.promised)} (${rate}; p ${probabilityText(lowEnough.pAdjusted)})`;
    case "open":
      return `${id}: OPEN, neither above ${shareText(rule.tolerated)} (p ${probabilityText(tooHigh.pAdjusted)}) nor below ${shareText(rule.promised)} (p ${probabilityText(lowEnough.pAdjusted)}) yet; ${rate}`;
  }
}
