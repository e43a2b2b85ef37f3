import { expect, test } from "vitest";
import { mulberry32 } from "../base/base.ts";
import { bernoulliCusum, ewma } from "./controlCharts.ts";
import { eDetector, freshEDetector } from "./eDetector.ts";
import { freshTwoSample, twoSampleEProcess } from "./twoSampleEProcess.ts";

test("two equal strategies reach 20 in at most 5 % of runs; .10 against .01 is told apart in about 80 pairs", () => {
  const random = mulberry32(4);
  const pairsUntil = (rateA: number, rateB: number, most: number): number => {
    const process = twoSampleEProcess(freshTwoSample);
    for (let block = 1; block <= most; block++) {
      process.update(random() < rateA ? 1 : 0, random() < rateB ? 1 : 0);
      if (process.p() <= 0.05) return block;
    }
    return Infinity;
  };
  const alarms = Array.from({ length: 1000 }, () => pairsUntil(0.1, 0.1, 200)).filter(
    Number.isFinite,
  );
  expect(alarms.length / 1000).toBeLessThanOrEqual(0.05);
  const stops = Array.from({ length: 400 }, () => pairsUntil(0.1, 0.01, 1000)).sort(
    (a, b) => a - b,
  );
  expect(stops[200]).toBeGreaterThan(55);
  expect(stops[200]).toBeLessThan(110);
});

test("the two-sample process goes on from its state", () => {
  const blocks = [
    [1, 0],
    [0, 0],
    [1, 1],
    [1, 0],
  ] as const;
  const whole = twoSampleEProcess(freshTwoSample);
  for (const [a, b] of blocks) whole.update(a, b);
  const first = twoSampleEProcess(freshTwoSample);
  for (const [a, b] of blocks.slice(0, 2)) first.update(a, b);
  const second = twoSampleEProcess(JSON.parse(JSON.stringify(first.state())));
  for (const [a, b] of blocks.slice(2)) second.update(a, b);
  expect(second.state()).toEqual(whole.state());
});

test("a detector waits on average 1 / alpha nights at its ceiling, and finds a shift in a few", () => {
  const random = mulberry32(6);
  const nightsUntil = (share: number, most: number): number => {
    const detector = eDetector(freshEDetector(0.15));
    for (let night = 1; night <= most; night++) {
      detector.update(
        Array.from({ length: 30 }, () => random() < share).filter(Boolean).length / 30,
      );
      expect(detector.cusum()).toBeLessThanOrEqual(detector.shiryaevRoberts() + 1e-9);
      if (detector.shiryaevRoberts() >= 100) return night;
    }
    return most;
  };
  const waits = Array.from({ length: 60 }, () => nightsUntil(0.15, 500));
  expect(waits.reduce((sum, nights) => sum + nights, 0) / 60).toBeGreaterThan(100);
  expect(nightsUntil(0.1, 500)).toBe(500);
  const shifts = Array.from({ length: 51 }, () => nightsUntil(0.3, 500)).sort((a, b) => a - b);
  expect(shifts[25]).toBeLessThanOrEqual(9);
});

test("a detector goes on from its state and refuses bets that could lose more than everything", () => {
  const first = eDetector(freshEDetector(0.1));
  first.update(0.3);
  const second = eDetector(JSON.parse(JSON.stringify(first.state())));
  first.update(0.2);
  second.update(0.2);
  expect(second.state()).toEqual(first.state());
  expect(() => freshEDetector(0.1, [10])).toThrow(RangeError);
  expect(() => first.update(1.2)).toThrow(RangeError);
});

test("charts stay at rest without a change, and are refused senseless parameters", () => {
  const flat = ewma([0.1, 0.1, 0.1], { target: 0.1, sigma: 0.05 });
  for (const { value, lower, upper } of flat) {
    expect(value).toBeCloseTo(0.1, 12);
    expect(upper - lower).toBeGreaterThan(0);
  }
  expect(bernoulliCusum([0, 0, 0], { good: 0.1, bad: 0.3 })).toEqual([0, 0, 0]);
  expect(() => bernoulliCusum([0], { good: 0.3, bad: 0.1 })).toThrow(RangeError);
  expect(() => ewma([0], { target: 0.1, sigma: 1, weight: 0 })).toThrow(RangeError);
});
