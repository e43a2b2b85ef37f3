import { expect, test } from "vitest";
import { estimateText, percent, pointsText, probabilityText } from "./numbers.ts";

const estimate = {
  value: 0.0958,
  lower: 0.061,
  upper: 0.142,
  level: 0.95,
  n: 30,
  method: "test",
  notes: [],
};

test("a share with its interval reads as per cent", () => {
  expect(estimateText(estimate)).toBe("9.6 % [6.1, 14.2]");
  expect(estimateText({ ...estimate, value: null })).toBe("?");
  expect(estimateText({ ...estimate, lower: null, upper: null })).toBe("9.6 % no interval");
});

test("whole per cents have no decimals and nothing is minus zero", () => {
  expect([0, 1, 0.5, 0.999, -0.0001].map(percent)).toEqual(["0", "100", "50", "99.9", "0"]);
});

test("a difference carries its sign, except none", () => {
  expect([0.021, -0.04, 0, 0.0001].map(pointsText)).toEqual(["+2.1", "-4", "0", "0"]);
});

test("tiny probabilities are bounded, not shown as zero", () => {
  expect([0.0004, 0.0321, null].map(probabilityText)).toEqual(["<0.001", "0.032", "?"]);
});
