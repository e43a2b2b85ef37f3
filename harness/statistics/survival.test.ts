import { expect, test } from "vitest";
import { kaplanMeier, logRank, type Lifetime } from "./survival.ts";

// Freireich et al. 1963, weeks of remission: the textbook example of both methods.
const treated = [
  [6, 1],
  [6, 1],
  [6, 1],
  [6, 0],
  [7, 1],
  [9, 0],
  [10, 1],
  [10, 0],
  [11, 0],
  [13, 1],
  [16, 1],
  [17, 0],
  [19, 0],
  [20, 0],
  [22, 1],
  [23, 1],
  [25, 0],
  [32, 0],
  [32, 0],
  [34, 0],
  [35, 0],
] as const;
const placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23] as const;
const first: Lifetime[] = treated.map(([time, ended]) => ({
  time,
  kind: ended === 1 ? "degraded" : "still-healthy",
}));
const second: Lifetime[] = placebo.map((time) => ({ time, kind: "degraded" }));

test("Kaplan-Meier gives the published curve of the textbook example", () => {
  const steps = kaplanMeier(first, 0.95);
  expect(steps.map(({ time }) => time)).toEqual([6, 7, 10, 13, 16, 22, 23]);
  const published = [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448];
  steps.forEach(({ survival }, i) => expect(survival).toBeCloseTo(published[i] ?? 0, 3));
  for (const { survival, interval } of steps) {
    expect(interval?.lower).toBeLessThan(survival);
    expect(interval?.upper).toBeGreaterThan(survival);
  }
});

test("the log-rank test gives the published 16.79, whichever strategy comes first", () => {
  const result = logRank(first, second);
  expect(result.statistic).toBeCloseTo(16.79, 2);
  expect(result).toMatchObject({ observed: 9 });
  expect(result.expected).toBeCloseTo(19.25, 2);
  expect(logRank(second, first).statistic).toBeCloseTo(result.statistic ?? 0, 9);
});

test("when no session degrades there is no curve and no test", () => {
  const healthy: Lifetime[] = [{ time: 5, kind: "still-healthy" }];
  expect(kaplanMeier(healthy, 0.95)).toEqual([]);
  expect(logRank(healthy, healthy)).toMatchObject({ statistic: null, p: null });
  expect(kaplanMeier([{ time: 1, kind: "degraded" }], 0.95)).toMatchObject([
    { survival: 0, interval: null },
  ]);
  expect(() => kaplanMeier([{ time: -1, kind: "degraded" }], 0.95)).toThrow(RangeError);
});
