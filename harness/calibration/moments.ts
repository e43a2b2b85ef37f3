import type { Average, Measured, Metric, Moments } from "./types.ts";

/** Collects values by metric. */
export type Collector = {
  /** A value that could not be computed (null) is left out, and `n` shows it. */
  readonly add: (metric: Metric, value: number | boolean | null) => void;
  readonly measured: () => Measured;
};

/** An empty collector. */
export function createCollector(): Collector {
  const moments = new Map<Metric, Moments>();
  return {
    add: (metric, value) => {
      if (value === null) return;
      const number = Number(value);
      const one = { n: 1, sum: number, squares: number * number };
      moments.set(metric, sumOf(moments.get(metric), one));
    },
    measured: () => Object.fromEntries(moments),
  };
}

/** Adds up parts, in the order given: rounding must not depend on which part was ready first. */
export function addMeasured(parts: readonly Measured[]): ReadonlyMap<Metric, Moments> {
  const total = new Map<Metric, Moments>();
  for (const part of parts)
    for (const metric of metricsOf(part)) {
      const own = part[metric];
      if (own !== undefined) total.set(metric, sumOf(total.get(metric), own));
    }
  return total;
}

function metricsOf(part: Measured): Metric[] {
  // A record's keys are metrics; Object.keys forgets that.
  return Object.keys(part) as Metric[];
}

function sumOf(a: Moments | undefined, b: Moments): Moments {
  if (a === undefined) return b;
  return { n: a.n + b.n, sum: a.sum + b.sum, squares: a.squares + b.squares };
}

/** Mean and its standard error; @param moments of at least one value */
export function averageOf({ n, sum, squares }: Moments): Average {
  const mean = sum / n;
  const variance = n < 2 ? 0 : Math.max(0, (squares - n * mean * mean) / (n - 1));
  return { mean, standardError: Math.sqrt(variance / n), n };
}
