/** How many times the variance grows because replays share units, and how many independent replays remain. */
export type DesignEffect = { readonly designEffect: number; readonly effectiveN: number };

/**
 * Kish's design effect for equal clusters: 1 + (size - 1) * correlation.
 * @param correlation intraclass correlation in [-1 / (size - 1), 1]
 * @param size replays per unit, at least 1
 * @see Kish 1965. Check: vectors "kish_deff_*"
 */
export function kishDesignEffect(correlation: number, size: number, units: number): DesignEffect {
  const designEffect = 1 + (size - 1) * correlation;
  return { designEffect, effectiveN: (units * size) / designEffect };
}

/** A world in which a share of sessions is degraded; all three in [0, 1]. */
export type Slice = {
  readonly degradedShare: number;
  /** divergence rate of healthy sessions */
  readonly healthyRate: number;
  /** divergence rate of degraded sessions */
  readonly degradedRate: number;
};

/**
 * The overall divergence rate of such a world and the share of its variance that lies between sessions.
 * @returns correlation null when the rate is 0 or 1, where nothing varies
 * @see STATISTICS 0.2. Check: vectors "slice_implied_icc_*"
 */
export function impliedBySlice(slice: Slice): {
  readonly rate: number;
  readonly correlation: number | null;
} {
  const { degradedShare, healthyRate, degradedRate } = slice;
  const rate = (1 - degradedShare) * healthyRate + degradedShare * degradedRate;
  const between = degradedShare * (1 - degradedShare) * (degradedRate - healthyRate) ** 2;
  const total = rate * (1 - rate);
  return { rate, correlation: total > 0 ? between / total : null };
}
