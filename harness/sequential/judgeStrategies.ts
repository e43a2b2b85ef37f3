import type { SequentialRecord } from "../record/record.ts";
import {
  eProcess,
  freshEProcess,
  gridSequence,
  holm,
  type Interval,
  type Side,
} from "../statistics/statistics.ts";

/** `too-high`: the rate exceeds what is tolerated · `low-enough`: it is below what is promised · `open`: neither yet. */
export type Clarity = "too-high" | "low-enough" | "open";

/** What the observations so far say about one strategy. All of it may be looked at after every wave. */
export type StrategyEvidence = {
  readonly id: string;
  readonly lanes: number;
  /** mean rate of the lanes in [0, 1]; null without one. After an early stop it exaggerates */
  readonly mean: number | null;
  /** confidence sequence of the rate at level 1 - alpha */
  readonly interval: Interval;
  readonly tooHigh: SideEvidence;
  readonly lowEnough: SideEvidence;
  readonly clarity: Clarity;
};

export type SideEvidence = {
  /** p-value of the e-process that holds however often one looks */
  readonly p: number;
  /** the same after Holm over the strategies */
  readonly pAdjusted: number;
};

/** What is decided about one strategy. */
export type Decision = Pick<StrategyEvidence, "id" | "tooHigh" | "lowEnough" | "clarity">;

type Observed = Pick<SequentialRecord, "rule" | "strategies">;

/**
 * Two e-processes per strategy, one for each way in which the answer can be clear, with Holm over the strategies for each way: with
 * chance alpha at most any strategy is called too high that is not, and with chance alpha at most any low enough that is not, at
 * whatever wave one stops. Lanes are the observations, as in the matrix.
 * @see Waudby-Smith & Ramdas 2024; Holm 1979 on anytime p-values
 */
export function decide({ rule, strategies }: Observed): readonly Decision[] {
  const above = adjusted(strategies.map(({ rates }) => pOf(rates, rule.tolerated, "above")));
  const below = adjusted(strategies.map(({ rates }) => pOf(rates, rule.promised, "below")));
  return strategies.map(({ id }, index) => {
    const tooHigh = above[index] ?? { p: 1, pAdjusted: 1 };
    const lowEnough = below[index] ?? { p: 1, pAdjusted: 1 };
    return { id, tooHigh, lowEnough, clarity: clarityOf(tooHigh, lowEnough, rule.alpha) };
  });
}

/** The decisions with what was observed, for people. */
export function judgeStrategies(observed: Observed): readonly StrategyEvidence[] {
  const { rule, strategies } = observed;
  return decide(observed).map((decision, index) => {
    const rates = strategies[index]?.rates ?? [];
    return {
      ...decision,
      lanes: rates.length,
      mean: rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
      interval: gridSequence(rates, 1 - rule.alpha),
    };
  });
}

/** Whether every strategy's answer is clear. Never without an observation of each. */
export function isClear(observed: Observed): boolean {
  return (
    observed.strategies.length > 0 && decide(observed).every(({ clarity }) => clarity !== "open")
  );
}

/** A rate between the two borders may be shown to be both; that it is above what is tolerated weighs more. */
function clarityOf(tooHigh: SideEvidence, lowEnough: SideEvidence, alpha: number): Clarity {
  if (tooHigh.pAdjusted <= alpha) return "too-high";
  return lowEnough.pAdjusted <= alpha ? "low-enough" : "open";
}

function pOf(rates: readonly number[], border: number, side: Side): number {
  const process = eProcess(freshEProcess(border, side));
  for (const rate of rates) process.update(rate);
  return process.p();
}

function adjusted(pValues: readonly number[]): readonly SideEvidence[] {
  const together = holm(pValues);
  return pValues.map((p, index) => ({ p, pAdjusted: together[index] ?? 1 }));
}
