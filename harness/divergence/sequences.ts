import { distance as characterDistance } from "fastest-levenshtein";

/** Levenshtein distance of two token sequences divided by the longer length; 0 when both are empty. */
export function sequenceDistance(a: readonly string[], b: readonly string[]): number {
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 0 : editDistance(a, b) / longer;
}

/**
 * Fewest insertions, deletions and replacements of tokens. Each distinct token becomes one character, because the
 * library compares texts.
 */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  const codes = new Map<string, string>();
  const encode = (tokens: readonly string[]): string =>
    tokens.map((token) => codes.get(token) ?? remember(codes, token)).join("");
  return characterDistance(encode(a), encode(b));
}

/** @throws RangeError above 65,536 distinct tokens, which structure never produces */
function remember(codes: Map<string, string>, token: string): string {
  if (codes.size > 0xffff) throw new RangeError("more than 65536 distinct tokens");
  const code = String.fromCharCode(codes.size);
  codes.set(token, code);
  return code;
}

/** Jaccard distance of two sets: share of the union that is not common; 0 when both are empty. */
export function setDistance(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [new Set(a), new Set(b)];
  const union = left.union(right).size;
  return union === 0 ? 0 : 1 - left.intersection(right).size / union;
}
