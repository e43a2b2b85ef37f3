import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { channels } from "../record/record.ts";
import type { CodeUnit, Structure, SyntaxNode } from "../structure/structure.ts";
import { treeDistance } from "./codeDistance.ts";
import { channelDistance } from "./divergence.ts";
import { pqGramDistance } from "./pqGrams.ts";
import { editDistance, sequenceDistance, setDistance } from "./sequences.ts";
import { remainderOf, treeEditDistance } from "./treeEditDistance.ts";

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
function nodeOf([label, children]: Written): SyntaxNode {
  return { label, children: children.map(nodeOf) };
}

function sizeOf(tree: SyntaxNode): number {
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
    expect(treeDistance({ tree: a, size: sizeA }, { tree: b, size: sizeB })).toBeCloseTo(
      expected["normalised_by_sum"] ?? NaN,
      9,
    );
  });

  test("cover every sequence and tree vector of the file", () => {
    expect([sequences.length, trees.length]).toEqual([9, 6]);
  });
});

const label = fc.constantFrom("a", "b", "c");
const { tree } = fc.letrec<{ tree: SyntaxNode }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.record({ label, children: fc.constant([]) }),
    fc.record({ label, children: fc.array(tie("tree"), { maxLength: 3 }) }),
  ),
}));

/** The textbook recursion over forests, exponential but plainly right. */
function forestDistance(
  a: readonly SyntaxNode[],
  b: readonly SyntaxNode[],
  known = new Map<string, number>(),
): number {
  const key = JSON.stringify([a, b]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const [x, y] = [a.at(-1), b.at(-1)];
  const size = (forest: readonly SyntaxNode[]): number =>
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

const token = fc.constantFrom("Read", "Edit", "Bash(npm test)", "Grep");
const path = fc.constantFrom("a.ts", "b.ts", "c.py");
const amount = fc.nat(20);
const perhaps = fc.option(amount);
const content: fc.Arbitrary<CodeUnit> = fc.oneof(
  fc.record({ path, form: fc.constant("tree"), tree }).map((unit) => ({
    ...unit,
    form: "tree" as const,
    hash: JSON.stringify(unit.tree),
    size: sizeOf(unit.tree),
  })),
  fc.record({ path, tokens: fc.array(token) }).map((unit) => ({
    ...unit,
    form: "tokens" as const,
    why: "no-grammar" as const,
    hash: JSON.stringify(unit.tokens),
  })),
  fc.record({ path, hash: token }).map((unit) => ({ ...unit, form: "opaque" as const })),
);
const structure: fc.Arbitrary<Structure> = fc.record({
  ending: fc.constantFrom("completed", "refused"),
  tools: fc.array(token),
  targets: fc.array(fc.record({ call: token, target: path })),
  files: fc.uniqueArray(
    fc.record({
      path,
      kind: fc.constantFrom("created" as const, "modified" as const, "deleted" as const),
    }),
    { selector: (one) => one.path },
  ),
  code: fc.uniqueArray(content, { selector: (unit) => unit.path }),
  answer: fc.array(fc.constantFrom("p", "h1", "ul", "code:ts")),
  effort: fc.record({
    thinkingSteps: amount,
    thinkingTokens: perhaps,
    turns: amount,
    steps: amount,
    calls: amount,
    words: amount,
    wordsBetweenCalls: perhaps,
    cacheRatio: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    edits: amount,
    readsPerEdit: perhaps,
    editsWithoutRead: amount,
    repeatedCalls: amount,
    testsAfterLastEdit: fc.option(fc.boolean()),
  }),
});

describe.each(channels)("law: the distance of channel %s", (channel) => {
  test("is 0 for equal values, symmetric and in [0, 1]", () => {
    fc.assert(
      fc.property(structure, structure, (a, b) => {
        const distance = channelDistance(channel, a, b);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(1);
        expect(channelDistance(channel, b, a)).toBeCloseTo(distance, 12);
        expect(channelDistance(channel, a, structuredClone(a))).toBe(0);
      }),
    );
  });
});

describe("large trees", () => {
  const large = (nodes: number, every: number): SyntaxNode => ({
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
    expect(treeDistance({ tree: a, size: sizeOf(a) }, { tree: b, size: sizeOf(b) })).toBeCloseTo(
      10 / (sizeOf(a) + sizeOf(b)),
      9,
    );
  });

  test("that differ throughout are compared by pq-grams, within [0, 0.5] for equal sizes", () => {
    const [a, b] = [large(10_000, 17), large(10_000, 19)];
    const { a: left, b: right } = remainderOf(a, b);
    expect([pqGramDistance(left, left), pqGramDistance(right, right)]).toEqual([0, 0]);
    const distance = treeDistance({ tree: a, size: sizeOf(a) }, { tree: b, size: sizeOf(b) });
    expect(distance).toBeGreaterThan(0.1);
    expect(distance).toBeLessThanOrEqual(0.5);
  });
});
