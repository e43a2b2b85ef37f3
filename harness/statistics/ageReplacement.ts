/** A divergence rate by age of the session: `rate` holds from `fromMin` to the next piece, the last one for ever. */
export type RatePiece = { readonly fromMin: number; readonly rate: number };

export type ReplacementCosts = {
  readonly restart: number;
  /** cost per minute that diverges, in the unit of `restart` */
  readonly divergencePerMin: number;
};

/**
 * Long-run cost per minute of replacing every session at age `ttlMin`: (restart + divergence up to then) / ttlMin.
 * @param pieces from age 0 up, ages rising
 * @param ttlMin in (0, Infinity]; at Infinity the last rate is all that remains
 * @see Barlow & Proschan 1965 (renewal reward). Check: vector "ttl_renewal_reward_cost"
 */
export function replacementCost(
  pieces: readonly RatePiece[],
  costs: ReplacementCosts,
  ttlMin: number,
): number {
  if (ttlMin === Infinity) return costs.divergencePerMin * (pieces.at(-1)?.rate ?? 0);
  const divergedMin = pieces.reduce((sum, { fromMin, rate }, index) => {
    const untilMin = Math.min(ttlMin, pieces[index + 1]?.fromMin ?? Infinity);
    return sum + rate * Math.max(0, untilMin - fromMin);
  }, 0);
  return (costs.restart + costs.divergencePerMin * divergedMin) / ttlMin;
}

export type BestTtl = {
  /** null: never restarting for age is cheapest */
  readonly ttlMin: number | null;
  readonly costPerMin: number;
  /** cost per minute without a TTL */
  readonly costWithoutTtl: number;
};

/**
 * The cheapest TTL. Within a piece the cost changes in one direction only, so that only the ages where the rate changes
 * can be best, or never. With a rate that does not grow it is never: a TTL then only shortens bad streaks, because
 * every restart draws the slice again.
 */
export function bestTtl(pieces: readonly RatePiece[], costs: ReplacementCosts): BestTtl {
  const costWithoutTtl = replacementCost(pieces, costs, Infinity);
  let best: BestTtl = { ttlMin: null, costPerMin: costWithoutTtl, costWithoutTtl };
  for (const { fromMin } of pieces) {
    if (fromMin <= 0) continue;
    const costPerMin = replacementCost(pieces, costs, fromMin);
    if (costPerMin < best.costPerMin) best = { ttlMin: fromMin, costPerMin, costWithoutTtl };
  }
  return best;
}
