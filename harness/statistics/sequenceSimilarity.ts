/*
 * Similarities of sequences under the names that other tools publish, to be comparable with them. What the product
 * itself measures with lives in divergence. Check: vectors "levenshtein_*"
 */

/** Length of the longest common subsequence. */
export function commonSubsequence(a: readonly string[], b: readonly string[]): number {
  let previous = Array.from({ length: b.length + 1 }, () => 0);
  for (const token of a) {
    const row = [0];
    b.forEach((other, j) =>
      row.push(
        token === other ? (previous[j] ?? 0) + 1 : Math.max(previous[j + 1] ?? 0, row[j] ?? 0),
      ),
    );
    previous = row;
  }
  return previous.at(-1) ?? 0;
}

/** In-order match (Vertex): is the reference a subsequence of what was done, extras allowed? */
export function containsInOrder(done: readonly string[], reference: readonly string[]): boolean {
  return commonSubsequence(done, reference) === reference.length;
}

/** Common tokens over all tokens, repetitions counted; 1 when both are empty. */
export function multisetJaccard(a: readonly string[], b: readonly string[]): number {
  const tokens = [...new Set([...a, ...b])];
  const count = (list: readonly string[], token: string): number =>
    list.filter((one) => one === token).length;
  let [common, union] = [0, 0];
  for (const token of tokens) {
    const [inA, inB] = [count(a, token), count(b, token)];
    common += Math.min(inA, inB);
    union += Math.max(inA, inB);
  }
  return union === 0 ? 1 : common / union;
}

/**
 * Edit distance scaled to [0, 1] so that it stays a metric: 2 d / (|a| + |b| + d).
 * @see Yujian & Bo 2007
 */
export function metricEditDistance(edits: number, lengthA: number, lengthB: number): number {
  const total = lengthA + lengthB + edits;
  return total === 0 ? 0 : (2 * edits) / total;
}

/**
 * Edits with exchanges of neighbours counted once, no piece edited twice (optimal string alignment).
 * @see Damerau 1964
 */
export function alignmentDistance(a: readonly string[], b: readonly string[]): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isExchange = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const exchanged = isExchange ? at(i - 2, j - 2) + 1 : Infinity;
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, exchanged));
    }
  }
  return at(a.length, b.length);
}
