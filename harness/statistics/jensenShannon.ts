import { sum } from "simple-statistics";

/**
 * Jensen-Shannon divergence of two distributions in nats, in [0, ln 2]; its square root is a distance. scipy's
 * `jensenshannon` returns that root.
 * @param p and `q` weights of the same categories, not negative; they need not sum to 1
 * @returns null when one of them has no weight at all
 * @throws RangeError for different lengths
 * @see Lin 1991; Endres & Schindelin 2003. Check: vector "jensen_shannon"
 */
export function jensenShannonDivergence(p: readonly number[], q: readonly number[]): number | null {
  if (p.length !== q.length) throw new RangeError("Both distributions need the same categories.");
  const [sumP, sumQ] = [sum([...p]), sum([...q])];
  if (!(sumP > 0 && sumQ > 0)) return null;
  const terms = p.map((weight, index) => {
    const [a, b] = [weight / sumP, (q[index] ?? 0) / sumQ];
    return (relative(a, (a + b) / 2) + relative(b, (a + b) / 2)) / 2;
  });
  // Rounding may leave -1e-17 for equal distributions.
  return Math.max(0, sum(terms));
}

function relative(share: number, mean: number): number {
  return share === 0 ? 0 : share * Math.log(share / mean);
}
