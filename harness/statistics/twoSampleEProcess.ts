/** What is known after some blocks, as plain JSON. */
export type TwoSampleState = {
  readonly blocks: number;
  readonly divergedA: number;
  readonly divergedB: number;
  readonly logE: number;
  /** highest logarithm of the e-value so far */
  readonly highestLog: number;
};

/** Evidence against "both strategies diverge equally often" that may be looked at any time. */
export type TwoSampleEProcess = {
  /** adds one block: one flag of each strategy, 1 diverged */
  readonly update: (a: 0 | 1, b: 0 | 1) => void;
  readonly e: () => number;
  /** anytime p-value, at most 1 */
  readonly p: () => number;
  readonly state: () => TwoSampleState;
};

/** Before the first block. */
export const freshTwoSample: TwoSampleState = {
  blocks: 0,
  divergedA: 0,
  divergedB: 0,
  logE: 0,
  highestLog: 0,
};

/**
 * Two strategies side by side, in blocks of one session each: the odds of what was learned about both rates against
 * their mean. Valid for any common rate; 0.18 is the prior that grows fastest on average, validity does not depend on it.
 * @see Turner, Ly & Grünwald 2024. Check: vector "safe_two_proportions_blocks"
 */
export function twoSampleEProcess(from: TwoSampleState, prior = 0.18): TwoSampleEProcess {
  let { blocks, divergedA, divergedB, logE, highestLog } = from;
  return {
    update: (a, b) => {
      const rateA = (prior + divergedA) / (2 * prior + blocks);
      const rateB = (prior + divergedB) / (2 * prior + blocks);
      const common = (rateA + rateB) / 2;
      logE += logOf(a, rateA) + logOf(b, rateB) - logOf(a, common) - logOf(b, common);
      blocks++;
      divergedA += a;
      divergedB += b;
      highestLog = Math.max(highestLog, logE);
    },
    e: () => Math.exp(logE),
    p: () => Math.exp(-highestLog),
    state: () => ({ blocks, divergedA, divergedB, logE, highestLog }),
  };
}

function logOf(outcome: 0 | 1, rate: number): number {
  return outcome === 1 ? Math.log(rate) : Math.log1p(-rate);
}
