import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { medoidsOf } from "./medoid.ts";

describe("medoids", () => {
  const point = fc.record({
    at: fc.integer({ min: 0, max: 20 }),
    weight: fc.integer({ min: 1, max: 9 }),
    slack: fc.integer({ min: 0, max: 3 }),
  });

  test("law: are all points with the least weighted sum of distances, whatever the bounds", () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 8 }), (points) => {
        const exact = (a: number, b: number) =>
          Math.abs((points[a]?.at ?? 0) - (points[b]?.at ?? 0));
        const bounds = (a: number, b: number) => {
          const slack = Math.max(points[a]?.slack ?? 0, points[b]?.slack ?? 0);
          return { low: Math.max(0, exact(a, b) - slack), high: exact(a, b) + slack };
        };
        const sums = points.map((_point, a) =>
          points.reduce((sum, { weight }, b) => sum + weight * exact(a, b), 0),
        );
        const least = [...sums.keys()].filter((index) => sums[index] === Math.min(...sums));
        expect(
          medoidsOf(
            points.map(({ weight }) => weight),
            { exact, bounds },
          ),
        ).toEqual(least);
      }),
    );
  });

  test("compare a mode that has most of the weight with each other point only once", () => {
    let compared = 0;
    const exact = (a: number, b: number) => {
      compared += 1;
      return Math.abs(a - b);
    };
    const bounds = (a: number, b: number) => ({
      low: a === b ? 0 : 1,
      high: Math.min(9, Math.abs(a - b) * 2),
    });
    expect(medoidsOf([100, ...Array.from({ length: 9 }, () => 1)], { exact, bounds })).toEqual([0]);
    expect(compared).toBe(10);
  });
});
