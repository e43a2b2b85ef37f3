/** What will be run, decided before anything is spent. The same suite and seed give the same plan, byte for byte. */
export type Plan = {
  readonly schema: "sametwice.plan/1";
  readonly seed: number;
  readonly waves: readonly PlannedWave[];
};

export type PlannedWave = {
  /** 0-based */
  readonly index: number;
  /** lanes of all strategies in the order in which they are started */
  readonly lanes: readonly PlannedLane[];
};

export type PlannedLane = {
  /** `reset-w0-l03`: strategy, wave, 0-based number of the lane within its strategy over all waves */
  readonly id: string;
  readonly strategy: string;
  readonly replays: readonly PlannedReplay[];
  /** whether this lane's session is challenged even if it looks healthy; only ever true for the baseline */
  readonly challengeIfHealthy: boolean;
};

export type PlannedReplay = {
  /** `reset-w0-l03-r05` */
  readonly id: string;
  readonly promptId: string;
  /** 0-based: which of the prompt's repeats in this lane */
  readonly repeat: number;
};
