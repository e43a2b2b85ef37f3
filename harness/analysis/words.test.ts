import { expect, test } from "vitest";
import {
  compareRanges,
  gainScale,
  overheadScale,
  parseClaim,
  positionOf,
  rangeText,
} from "./words.ts";

const word = (value: number) => gainScale[positionOf(value, gainScale)]?.word;

test("the borders of the gain words belong to the lower word", () => {
  expect([0, 0.1, 0.1001, 0.5, 0.8, 0.95, 0.99, 0.991, 1].map(word)).toEqual([
    "None",
    "None",
    "Low",
    "Low",
    "Medium",
    "High",
    "Very high",
    "Maximum",
    "Maximum",
  ]);
});

test("a claim is read whatever its case, its remarks and its number of words", () => {
  expect(parseClaim("None", gainScale)).toEqual({ first: 0, last: 0 });
  expect(parseClaim("High (~90 % success)", gainScale)).toEqual({ first: 3, last: 3 });
  expect(parseClaim("very HIGH", gainScale)).toEqual({ first: 4, last: 4 });
  expect(parseClaim("High-Very high", gainScale)).toEqual({ first: 3, last: 4 });
  expect(parseClaim("Medium-High", overheadScale)).toEqual({ first: 1, last: 2 });
  expect(parseClaim("some", gainScale)).toBeNull();
});

test("a range inside the claim supports it, one beside it refutes it, one across its border decides nothing", () => {
  const claimed = { first: 1, last: 2 };
  expect(compareRanges({ first: 2, last: 2 }, claimed)).toBe("supported");
  expect(compareRanges({ first: 3, last: 5 }, claimed)).toBe("refuted");
  expect(compareRanges({ first: 0, last: 0 }, claimed)).toBe("refuted");
  expect(compareRanges({ first: 2, last: 3 }, claimed)).toBe("inconclusive");
});

test("a range of two words is written with both", () => {
  expect(rangeText({ first: 3, last: 4 }, gainScale)).toBe("High-Very high");
  expect(rangeText({ first: 0, last: 0 }, gainScale)).toBe("None");
});
