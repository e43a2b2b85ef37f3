import { wilcoxonRankSum } from "simple-statistics";

/**
 * Area under the ROC curve: the chance that a pair of another structure lies farther apart than a pair of the same; a tie counts half.
 * @param same distances of pairs that are the same; neither list may be empty
 * @returns 0 to 1; 0.5 is guessing
 * @throws Error when a list is empty
 * @see Mann & Whitney 1947, by mid-ranks
 */
export function rocAuc(same: readonly number[], other: readonly number[]): number {
  const [n, m] = [other.length, same.length];
  return (wilcoxonRankSum([...other], [...same]) - (n * (n + 1)) / 2) / (n * m);
}

/** How many pairs a threshold judges rightly and wrongly; a distance above it is a difference. */
export type Confusion = {
  readonly sameAsSame: number;
  readonly sameAsOther: number;
  readonly otherAsSame: number;
  readonly otherAsOther: number;
};

export function confusionAt(
  threshold: number,
  same: readonly number[],
  other: readonly number[],
): Confusion {
  const sameAsOther = same.filter((distance) => distance > threshold).length;
  const otherAsOther = other.filter((distance) => distance > threshold).length;
  return {
    sameAsSame: same.length - sameAsOther,
    sameAsOther,
    otherAsSame: other.length - otherAsOther,
    otherAsOther,
  };
}
