import { divergenceRate, type ReplayVerdict } from "../analysis/analysis.ts";
import type { FrozenRate } from "./schema.ts";

/** Confidence level of the rates that are frozen and compared. */
export const level = 0.95;

/**
 * A strategy's rate on one prompt, with what comparing it needs: lanes are the independent units.
 * @param lanes all of the strategy, so that a lane has the same place in every prompt's rate
 */
export function freezeRate(
  strategy: string,
  lanes: readonly string[],
  verdicts: readonly ReplayVerdict[],
): FrozenRate {
  const rate = divergenceRate(verdicts, { level, notes: [] });
  const rounded = (share: number | null) => (share === null ? null : Number(share.toFixed(6)));
  return {
    strategy,
    diverged: {
      value: rounded(rate.value),
      lower: rounded(rate.lower),
      upper: rounded(rate.upper),
      level: rate.level,
      count: rate.count ?? 0,
      of: rate.of ?? 0,
      method: rate.method,
    },
    lanes: lanes.map((lane) => laneText(lane, verdicts)).join(" "),
  };
}

function laneText(lane: string, verdicts: readonly ReplayVerdict[]): string {
  const own = verdicts.filter(({ replay }) => replay.lane === lane);
  const diverged = own.filter((verdict) => verdict.diverged).length;
  return own.length === 0 ? "-" : `${diverged}/${own.length}`;
}

/** The verdicts behind a frozen rate, one by one. Of a lane only the count is known, which is all that rates need. */
export function thawRate(promptId: string, { lanes }: FrozenRate): readonly ReplayVerdict[] {
  return lanes.split(" ").flatMap((text, place) => {
    const [diverged, scored] = text.split("/").map(Number);
    if (diverged === undefined || scored === undefined) return [];
    const lane = `lane-${place}`;
    // Waves of two runs have nothing in common but their numbers, so all lanes are exchangeable.
    const replay = { promptId, session: lane, lane, wave: 0 };
    return Array.from({ length: scored }, (_, index) => ({ replay, diverged: index < diverged }));
  });
}
