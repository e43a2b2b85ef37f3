import { distance as characterDistance } from "fastest-levenshtein";

/** Levenshtein distance of two token sequences divided by the longer length; 0 when both are empty. */
export function sequenceDistance(a: readonly string[], b: readonly string[]): number {
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 0 : editDistance(a, b) / longer;
}

/**
 * One or two seconds: differing parts of 60,000 tokens each. Transcripts and files of that length are no work of an agent,
 * but must not stop an analysis.
 */
const mostCells = 4e9;

/**
 * Fewest insertions, deletions and replacements of tokens. Where the differing parts are very large, what is certain from
 * below: the tokens that one side has more of.
 */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  const [left, right] = withoutCommonEnds(a, b, (token, other) => token === other);
  if (left.length === 0 || right.length === 0) return Math.max(left.length, right.length);
  const codes = codesOfCommon(left, right);
  if (codes.size > mostCodes || left.length * right.length > mostCells) {
    return Math.max(1, unmatched(left, right));
  }
  return characterDistance(encode(left, codes, onlyLeft), encode(right, codes, onlyRight));
}

/** What is left of two sequences when equal beginnings and ends are taken off. */
export function withoutCommonEnds<T>(
  a: readonly T[],
  b: readonly T[],
  areEqual: (a: T, b: T) => boolean,
): readonly [left: readonly T[], right: readonly T[]] {
  const agree = (i: number, j: number): boolean => {
    const [one, other] = [a[i], b[j]];
    return one !== undefined && other !== undefined && areEqual(one, other);
  };
  let start = 0;
  while (agree(start, start)) start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && agree(endA - 1, endB - 1)) {
    endA--;
    endB--;
  }
  return [a.slice(start, endA), b.slice(start, endB)];
}

/** The library compares characters: each token becomes one, and tokens of one side alone, which match nothing, share one. */
const onlyLeft = String.fromCharCode(0);
const onlyRight = String.fromCharCode(1);
const mostCodes = 0xffff - 1;

function codesOfCommon(a: readonly string[], b: readonly string[]): ReadonlyMap<string, string> {
  const right = new Set(b);
  const codes = new Map<string, string>();
  for (const token of a) {
    if (right.has(token) && !codes.has(token))
      codes.set(token, String.fromCharCode(codes.size + 2));
  }
  return codes;
}

function encode(
  tokens: readonly string[],
  codes: ReadonlyMap<string, string>,
  otherwise: string,
): string {
  return tokens.map((token) => codes.get(token) ?? otherwise).join("");
}

/** How many tokens the side with more of them has that the other has not; no edit script is shorter. */
function unmatched(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const token of a) counts.set(token, (counts.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of b) {
    const left = counts.get(token) ?? 0;
    if (left > 0) common++;
    counts.set(token, left - 1);
  }
  return Math.max(a.length, b.length) - common;
}

/** Jaccard distance of two sets: share of the union that is not common; 0 when both are empty. */
export function setDistance(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [new Set(a), new Set(b)];
  const union = left.union(right).size;
  return union === 0 ? 0 : 1 - left.intersection(right).size / union;
}
