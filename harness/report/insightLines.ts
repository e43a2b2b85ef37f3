import type { Dominance, Matrix, NoiseBand } from "../analysis/analysis.ts";
import { percent, pointsText } from "./numbers.ts";

/** What a normal report says of age, slice, dominance and noise, a sentence each; `report --section statistics` has the numbers behind them. */
export function insightLines({ insight, baseline }: Matrix): readonly string[] {
  if (baseline === null) return [];
  const own = insight.strategies.find(({ id }) => id === baseline);
  return [
    noiseBandText(insight.noiseBand),
    ...(insight.slice === null ? [] : [insight.slice.text]),
    ...(own?.ttl ? [own.ttl.text] : []),
    ...(insight.dominance === null
      ? []
      : [
          `"Session state dominates", that is, more than half: ${insight.dominance.definitions.map(dominanceText).join("; ")}.`,
        ]),
  ];
}

/** How far equal strategies lie apart, and what a true copy of the baseline showed. */
export function noiseBandText({ halves, lanes, splits, note, copies }: NoiseBand): string {
  const seen = copies
    .map(
      ({ id, difference }) => ` ${id} is a copy of the baseline: ${pointsText(difference)} points.`,
    )
    .join("");
  if (halves === null) return `Noise band (A/A): unknown, ${note}.${seen}`;
  return `Noise band (A/A): two random halves of the baseline's ${lanes} lanes lie within ±${percent(halves)} points in 95 % of ${splits} splits; beside each comparison stands the band for its lanes.${seen}`;
}

/** `noise band ±3.1 points`, scaled to the lanes compared; null when it is not known. */
export function bandBeside({ insight: { noiseBand } }: Matrix, strategy: string): string | null {
  const own = noiseBand.comparisons.find(({ b }) => b === strategy);
  return own === undefined ? null : `noise band ±${percent(own.band)} points`;
}

function dominanceText({ definition, estimate, verdict, isImpossible }: Dominance): string {
  const { value, lower, upper } = estimate;
  const name = definition === "variance" ? "its share of the variance" : "its share of divergences";
  const interval =
    lower === null || upper === null ? "no interval" : `[${percent(lower)}, ${percent(upper)}]`;
  const number = value === null ? "unknown" : `${percent(value)} % ${interval}`;
  const limit = isImpossible ? ", and the noise makes it impossible" : "";
  return `${verdict.toUpperCase()} by ${name}, ${number}${limit}`;
}
