/** One column of an alignment: which tokens stand in it, each with how many sequences. */
export type Column = {
  readonly tokens: Map<string, number>;
  /** sequences with a token here; the others have a gap */
  filled: number;
};

/** A sequence and how often it occurs. */
export type Weighted = { readonly tokens: readonly string[]; readonly weight: number };

export type Placement = {
  /** the columns with those that were added for this sequence */
  readonly columns: readonly Column[];
  /** the column of each token */
  readonly placed: readonly Column[];
  readonly exact: boolean;
};

/**
 * Puts a sequence into an alignment at the least cost, where each pair of sequences pays 1 for each column in which they differ (sum of
 * pairs). For two sequences that is their edit distance. Of equally good ways the one with the latest gaps is taken, so that what
 * begins alike stays together.
 * @param total weight of the sequences that are in the columns already
 * @param mostCells of the table; what needs more is aligned within a band around its diagonal
 * @see Needleman & Wunsch 1970; Sakoe & Chiba 1978 for the band
 */
export function place(
  columns: readonly Column[],
  total: number,
  { tokens, weight }: Weighted,
  mostCells: number,
): Placement {
  const isCommon = (column: number, token: number) =>
    columns[column]?.tokens.get(tokens[token] ?? "") === total;
  const shorter = Math.min(columns.length, tokens.length);
  let before = 0;
  while (before < shorter && isCommon(before, before)) before++;
  let after = 0;
  while (
    after < shorter - before &&
    isCommon(columns.length - 1 - after, tokens.length - 1 - after)
  ) {
    after++;
  }
  const inner = columns.slice(before, columns.length - after);
  const innerTokens = tokens.slice(before, tokens.length - after);
  const { moves, exact } = cheapestMoves(inner, innerTokens, { total, mostCells });
  const result = columns.slice(0, before);
  const placed = [...result];
  let next = 0;
  for (const move of moves) {
    const column = move === insert ? newColumn() : inner[next++];
    if (column === undefined) continue;
    result.push(column);
    if (move !== skip) placed.push(column);
  }
  const common = columns.slice(columns.length - after);
  result.push(...common);
  placed.push(...common);
  placed.forEach((column, index) => fill(column, tokens[index] ?? "", weight));
  return { columns: result, placed, exact };
}

function newColumn(): Column {
  return { tokens: new Map(), filled: 0 };
}

function fill(column: Column, token: string, weight: number): void {
  column.tokens.set(token, (column.tokens.get(token) ?? 0) + weight);
  column.filled += weight;
}

/** A token goes into the next column. */
const match = 0;
/** The next column gets a gap. */
const skip = 1;
/** A token gets a column of its own. */
const insert = 2;

type Budget = { readonly total: number; readonly mostCells: number };

/** Fewer cells than this to a token and the band hardly allows for a shift. */
const narrowest = 16;

function cheapestMoves(
  columns: readonly Column[],
  tokens: readonly string[],
  { total, mostCells }: Budget,
): { readonly moves: readonly number[]; readonly exact: boolean } {
  const [width, height] = [columns.length, tokens.length];
  const exact = (width + 1) * (height + 1) <= mostCells;
  // Bands of neighbouring rows must overlap, or there is no way through.
  const least = Math.max(narrowest, Math.ceil(width / Math.max(1, height)) + 1);
  const half = exact ? width : Math.max(least, Math.floor(mostCells / (2 * (height + 1))));
  const centreOf = (row: number) => Math.round((row * width) / Math.max(1, height));
  const startOf = (row: number) => (exact ? 0 : Math.max(0, centreOf(row) - half));
  const endOf = (row: number) => (exact ? width : Math.min(width, centreOf(row) + half));
  const stride = Math.min(width, 2 * half) + 1;
  const directions = new Uint8Array(stride * (height + 1));
  let costs = new Float64Array(stride);
  let above = new Float64Array(stride);
  for (let row = 0; row <= height; row++) {
    [above, costs] = [costs, above];
    const [start, end] = [startOf(row), endOf(row)];
    const [startAbove, endAbove] = [startOf(row - 1), row === 0 ? -1 : endOf(row - 1)];
    const token = tokens[row - 1] ?? "";
    for (let at = start; at <= end; at++) {
      const column = columns[at - 1];
      const isAbove = (place: number) => place >= startAbove && place <= endAbove;
      const matching =
        column !== undefined && isAbove(at - 1)
          ? (above[at - 1 - startAbove] ?? Infinity) + total - (column.tokens.get(token) ?? 0)
          : Infinity;
      const skipping =
        column !== undefined && at > start
          ? (costs[at - 1 - start] ?? Infinity) + column.filled
          : Infinity;
      const inserting = isAbove(at) ? (above[at - startAbove] ?? Infinity) + total : Infinity;
      const cost = row === 0 && at === 0 ? 0 : Math.min(matching, skipping, inserting);
      costs[at - start] = cost;
      directions[row * stride + at - start] =
        cost === skipping ? skip : cost === inserting ? insert : match;
    }
  }
  const directionAt = (row: number, at: number) => directions[row * stride + at - startOf(row)];
  return { moves: movesBack(width, height, directionAt), exact };
}

function movesBack(
  width: number,
  height: number,
  directionAt: (row: number, at: number) => number | undefined,
): readonly number[] {
  const moves: number[] = [];
  let [row, at] = [height, width];
  while (row > 0 || at > 0) {
    const move = directionAt(row, at) ?? match;
    moves.push(move);
    if (move !== skip) row--;
    if (move !== insert) at--;
  }
  return moves.reverse();
}
