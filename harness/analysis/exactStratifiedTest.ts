/** Places of one stratum: each has a score, and some carry a label (diverged). */
export type ScoredStratum = readonly {
  /** whole, not negative, small: 0 and 1 for a condition, 0 to 2 for early, middle and late */
  readonly score: number;
  readonly labelled: boolean;
}[];

export type StratifiedTest = {
  /** sum of the scores of the labelled places */
  readonly statistic: number;
  /** what that sum would be on average if labels had nothing to do with scores */
  readonly expected: number;
  /** null when no stratum holds both different scores and both labels */
  readonly greater: number | null;
  readonly twoSided: number | null;
  /** strata that can tell anything */
  readonly informative: number;
};

/**
 * Do labels go with scores, within strata? Given each stratum's scores and number of labels, every arrangement of the labels
 * is equally likely if they do not. The distribution of the sum of labelled scores is computed, not sampled, so that the
 * p-value is exact however small the data is. With scores 0 and 1 it is the exact conditional form of Cochran-Mantel-Haenszel.
 * @see Agresti 2013, section 7.3.5; twoSided is twice the smaller tail
 */
export function exactStratifiedTest(strata: readonly ScoredStratum[]): StratifiedTest {
  const informative = strata.filter(isInformative);
  if (informative.length === 0) {
    return { statistic: 0, expected: 0, greater: null, twoSided: null, informative: 0 };
  }
  let distribution = Float64Array.of(1);
  let [statistic, expected] = [0, 0];
  for (const stratum of informative) {
    distribution = convolve(distribution, sumDistribution(stratum));
    const labelled = stratum.filter((place) => place.labelled);
    statistic += sumOf(labelled);
    expected += (labelled.length * sumOf(stratum)) / stratum.length;
  }
  // Rounding may leave a tail at 1 + 1e-16.
  const greater = Math.min(1, total(distribution.subarray(statistic)));
  const less = Math.min(1, total(distribution.subarray(0, statistic + 1)));
  const twoSided = Math.min(1, 2 * Math.min(greater, less));
  return { statistic, expected, greater, twoSided, informative: informative.length };
}

function isInformative(stratum: ScoredStratum): boolean {
  const [first] = stratum;
  return (
    first !== undefined &&
    stratum.some((place) => place.labelled !== first.labelled) &&
    stratum.some((place) => place.score !== first.score)
  );
}

function sumOf(places: ScoredStratum): number {
  return places.reduce((sum, { score }) => sum + score, 0);
}

/** Probability of each sum of scores when as many places as carry a label are drawn without replacement. */
function sumDistribution(stratum: ScoredStratum): Float64Array {
  const drawn = stratum.filter((place) => place.labelled).length;
  const most = sumOf(stratum);
  // ways[k][s]: probability that k of the places gone through were drawn and sum to s.
  let ways = [Float64Array.of(1)];
  stratum.forEach(({ score }, index) => {
    const next: Float64Array<ArrayBuffer>[] = [];
    for (let k = 0; k <= Math.min(drawn, index + 1); k++) {
      const sums = new Float64Array(most + 1);
      const left = stratum.length - index;
      // Of `left` places, drawn - k are still to be drawn: this one is among them, or is not.
      addScaled(sums, ways[k], { by: 1 - (drawn - k) / left, shift: 0 });
      addScaled(sums, ways[k - 1], { by: (drawn - k + 1) / left, shift: score });
      next.push(sums);
    }
    ways = next;
  });
  return ways[drawn] ?? Float64Array.of(1);
}

function addScaled(
  target: Float64Array,
  source: Float64Array | undefined,
  { by, shift }: { readonly by: number; readonly shift: number },
): void {
  source?.forEach((value, index) => {
    if (value > 0) target[index + shift] = (target[index + shift] ?? 0) + value * by;
  });
}

function convolve(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const result = new Float64Array(a.length + b.length - 1);
  b.forEach((value, shift) => {
    if (value > 0) addScaled(result, a, { by: value, shift });
  });
  return result;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
