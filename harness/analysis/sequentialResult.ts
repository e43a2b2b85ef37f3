import type { SequentialRecord } from "../record/record.ts";
import { judgeStrategies, type StrategyEvidence } from "../sequential/sequential.ts";

/** What the tests that may be looked at after every wave say of the strategies. */
export type SequentialResult = Pick<
  SequentialRecord,
  "rule" | "waves" | "mostWaves" | "stoppedAfter"
> & {
  /** ids of the runs whose lanes are counted, this one last */
  readonly runs: readonly string[];
  readonly strategies: readonly StrategyEvidence[];
};

/** From what the run noted at its wave ends; null for a run that plays its whole plan whatever comes out. */
export function sequentialResult(record: SequentialRecord | null): SequentialResult | null {
  if (record === null) return null;
  const { rule, waves, mostWaves, stoppedAfter, nights } = record;
  return {
    rule,
    waves,
    mostWaves,
    stoppedAfter,
    runs: nights.map(({ run }) => run),
    strategies: judgeStrategies(record),
  };
}
