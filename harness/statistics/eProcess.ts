/** Which side of the border a process looks for evidence on. */
export type Side = "above" | "below";

/** All that an e-process knows, as plain JSON, to go on with another night. */
export type EProcessState = {
  /** border in (0, 1) */
  readonly p0: number;
  readonly side: Side;
  /** logarithm of what each bet has won */
  readonly logs: readonly number[];
  /** observations so far */
  readonly seen: number;
  /** logarithm of the largest evidence so far, at least 0 */
  readonly largestLog: number;
};

/** Evidence that grows with each observation and may be looked at after every one of them. */
export type EProcess = {
  /**
   * Takes in the next observation.
   * @param x in [0, 1]; for divergence one session's share of diverged replays, or a wave's mean when its sessions may share causes
   * @throws RangeError for x outside of [0, 1]
   */
  readonly update: (x: number) => void;
  /** evidence against the hypothesis, 1 before any observation. Under it this ever reaches 1/alpha with a chance of alpha at most */
  readonly e: () => number;
  /** p-value that holds however often one looks: the smallest of 1/evidence so far, at most 1 */
  readonly p: () => number;
  readonly state: () => EProcessState;
};

/** Bets between none and, nearly, everything: good for small and for large differences alike. */
const bets = 20;

/**
 * An e-process before any observation.
 * @param p0 border in (0, 1)
 * @param side `above`: evidence that the mean is above p0 (the hypothesis is "at most p0") · `below`: that it is below
 * @throws RangeError for p0 outside of (0, 1)
 */
export function freshEProcess(p0: number, side: Side): EProcessState {
  if (!(p0 > 0 && p0 < 1)) throw new RangeError(`p0 is ${p0}; it must be between 0 and 1.`);
  return { p0, side, logs: Array.from({ length: bets }, () => 0), seen: 0, largestLog: 0 };
}

/**
 * Grid-mixture betting e-process for bounded observations whose mean, given the past, is in question. Nights under one
 * configuration go on with each other; under a changed one a fresh process begins.
 * @param from a fresh state, or that of an earlier night
 * @see Waudby-Smith & Ramdas 2024; Ville 1939. Check: vectors "e_process_*"
 */
export function eProcess(from: EProcessState): EProcess {
  const { p0, side } = from;
  const sign = side === "above" ? 1 : -1;
  const worst = side === "above" ? p0 : 1 - p0;
  // In logarithms: a hundred sessions would overflow.
  const logs = Float64Array.from(from.logs);
  const stakes = logs.map((_, index) => (sign * (index + 1)) / ((logs.length + 1) * worst));
  let { seen, largestLog } = from;
  const logEvidence = (): number => {
    let top = -Infinity;
    for (const log of logs) top = Math.max(top, log);
    let sum = 0;
    for (const log of logs) sum += Math.exp(log - top);
    return top + Math.log(sum / logs.length);
  };
  return {
    update: (x) => {
      if (!(x >= 0 && x <= 1)) throw new RangeError(`x is ${x}; it must be between 0 and 1.`);
      for (let bet = 0; bet < logs.length; bet++)
        logs[bet] = (logs[bet] ?? 0) + Math.log1p((stakes[bet] ?? 0) * (x - p0));
      seen++;
      largestLog = Math.max(largestLog, logEvidence());
    },
    e: () => Math.exp(logEvidence()),
    p: () => Math.exp(-largestLog),
    state: () => ({ p0, side, logs: [...logs], seen, largestLog }),
  };
}
