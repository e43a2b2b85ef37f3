import { describe, expect, test } from "vitest";
import { loadParsers } from "../syntax/syntax.ts";
import { behaviourChanges } from "./codeQualityChanges.ts";
import { corpusLanguages, readCorpus } from "./codeQualityCorpus.ts";
import { confusionAt, rocAuc } from "./codeQualityMeasures.ts";
import { formOf, ownPairs, rewordingsOf, structureOfText } from "./codeQualityPairs.ts";
import { textOf, tokensOf } from "./codeQualityTokens.ts";

const parse = await loadParsers();

describe.each(corpusLanguages)("the corpus of %s", async (language) => {
  const sources = await readCorpus(language);

  test("has two solutions of each of at least three tasks, and every source parses", () => {
    const tasks = sources.map((source) => source.task);
    expect(new Set(tasks).size).toBeGreaterThanOrEqual(3);
    expect(tasks).toHaveLength(new Set(tasks).size * 2);
    for (const source of sources) {
      const form = formOf(structureOfText(source, source.text, parse));
      expect({ name: source.name, form }).toEqual({ name: source.name, form: "tree" });
    }
  });

  test("gives edits for names and texts that are there, and other texts of which all parse", () => {
    for (const source of sources) {
      for (const name of source.renames.keys()) expect(source.text).toContain(name);
      const rewritten = source.rewrites.map(([from, to]) => {
        expect(source.text).toContain(from);
        return ["rewritten", source.text.replace(from, () => to)] as const;
      });
      const others = [...rewordingsOf(source), ...rewritten];
      expect(others.length).toBeGreaterThanOrEqual(3);
      for (const [kind, text] of others) {
        expect(text).not.toBe(source.text);
        const form = formOf(structureOfText(source, text, parse));
        expect({ name: source.name, kind, form }).toEqual({
          name: source.name,
          kind,
          form: "tree",
        });
      }
    }
  });

  test("is cut into tokens that make up the source, and gives changes that change the text", () => {
    for (const source of sources) {
      expect(textOf(tokensOf(language, source.text))).toBe(source.text);
      const changes = behaviourChanges(source, 2);
      expect(changes.length).toBeGreaterThanOrEqual(3);
      for (const { text } of changes) expect(text).not.toBe(source.text);
    }
  });
});

test("a language without a grammar is compared by tokens, which see a renaming", async () => {
  const [source] = await readCorpus("go");
  if (source === undefined) throw new Error("the corpus is empty");
  const nothing = () => null;
  expect(formOf(structureOfText(source, source.text, nothing))).toMatch(/^tokens/u);
  const renaming = ownPairs(source, nothing, 1).find(({ what }) => what.endsWith(": rename"));
  expect(renaming?.distance).toBeGreaterThan(0.1);
});

describe("the area under the curve", () => {
  test("is 1 when every other pair lies farther apart, 0 when every one lies nearer", () => {
    expect(rocAuc([0, 0, 0.1], [0.2, 0.9])).toBe(1);
    expect(rocAuc([0.5, 0.6], [0.1, 0.2, 0.3])).toBe(0);
  });

  test("counts a tie as half a success", () => {
    expect(rocAuc([0, 0], [0, 0, 0])).toBe(0.5);
    // Of the four comparisons two are won, one is a tie and one is lost.
    expect(rocAuc([0.1, 0.3], [0.2, 0.3])).toBe(0.625);
  });
});

test("a distance at the threshold is no difference", () => {
  expect(confusionAt(0.3, [0, 0.3, 0.31], [0.2, 0.4])).toEqual({
    sameAsSame: 2,
    sameAsOther: 1,
    otherAsSame: 1,
    otherAsOther: 1,
  });
});
