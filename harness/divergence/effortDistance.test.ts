import { expect, test } from "vitest";
import type { Effort } from "../structure/structure.ts";
import { effortDistance } from "./effortDistance.ts";

const effort: Effort = {
  thinkingSteps: 2,
  thinkingTokens: 100,
  turns: 4,
  steps: 6,
  calls: 3,
  words: 20,
  wordsBetweenCalls: 5,
  cacheRatio: 0.8,
  edits: 1,
  readsPerEdit: 2,
  editsWithoutRead: 2,
  repeatedCalls: 2,
  testsAfterLastEdit: true,
};
const measures = Object.keys(effort);

test.each(Object.entries(effort))("half or none of %s is a distance", (measure, value) => {
  const less = { ...effort, [measure]: typeof value === "number" ? value / 2 : false };
  const expected = (typeof value === "number" ? 0.5 : 1) / measures.length;
  expect(effortDistance(effort, less)).toBeCloseTo(expected, 12);
});

test("what one side does not know does not count", () => {
  expect(effortDistance(effort, { ...effort, thinkingTokens: null, cacheRatio: null })).toBe(0);
});
