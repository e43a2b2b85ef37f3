import { expect, test } from "vitest";
import { missedSliceLimit } from "./missedSlice.ts";

test("where nothing diverged it is the exact one-sided limit of no event in so many sessions", () => {
  expect(missedSliceLimit(0, 29, 0.95)).toBeCloseTo(0.0981446, 6);
  expect(missedSliceLimit(0, 30, 0.95)).toBeCloseTo(0.095034, 6);
});

test("it adds the slice to what was measured, and comes closer with more sessions", () => {
  expect(missedSliceLimit(0.05, 30, 0.95)).toBeCloseTo(0.05 + 0.95 * 0.095034, 6);
  expect(missedSliceLimit(0.05, 3000, 0.95)).toBeLessThan(0.051);
  expect(missedSliceLimit(1, 20, 0.95)).toBe(1);
});
