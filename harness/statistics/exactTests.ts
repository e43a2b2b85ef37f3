import { binomialProbabilities, hypergeometric, logChoose } from "./discreteDistributions.ts";
import { chiSquaredUpperTail } from "./distributions.ts";

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
  return exactTest(binomialProbabilities(of, rate), count);
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
  const { lowest, probabilities } = hypergeometric(first, second);
  return exactTest(probabilities, first[0] - lowest);
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

/**
 * McNemar's chi-squared test of matched pairs from the two discordant counts, for many pairs; few need {@link mcnemarExact}.
 * @returns statistic and p on one degree of freedom, with and without Edwards' continuity correction; null without a discordant pair
 * @see McNemar 1947; R mcnemar.test. Check: vector "mcnemar_9_2"
 */
export function mcnemarChiSquared(onlyFirst: number, onlySecond: number): McnemarChiSquared {
  checkCounts(onlyFirst, onlySecond);
  const pairs = onlyFirst + onlySecond;
  if (pairs === 0) return { plain: null, corrected: null, note: "no discordant pair" };
  const apart = Math.abs(onlyFirst - onlySecond);
  return {
    plain: chiSquaredTest(apart ** 2 / pairs),
    corrected: chiSquaredTest(Math.max(0, apart - 1) ** 2 / pairs),
    note: null,
  };
}

type ChiSquaredTest = { readonly statistic: number; readonly p: number };
export type McnemarChiSquared = {
  readonly plain: ChiSquaredTest | null;
  readonly corrected: ChiSquaredTest | null;
  readonly note: string | null;
};

function chiSquaredTest(statistic: number): ChiSquaredTest {
  return { statistic, p: chiSquaredUpperTail(statistic, 1) };
}

/**
 * p-values from the probabilities of all outcomes: two-sided adds those as rare as the observed one or rarer (with R's tolerance).
 * @param observed index of the outcome that was seen
 */
export function exactTest(probabilities: readonly number[], observed: number): ExactTest {
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

function checkCounts(...counts: readonly number[]): void {
  const wrong = counts.find((count) => !Number.isInteger(count) || count < 0);
  if (wrong !== undefined) throw new RangeError(`Counts are whole and not negative; got ${wrong}.`);
}
