import { formatDuration, formatUsd } from "../base/base.ts";
import type { ReplayRecord } from "../record/record.ts";
import type { Suite } from "../suite/suite.ts";
import { describeEnding, isMissing } from "../transcript/transcript.ts";
import type { StopReason } from "./events.ts";

/** Stops a run that would only waste money: over budget, or an agent that cannot be made to answer at all. */
export type Limits = {
  readonly count: (replay: ReplayRecord) => void;
  readonly end: () => void;
};

/** So many first replays must not all be missing: one more would tell nothing new about a wrong key. */
const firstReplays = 6;

/**
 * Watches the suite's budget and the first replays of a sitting.
 * @param costsMoney false with the simulated vendor, whose dollars are invented and never stop a run
 */
export function createLimits(
  suite: Pick<Suite, "budget">,
  costsMoney: boolean,
  stop: (why: StopReason) => void,
): Limits {
  const { usd, wallMs } = suite.budget;
  let spentUsd = 0;
  let replays = 0;
  let hasAnswered = false;
  const timer =
    wallMs === null
      ? null
      : setTimeout(() => stop({ kind: "budget", limit: formatDuration(wallMs) }), wallMs);
  return {
    count: (replay) => {
      replays++;
      spentUsd += costOf(replay);
      hasAnswered ||= !isMissing(replay.transcript.ending);
      if (!hasAnswered && replays >= firstReplays) {
        stop({ kind: "agent-unusable", detail: describeEnding(replay.transcript.ending) });
      }
      if (costsMoney && usd !== null && spentUsd >= usd) {
        stop({ kind: "budget", limit: formatUsd(usd) });
      }
    },
    end: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** What the wire says, or, when nobody looked, what the agent says. */
function costOf({ wire, transcript }: ReplayRecord): number {
  if (wire !== null) return wire.costUsd;
  return transcript.turns.reduce((sum, { usage }) => sum + (usage.costUsd ?? 0), 0);
}
