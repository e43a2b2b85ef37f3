import { logGamma } from "./specialFunctions.ts";

/** p-values of an exact test: of the observed or a rarer table, and of tables at least as extreme on one side. */
export type ExactTest = {
  readonly twoSided: number;
  readonly greater: number;
  readonly less: number;
};

/**
 * Exact binomial test of `count` of `of` against the rate `rate`. With no trial all p are 1.
 * @param rate in [0, 1]
 * @throws RangeError unless 0 <= count <= of are whole and rate is in [0, 1]
 * @see R binom.test. Check: vectors "binom_test_*"
 */
export function binomialTest(count: number, of: number, rate: number): ExactTest {
  checkCounts(count, of - count);
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`A rate lies in [0, 1]; got ${rate}.`);
  const probabilities = Array.from({ length: of + 1 }, (_, k) => {
    // 0 * ln 0 is 0 here: with rate 0 or 1 one outcome has probability 1.
    const successes = k === 0 ? 0 : k * Math.log(rate);
    const failures = k === of ? 0 : (of - k) * Math.log1p(-rate);
    return Math.exp(logChoose(of, k) + successes + failures);
  });
  return exactTest(probabilities, count);
}

/**
 * Fisher's exact test of a 2 x 2 table with rows strategies and columns (diverged, not diverged).
 * `greater` is small when the first row diverges more often. With an empty row or column all p are 1.
 * @throws RangeError unless all four counts are whole and not negative
 * @see R fisher.test, which also defines the two-sided p. Check: vectors "fisher_*"
 */
export function fisherExact(
  first: readonly [diverged: number, not: number],
  second: readonly [diverged: number, not: number],
): ExactTest {
  checkCounts(...first, ...second);
  const [a, b] = first;
  const [c, d] = second;
  const row = a + b;
  const column = a + c;
  const lowest = Math.max(0, column - (c + d));
  const highest = Math.min(row, column);
  const probabilities = Array.from({ length: highest - lowest + 1 }, (_, i) => {
    const k = lowest + i;
    return Math.exp(
      logChoose(row, k) + logChoose(c + d, column - k) - logChoose(row + c + d, column),
    );
  });
  return exactTest(probabilities, a - lowest);
}

/**
 * McNemar's exact test from the two discordant counts of matched pairs.
 * @returns two-sided p and the less conservative mid-p; both 1 without a discordant pair
 * @see Fagerland, Lydersen & Laake 2013 for mid-p. Check: vector "mcnemar_9_2"
 */
export function mcnemarExact(
  onlyFirst: number,
  onlySecond: number,
): { readonly twoSided: number; readonly midP: number } {
  const pairs = onlyFirst + onlySecond;
  const { twoSided } = binomialTest(onlyFirst, pairs, 0.5);
  const observed = Math.exp(logChoose(pairs, onlyFirst) - pairs * Math.LN2);
  // Between equal counts no side is the extreme one, and nothing is to be taken off.
  return { twoSided, midP: onlyFirst === onlySecond ? 1 : twoSided - observed };
}

/** Sums the probabilities of all outcomes that are as rare as the observed one or rarer (with R's tolerance). */
function exactTest(probabilities: readonly number[], observed: number): ExactTest {
  const limit = (probabilities[observed] ?? 0) * (1 + 1e-7);
  const sumWhere = (belongs: (p: number, outcome: number) => boolean) =>
    Math.min(
      1,
      probabilities.filter(belongs).reduce((total, p) => total + p, 0),
    );
  return {
    twoSided: sumWhere((p) => p <= limit),
    greater: sumWhere((_, outcome) => outcome >= observed),
    less: sumWhere((_, outcome) => outcome <= observed),
  };
}

function logChoose(n: number, k: number): number {
  return k === 0 || k === n ? 0 : logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

function checkCounts(...counts: readonly number[]): void {
  const wrong = counts.find((count) => !Number.isInteger(count) || count < 0);
  if (wrong !== undefined) throw new RangeError(`Counts are whole and not negative; got ${wrong}.`);
}
