import { place, type Column, type Weighted } from "./profile.ts";

/** A distinct sequence in the grid of an alignment. */
export type AlignedSequence = {
  readonly tokens: readonly string[];
  /** indices of the equal sequences among those that were given, ascending */
  readonly members: readonly number[];
  /** 0-based column of each token, ascending; a column that is not named is a gap */
  readonly columns: readonly number[];
};

export type Alignment = {
  readonly columns: number;
  /** the most frequent first, then in the order of their texts */
  readonly rows: readonly AlignedSequence[];
  /** distinct sequences that were not aligned because there are too many; the rarest */
  readonly leftOut: number;
  /** false when a sequence was so long that it was aligned within a band around the diagonal only */
  readonly exact: boolean;
};

/** More rows than this nobody reads. */
const mostRows = 300;
/** About a second and a half. */
const cellsInAll = 20_000_000;
/** Sequences of 300 steps are always aligned exactly, 50,000 steps within a band. */
const fewestCells = 100_000;

/**
 * Aligns sequences of steps: equal tokens come to stand in one column, the rest gets gaps. Progressive: the most frequent sequence comes
 * first and each next one joins the columns so far, at the least cost in columns in which pairs of sequences differ. Equal sequences are
 * one row, so that many replays cost little, and the order in which the sequences come does not matter.
 * @see Feng & Doolittle 1987
 */
export function alignSequences(sequences: readonly (readonly string[])[]): Alignment {
  const groups = [...Map.groupBy(sequences.keys(), (index) => JSON.stringify(sequences[index]))]
    .map(([text, members]) => ({ text, members, tokens: sequences[members[0] ?? 0] ?? [] }))
    .sort((a, b) => b.members.length - a.members.length || (a.text < b.text ? -1 : 1));
  const rows = groups.slice(0, mostRows);
  const { placed, columns, exact } = placeAll(
    rows.map(({ tokens, members }) => ({ tokens, weight: members.length })),
  );
  const position = new Map(columns.map((column, index) => [column, index]));
  return {
    columns: columns.length,
    rows: rows.map(({ tokens, members }, index) => ({
      tokens,
      members,
      columns: (placed[index] ?? []).map((column) => position.get(column) ?? 0),
    })),
    leftOut: groups.length - rows.length,
    exact,
  };
}

function placeAll(sequences: readonly Weighted[]) {
  const mostCells = Math.max(fewestCells, Math.floor(cellsInAll / Math.max(1, sequences.length)));
  let columns: readonly Column[] = [];
  let total = 0;
  let exact = true;
  const placed = sequences.map((sequence) => {
    const placement = place(columns, total, sequence, mostCells);
    columns = placement.columns;
    total += sequence.weight;
    exact &&= placement.exact;
    return placement.placed;
  });
  return { placed, columns, exact };
}
