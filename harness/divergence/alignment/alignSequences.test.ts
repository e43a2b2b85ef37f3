import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance } from "../../edits/edits.ts";
import { alignSequences, type Alignment } from "./alignSequences.ts";
import { place } from "./profile.ts";

const steps = fc.array(fc.constantFrom("Read", "Edit", "Bash(npm test)", "Grep"), { maxLength: 9 });
const replays = fc.array(steps, { minLength: 1, maxLength: 12 });

/** Rows with their gaps, as people see them. */
function gridOf({ rows, columns }: Alignment): string[][] {
  return rows.map((row) => {
    const cells = Array<string>(columns).fill("-");
    row.columns.forEach((column, index) => (cells[column] = row.tokens[index] ?? "?"));
    return cells;
  });
}

test("law: a row without its gaps is the sequence, and every given sequence belongs to exactly one row", () => {
  fc.assert(
    fc.property(replays, (sequences) => {
      const alignment = alignSequences(sequences);
      gridOf(alignment).forEach((cells, index) => {
        const row = alignment.rows[index];
        expect(cells.filter((cell) => cell !== "-")).toEqual(row?.tokens);
        for (const member of row?.members ?? []) expect(sequences[member]).toEqual(row?.tokens);
      });
      const members = alignment.rows.flatMap((row) => row.members);
      expect(members.toSorted((a, b) => a - b)).toEqual([...sequences.keys()]);
    }),
  );
});

test("law: columns ascend within a row and no column is empty", () => {
  fc.assert(
    fc.property(replays, (sequences) => {
      const { rows, columns } = alignSequences(sequences);
      for (const row of rows) {
        expect(row.columns).toEqual([...new Set(row.columns)].sort((a, b) => a - b));
      }
      expect(new Set(rows.flatMap((row) => row.columns)).size).toBe(columns);
    }),
  );
});

test("law: identical sequences are one row without gaps", () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 20 }), (sequence, count) => {
      const { rows, columns } = alignSequences(Array<string[]>(count).fill(sequence));
      expect(rows).toHaveLength(1);
      expect(rows[0]?.columns).toEqual([...sequence.keys()]);
      expect(columns).toBe(sequence.length);
    }),
  );
});

test("law: the grid does not depend on the order in which the sequences come", () => {
  fc.assert(
    fc.property(
      replays.chain((sequences) =>
        fc.tuple(
          fc.constant(sequences),
          fc.shuffledSubarray(sequences, { minLength: sequences.length }),
        ),
      ),
      ([sequences, shuffled]) => {
        expect(gridOf(alignSequences(shuffled))).toEqual(gridOf(alignSequences(sequences)));
      },
    ),
  );
});

test("law: two sequences differ in as many columns as their edit distance", () => {
  fc.assert(
    fc.property(steps, steps, (a, b) => {
      const [one = [], other = one] = gridOf(alignSequences([a, b]));
      expect(one.filter((cell, column) => cell !== other[column])).toHaveLength(editDistance(a, b));
    }),
  );
});

test("law: the first column in which not all agree comes right after the longest common beginning", () => {
  fc.assert(
    fc.property(steps, replays, (common, tails) => {
      const sequences = tails.map((tail) => [...common, ...tail]);
      const grid = gridOf(alignSequences(sequences));
      const [first = []] = grid;
      const agree = first.findIndex((cell, at) => grid.some((row) => row[at] !== cell));
      const [shortest = []] = sequences.toSorted((a, b) => a.length - b.length);
      const parts = shortest.findIndex((token, at) => sequences.some((row) => row[at] !== token));
      if (agree === -1) expect(new Set(sequences.map(String)).size).toBe(1);
      else expect(agree).toBe(parts === -1 ? shortest.length : parts);
    }),
  );
});

test("a step that one replay skips leaves a gap, and what follows stands in the same columns again", () => {
  const usual = ["Read", "Edit", "Bash(npm test)", "Edit"];
  const grid = gridOf(alignSequences([usual, usual, ["Read", "Edit", "Edit"]]));
  expect(grid).toEqual([usual, ["Read", "Edit", "-", "Edit"]]);
});

test("replays that insert the same steps share the columns of these steps", () => {
  const grid = gridOf(
    alignSequences([
      ["a", "b"],
      ["a", "b"],
      ["a", "x", "y", "b"],
      ["a", "x", "z", "b"],
    ]),
  );
  expect(grid).toEqual([
    ["a", "-", "-", "b"],
    ["a", "x", "y", "b"],
    ["a", "x", "z", "b"],
  ]);
});

test("sequences of 50,000 steps are aligned within a band, in seconds, and find each other again after a shift", () => {
  const long = Array.from({ length: 50_000 }, (_, index) => `step ${index % 97}`);
  const shifted = ["first", ...long.slice(0, 25_000), "middle", ...long.slice(25_000), "last"];
  const { rows, columns, exact } = alignSequences([long, long, shifted]);
  expect(exact).toBe(false);
  expect(columns).toBe(50_003);
  expect(rows[0]?.columns.at(-1)).toBe(50_001);
});

test("of more than 300 different sequences the rarest are left out and said so", () => {
  const sequences = Array.from({ length: 305 }, (_, index) => [`call ${index}`]);
  const { rows, leftOut } = alignSequences([...sequences, ["call 7"]]);
  expect(rows).toHaveLength(300);
  expect(rows[0]?.tokens).toEqual(["call 7"]);
  expect(leftOut).toBe(5);
});

test("law: within the narrowest band, too, every token gets a column and the columns ascend", () => {
  const longer = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 40, maxLength: 80 });
  fc.assert(
    fc.property(longer, fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 80 }), (a, b) => {
      const first = place([], 0, { tokens: a, weight: 1 }, 1);
      const { columns, placed } = place(first.columns, 1, { tokens: b, weight: 1 }, 1);
      const at = placed.map((column) => columns.indexOf(column));
      expect(at).toEqual([...new Set(at)].sort((x, y) => x - y));
      expect(placed.map((column, index) => column.tokens.has(b[index] ?? ""))).not.toContain(false);
      expect(placed).toHaveLength(b.length);
      expect(columns.reduce((sum, { filled }) => sum + filled, 0)).toBe(a.length + b.length);
    }),
  );
});
