import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { treeEdits } from "../edits/edits.ts";
import { channels } from "../record/record.ts";
import type { CodeUnit, Structure, SyntaxNode } from "../structure/structure.ts";
import { codeDistance, treeDistance } from "./codeDistance.ts";
import { channelDistance } from "./divergence.ts";

const label = fc.constantFrom("a", "b", "c");
const { tree } = fc.letrec<{ tree: SyntaxNode }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.record({ label, children: fc.constant([]) }),
    fc.record({ label, children: fc.array(tie("tree"), { maxLength: 3 }) }),
  ),
}));

function sizeOf(one: SyntaxNode): number {
  return one.children.reduce((sum, child) => sum + sizeOf(child), 1);
}

const token = fc.constantFrom("Read", "Edit", "Bash(npm test)", "Grep");
const path = fc.constantFrom("a.ts", "b.ts", "c.py");
const amount = fc.nat(20);
const perhaps = fc.option(amount);
const content: fc.Arbitrary<CodeUnit> = fc.oneof(
  fc.record({ path, form: fc.constant("tree"), edited: amount, tree }).map((unit) => ({
    ...unit,
    form: "tree" as const,
    hash: JSON.stringify(unit.tree),
    size: sizeOf(unit.tree),
  })),
  fc.record({ path, edited: amount, tokens: fc.array(token) }).map((unit) => ({
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

/** A file of so many statements of ten nodes, with some of them replaced; each replacement is another tree than the original. */
function fileOf(statements: number, replaced: Readonly<Record<number, string>> = {}): SyntaxNode {
  const statement = (index: number): SyntaxNode => ({
    label: replaced[index] ?? "statement",
    children: Array.from({ length: 9 }, (_leaf, leaf) => ({
      label: `${replaced[index] ?? index % 7} ${leaf}`,
      children: [],
    })),
  });
  return {
    label: "program",
    children: Array.from({ length: statements }, (_, at) => statement(at)),
  };
}

describe("a file that was there before", () => {
  const before = fileOf(1_000);
  const left = (replaced: Readonly<Record<number, string>>, known = true) => {
    const after = fileOf(1_000, replaced);
    const size = sizeOf(after);
    return { tree: after, size, edited: known ? treeEdits(before, after) : size };
  };
  const sixStatements = (name: string) =>
    Object.fromEntries([500, 501, 502, 503, 504, 505].map((at) => [at, `${name} ${at}`]));

  test("is compared by what replays did to it, however large it is", () => {
    const [a, b] = [left(sixStatements("one")), left(sixStatements("other"))];
    expect([a.edited, treeEdits(a.tree, b.tree)]).toEqual([60, 60]);
    expect(treeDistance(a, b)).toBe(60 / 200);
    const [large, larger] = [10, 20].map((times) =>
      left(
        Object.fromEntries(Array.from({ length: times }, (_, at) => [400 + at, `${times} ${at}`])),
      ),
    );
    if (large === undefined || larger === undefined) throw new Error("two were made");
    // 100 and 200 nodes edited, 200 of them differently.
    expect(treeDistance(large, larger)).toBe(200 / 300);
  });

  test("counts as a whole where nobody knows what it was", () => {
    const [a, b] = [left(sixStatements("one"), false), left(sixStatements("other"), false)];
    expect(treeDistance(a, b)).toBe(60 / (a.size + b.size));
  });

  test("is far from what nobody edited, by the share of the edits that stand alone", () => {
    const untouched = { tree: before, size: sizeOf(before), edited: 0 };
    expect(treeDistance(untouched, left(sixStatements("one")))).toBe(60 / 200);
    const many = left(
      Object.fromEntries(Array.from({ length: 30 }, (_, at) => [100 + at, `x ${at}`])),
    );
    expect(treeDistance(untouched, many)).toBe(1);
  });

  test("keeps one token of difference small: two ways to write an expression are not two programs", () => {
    const [a, b] = [left({ 500: "one" }), left({ 500: "other" })];
    expect(treeDistance(a, b)).toBe(10 / 200);
  });
});

test("law: the distance of two files never falls when less of them is counted as edited, and stays within [0, 1]", () => {
  fc.assert(
    fc.property(tree, tree, fc.nat(60), fc.nat(60), (a, b, more, less) => {
      const unit = (one: SyntaxNode, edited: number) => ({ tree: one, size: sizeOf(one), edited });
      const [high, low] = [Math.max(more, less), Math.min(more, less)];
      const few = treeDistance(unit(a, low), unit(b, low));
      expect(few).toBeGreaterThanOrEqual(treeDistance(unit(a, high), unit(b, high)));
      expect(few).toBeLessThanOrEqual(1);
    }),
  );
});

describe("a file without a grammar", () => {
  const words = (length: number, changed: Readonly<Record<number, string>> = {}) =>
    Array.from({ length }, (_, at) => changed[at] ?? `word${at}`);
  const unit = (tokens: readonly string[], edited: number): CodeUnit => {
    const hash = tokens.join(" ");
    return { path: "a.scss", form: "tokens", why: "no-grammar", hash, edited, tokens };
  };
  const fifty = (name: string) =>
    Object.fromEntries(Array.from({ length: 50 }, (_, at) => [at, `${name}${at}`]));

  test("is compared by the tokens that were edited, too", () => {
    const [a, b] = [words(5_000, fifty("a")), words(5_000, fifty("b"))];
    expect(codeDistance([unit(a, 50)], [unit(b, 50)])).toBe(50 / 200);
    expect(codeDistance([unit(a, 5_000)], [unit(b, 5_000)])).toBeCloseTo(50 / 5_000, 12);
  });
});
