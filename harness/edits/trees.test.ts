import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pqGramDistance } from "./pqGrams.ts";
import { editDistance, sequenceDistance, setDistance } from "./sequences.ts";
import { editsAtLeast, editsAtMost } from "./treeBounds.ts";
import { remainderOf, treeEditDistance, type LabelledTree } from "./treeEditDistance.ts";
import { treeEdits } from "./treeEdits.ts";

type Vector = {
  readonly name: string;
  readonly group: string;
  readonly input: { readonly a?: unknown; readonly b?: unknown };
  readonly expected: Readonly<Record<string, number>>;
};

const file = new URL("../../fixtures/vectors/statistics.json", import.meta.url);
const vectors: readonly Vector[] = JSON.parse(readFileSync(file, "utf8"));
const distances = vectors.filter((vector) => vector.group === "distance");

type Written = readonly [label: string, children: readonly Written[]];
function nodeOf([label, children]: Written): LabelledTree {
  return { label, children: children.map(nodeOf) };
}

function sizeOf(tree: LabelledTree): number {
  return tree.children.reduce((sum, child) => sum + sizeOf(child), 1);
}

describe("reference values", () => {
  const sequences = distances.filter((vector) => vector.name.startsWith("levenshtein"));
  test.each(sequences)("vector: $name", ({ input, expected }) => {
    const [a, b] = [[...(input.a as Iterable<string>)], [...(input.b as Iterable<string>)]];
    expect(editDistance(a, b)).toBe(expected["distance"]);
    expect(sequenceDistance(a, b)).toBeCloseTo(expected["normalised_by_max"] ?? NaN, 9);
    if (expected["jaccard_set"] !== undefined) {
      expect(setDistance(a, b)).toBeCloseTo(1 - expected["jaccard_set"], 9);
    }
  });

  const trees = distances.filter((vector) => vector.name.startsWith("ted_"));
  test.each(trees)("vector: $name", ({ input, expected }) => {
    const [a, b] = [nodeOf(input.a as Written), nodeOf(input.b as Written)];
    const [sizeA, sizeB] = [sizeOf(a), sizeOf(b)];
    expect(treeEditDistance(a, b)).toBe(expected["distance"]);
    expect([sizeA, sizeB]).toEqual([expected["size_a"], expected["size_b"]]);
    expect(treeEdits(a, b) / (sizeA + sizeB)).toBeCloseTo(expected["normalised_by_sum"] ?? NaN, 9);
  });

  test("cover every sequence and tree vector of the file", () => {
    expect([sequences.length, trees.length]).toEqual([9, 6]);
  });
});

const label = fc.constantFrom("a", "b", "c");
const { tree } = fc.letrec<{ tree: LabelledTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.record({ label, children: fc.constant([]) }),
    fc.record({ label, children: fc.array(tie("tree"), { maxLength: 3 }) }),
  ),
}));

/** The textbook recursion over forests, exponential but plainly right. */
function forestDistance(
  a: readonly LabelledTree[],
  b: readonly LabelledTree[],
  known = new Map<string, number>(),
): number {
  const key = JSON.stringify([a, b]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const [x, y] = [a.at(-1), b.at(-1)];
  const size = (forest: readonly LabelledTree[]): number =>
    forest.reduce((sum, one) => sum + sizeOf(one), 0);
  const result =
    x === undefined || y === undefined
      ? size(a) + size(b)
      : Math.min(
          forestDistance([...a.slice(0, -1), ...x.children], b, known) + 1,
          forestDistance(a, [...b.slice(0, -1), ...y.children], known) + 1,
          forestDistance(a.slice(0, -1), b.slice(0, -1), known) +
            forestDistance(x.children, y.children, known) +
            (x.label === y.label ? 0 : 1),
        );
  known.set(key, result);
  return result;
}

test("law: the tree edit distance, common parts taken off, equals that of the textbook recursion", () => {
  const small = tree.filter((one) => sizeOf(one) <= 9);
  fc.assert(
    fc.property(small, small, (a, b) => {
      expect(treeEditDistance(a, b)).toBe(forestDistance([a], [b]));
    }),
    { numRuns: 300 },
  );
});

describe("bounds of the tree edit distance", () => {
  test("law: hold it between them", () => {
    fc.assert(
      fc.property(tree, tree, (a, b) => {
        const [remainder, distance] = [remainderOf(a, b), treeEditDistance(a, b)];
        expect(editsAtLeast(remainder)).toBeLessThanOrEqual(distance);
        expect(editsAtMost(remainder)).toBeGreaterThanOrEqual(distance);
      }),
      { numRuns: 500 },
    );
  });

  test("are the distance itself where one tree only has more", () => {
    const leaf = (name: string): LabelledTree => ({ label: name, children: [] });
    const a = { label: "root", children: [leaf("x"), leaf("y")] };
    const b = { label: "root", children: [leaf("x"), leaf("more"), leaf("z"), leaf("y")] };
    const remainder = remainderOf(a, b);
    expect([editsAtLeast(remainder), editsAtMost(remainder)]).toEqual([2, 2]);
  });
});

describe("large trees", () => {
  const large = (nodes: number, every: number): LabelledTree => ({
    label: "program",
    children: Array.from({ length: nodes / 10 }, (_none, index) => ({
      label: `statement ${index % every}`,
      children: Array.from({ length: 9 }, (_leaf, leaf) => ({
        label: `leaf ${(index * leaf) % every}`,
        children: [],
      })),
    })),
  });

  test("that differ in one place are still compared exactly", () => {
    const a = large(20_000, 17);
    const changed = a.children.with(1_000, { label: "other", children: [] });
    const b = { ...a, children: changed };
    expect(treeEdits(a, b)).toBe(10);
  });

  test("that differ throughout are compared by pq-grams, within [0, 0.5] for equal sizes", () => {
    const [a, b] = [large(10_000, 17), large(10_000, 19)];
    const { a: left, b: right } = remainderOf(a, b);
    expect([pqGramDistance(left, left), pqGramDistance(right, right)]).toEqual([0, 0]);
    const distance = treeEdits(a, b) / (sizeOf(a) + sizeOf(b));
    expect(distance).toBeGreaterThan(0.1);
    expect(distance).toBeLessThanOrEqual(0.5);
  });
});
