import type { Target } from "../structure/structure.ts";
import { withoutCommonEnds } from "../edits/edits.ts";

/**
 * Share of mismatches among calls that correspond: the calls are aligned by their tokens so that as many as
 * possible correspond and, among those alignments, as many as possible agree. Calls without a counterpart are the
 * business of `tools`.
 * @returns 0 when neither side has calls, 1 when both or one has and none corresponds
 */
export function targetsDistance(a: readonly Target[], b: readonly Target[]): number {
  if (a.length === 0 && b.length === 0) return 0;
  // Equal calls at the ends correspond in one of the best alignments, since no pair can score more.
  const [left, right] = withoutCommonEnds(a, b, areEqual);
  const common = a.length - left.length;
  const { corresponding, agreeing } = align(left, right);
  const pairs = common + corresponding;
  return pairs === 0 ? 1 : 1 - (common + agreeing) / pairs;
}

function areEqual(a: Target, b: Target): boolean {
  return a.call === b.call && a.target === b.target;
}

type Alignment = { readonly corresponding: number; readonly agreeing: number };

/** Up to 2,000 differing calls on each side are aligned exactly. */
const mostCells = 4_000_000;
/**
 * Beyond that a call is compared only with those so near to its place, as the place of a call in the shorter sequence
 * stretched to the longer: the alignment is then a possible one, but may not be the best.
 */
const reach = 1_000;

/** What the best alignment counts is unique, though the alignment is not. */
function align(a: readonly Target[], b: readonly Target[]): Alignment {
  // Which is which must not matter for what is only estimated either.
  const [rows, columns] = isBefore(a, b) ? [b, a] : [a, b];
  if (columns.length === 0) return { corresponding: 0, agreeing: 0 };
  // One number for both aims: a pair weighs more than all agreements together.
  const pair = columns.length + 1;
  const best = bestScore(rows, columns, pair);
  return { corresponding: Math.floor(best / pair), agreeing: best % pair };
}

/** Shorter, or of equal length and smaller at the first difference. */
function isBefore(a: readonly Target[], b: readonly Target[]): boolean {
  if (a.length !== b.length) return a.length < b.length;
  for (const [index, { call, target }] of a.entries()) {
    const other = b[index];
    if (other === undefined || (call === other.call && target === other.target)) continue;
    return call === other.call ? target < other.target : call < other.call;
  }
  return true;
}

/** Row by row, the longer sequence downwards; cells outside the reach keep what was the best before them. */
function bestScore(rows: readonly Target[], columns: readonly Target[], pair: number): number {
  const width = columns.length;
  const reached = rows.length * width <= mostCells ? width : reach;
  const numbers = new Map<string, number>();
  const [rowCalls, columnCalls] = [callsOf(rows, numbers), callsOf(columns, numbers)];
  const [rowTargets, columnTargets] = [targetsOf(rows, numbers), targetsOf(columns, numbers)];
  // Two rows in turns. Floats, because the score of 50,000 pairs is over 2^31.
  let above = new Float64Array(width + 1);
  let row = new Float64Array(width + 1);
  let last = 0;
  for (let i = 0; i < rows.length; i++) {
    const place = Math.floor((i * width) / rows.length);
    const [from, to] = [Math.max(0, place - reached), Math.min(width, place + reached)];
    const [call, target] = [rowCalls[i], rowTargets[i]];
    // To the right of the row above nothing was compared: it is as good as its last cell.
    above.fill(above[last] ?? 0, last + 1, to + 1);
    let best = above[from] ?? 0;
    row[from] = best;
    for (let j = from; j < to; j++) {
      best = Math.max(best, above[j + 1] ?? 0);
      if (columnCalls[j] === call) {
        const agrees = columnTargets[j] === target ? 1 : 0;
        best = Math.max(best, (above[j] ?? 0) + pair + agrees);
      }
      row[j + 1] = best;
    }
    last = to;
    [above, row] = [row, above];
  }
  return above[last] ?? 0;
}

function callsOf(targets: readonly Target[], numbers: Map<string, number>): Int32Array {
  return Int32Array.from(targets, ({ call }) => numberOf(call, numbers));
}

function targetsOf(targets: readonly Target[], numbers: Map<string, number>): Int32Array {
  return Int32Array.from(targets, ({ target }) => numberOf(target, numbers));
}

/** Comparing numbers is faster than comparing texts. */
function numberOf(text: string, numbers: Map<string, number>): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}
