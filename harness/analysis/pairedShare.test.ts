import { expect, test } from "vitest";
import { mulberry32 } from "../base/base.ts";
import { pairedShare } from "./pairedShare.ts";

const of = (...differences: number[]) =>
  differences.map((difference) => ({ difference, observations: 3 }));

test("without units nothing is known", () => {
  expect(pairedShare([], 0.9)).toBeNull();
});

test("equal differences are bounded by what n units could have missed", () => {
  const none = pairedShare(of(...Array<number>(14).fill(0)), 0.9);
  expect(none).toMatchObject({ value: 0 });
  expect(none?.upper).toBeCloseTo(0.1926, 4);
  const all = pairedShare(of(...Array<number>(14).fill(1)), 0.9);
  expect(all?.upper).toBe(1);
  expect(all?.lower).toBeLessThan(0.81);
});

test("what helps and what harms are mirror images", () => {
  const helps = pairedShare(of(1, 1, 0, 1 / 3, 1, 2 / 3, 1, 1), 0.9);
  const harms = pairedShare(of(-1, -1, 0, -1 / 3, -1, -2 / 3, -1, -1), 0.9);
  expect(harms?.lower).toBeCloseTo(-(helps?.upper ?? 0), 12);
  expect(harms?.upper).toBeCloseTo(-(helps?.lower ?? 0), 12);
});

test("a unit that lost what another gained makes it Student's t", () => {
  const share = pairedShare(of(1, -1, 1, -1, 1, -1), 0.9);
  expect(share?.value).toBe(0);
  expect(share?.upper).toBeCloseTo(0.9, 1);
});

test.each([
  [0.78, 17],
  [0.9, 14],
  [0.5, 14],
])("a true difference of %f is covered in about nine of ten sets of %i units", (truth, units) => {
  const random = mulberry32(7);
  const sets = 2_000;
  let covered = 0;
  for (let set = 0; set < sets; set++) {
    const differences = Array.from(
      { length: units },
      () => [1, 2, 3].filter(() => random() < truth).length / 3,
    );
    const share = pairedShare(of(...differences), 0.9);
    if (share !== null && share.lower <= truth && truth <= share.upper) covered++;
  }
  expect(covered / sets).toBeGreaterThan(0.87);
});
