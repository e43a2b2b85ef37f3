import { expect, test } from "vitest";
import { inRange, isRange } from "./versionRange.ts";

test.each([
  ["2.1.328", ">=2.1.320", true],
  ["2.1.300", ">=2.1.320", false],
  ["2.2.0", ">=2.1.320", true],
  ["1.1.0", ">=1.1.0 <1.2.0", true],
  ["1.2.0", ">=1.1.0 <1.2.0", false],
  ["2.1.9", "<2.1.10", true],
  ["2.1.300", "2.1.300", true],
  ["2.1.301", "=2.1.300", false],
  ["2.1", ">2.0.99", true],
  ["1.2.0", "<=1.2", true],
])("%s in %s is %s", (version, range, expected) => {
  expect(inRange(version, range)).toBe(expected);
});

test("what is no range is told from what is one", () => {
  expect([">=2.1.320", ">=1.1.0 <1.2.0", "2.1.300"].every(isRange)).toBe(true);
  expect(["^1.2.0", "latest", "", "1.x"].some(isRange)).toBe(false);
});
