import fc from "fast-check";
import { expect, test } from "vitest";
import { canaryEffect } from "./classification.ts";
import { fisherPower, sessionsForFisher, sessionsForFlags } from "./flagPower.ts";
import {
  crossoverVariance,
  detectableDifference,
  detectableShare,
  optimalReplays,
  sessionsForDifference,
  sessionsForEquivalence,
  sessionsForNonInferiority,
  sliceVariance,
} from "./sampleSize.ts";
import { defaultScreen, screenPerformance, screenReplay, startScreen } from "./sequentialScreen.ts";
import { sessionsToSee } from "./sessionsToSee.ts";

const usual = { alpha: 0.05, power: 0.8 };
const slice = (degradedShare: number) => ({ degradedShare, healthyRate: 0.05, degradedRate: 0.8 });

test("two rates: 120, 510 and 230 sessions per strategy tell .10 from .01, .05 and .03", () => {
  const base = sliceVariance(slice(0.1), 8);
  const needed = [0.01, 0.05, 0.03].map((share) =>
    sessionsForDifference(0.75 * (0.1 - share), [base, sliceVariance(slice(share), 8)], usual),
  );
  expect(needed[0]).toBe(120);
  expect(Math.abs((needed[1] ?? 0) - 510)).toBeLessThan(10);
  expect(Math.abs((needed[2] ?? 0) - 230)).toBeLessThan(6);
});

test("equivalence: 398, 100 and 45 sessions per strategy; 101, 26 and 12 crossed over", () => {
  const variance = sliceVariance(slice(0.1), 8);
  const margins = [0.05, 0.1, 0.15];
  expect(
    margins.map((margin) => sessionsForEquivalence(margin, [variance, variance], usual)),
  ).toEqual([398, 100, 45]);
  const crossed = crossoverVariance(slice(0.1), 4, 4);
  expect(margins.map((margin) => sessionsForEquivalence(margin, [crossed, 0], usual))).toEqual([
    101, 26, 12,
  ]);
  expect(sessionsForEquivalence(0.05, [variance, variance], usual, 0.05)).toBe(Infinity);
  expect(sessionsForNonInferiority(0.05, [variance, variance], usual)).toBeLessThan(398);
});

test("flags: Fisher's exact test needs 106 for .10 against .01 and 78 against 0", () => {
  expect(sessionsForFisher({ a: 0.1, b: 0.01 }, usual)).toBe(106);
  expect(sessionsForFisher({ a: 0.1, b: 0 }, usual)).toBe(78);
  expect(sessionsForFisher({ a: 0.1, b: 0.099 }, usual, 50)).toBeNull();
  expect(Math.ceil(sessionsForFlags({ a: 0.1, b: 0.03 }, usual))).toBe(194);
});

test("law: Fisher's test keeps its level, whatever the common share", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 30 }),
      (share, perArm) => {
        const { twoSided, oneSided } = fisherPower(perArm, { a: share, b: share }, 0.05);
        expect(twoSided).toBeLessThanOrEqual(0.05 + 1e-9);
        expect(oneSided).toBeLessThanOrEqual(0.05 + 1e-9);
      },
    ),
    { numRuns: 50 },
  );
});

test("law: what so many sessions detect needs so many sessions", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 5, max: 2000 }),
      fc.double({ min: 0.01, max: 0.2, noNaN: true }),
      (sessions, variance) => {
        const difference = detectableDifference(sessions, [variance, variance], usual);
        expect(sessionsForDifference(difference, [variance, variance], usual)).toBe(sessions);
      },
    ),
  );
  expect(detectableShare(slice(0.1), { sessions: 120, replays: 8 }, usual)).toBeCloseTo(0.01, 3);
  expect(detectableShare(slice(0.1), { sessions: 20, replays: 8 }, usual)).toBeNull();
});

test("replays per session follow the price of a session", () => {
  expect([1, 5, 10].map((ratio) => Math.round(10 * optimalReplays(ratio, 0.46)) / 10)).toEqual([
    1.1, 2.4, 3.4,
  ]);
  expect([1, 5, 10].map((ratio) => Math.round(10 * optimalReplays(ratio, 0.05)) / 10)).toEqual([
    4.4, 9.7, 13.8,
  ]);
  expect(optimalReplays(5, 0)).toBe(Infinity);
});

test("law: one session fewer does not show enough degraded ones", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.double({ min: 0.02, max: 1, noNaN: true }),
      (atLeast, share) => {
        const needed = sessionsToSee(atLeast, share, 0.9);
        expect(needed).toBeGreaterThanOrEqual(atLeast);
        expect(sessionsToSee(atLeast, share, 0.95)).toBeGreaterThanOrEqual(needed);
        expect(sessionsToSee(atLeast + 1, share, 0.9)).toBeGreaterThan(needed);
      },
    ),
  );
  expect(() => sessionsToSee(1, 0, 0.95)).toThrow(RangeError);
  expect(() => sessionsToSee(1, 0.1, 95)).toThrow(RangeError);
});

test("the screen costs what the design says, on all six truths", () => {
  const truths = [
    [0.1, 0.05, 0.8, 25, 0.004, 0.045],
    [0.1, 0.1, 0.7, 31, 0.02, 0.116],
    [0.1, 0.02, 0.9, 22, 0.001, 0.01],
    [0.1, 0.2, 0.6, 43, 0.102, 0.223],
    [0.05, 0.05, 0.8, 50, 0.004, 0.045],
    [0.2, 0.05, 0.8, 13, 0.004, 0.045],
  ] as const;
  for (const [
    degradedShare,
    healthyRate,
    degradedRate,
    cost,
    falsePositive,
    falseNegative,
  ] of truths) {
    const result = screenPerformance(defaultScreen, { degradedShare, healthyRate, degradedRate });
    expect(Math.abs((result.replaysPerFound ?? 0) / cost - 1)).toBeLessThan(0.03);
    expect(Math.abs(result.falsePositive - falsePositive)).toBeLessThan(0.002);
    expect(Math.abs(result.falseNegative - falseNegative)).toBeLessThan(0.004);
  }
  const noisy = screenPerformance(defaultScreen, {
    degradedShare: 0.1,
    healthyRate: 0.2,
    degradedRate: 0.6,
  });
  expect(noisy.positivePredictive).toBeCloseTo(0.46, 2);
});

test("a session is healthy after two quiet replays, flagged after two diverging ones, and never judged twice", () => {
  const after = (...outcomes: readonly boolean[]) =>
    outcomes.reduce(
      (state, diverged) => screenReplay(defaultScreen, state, diverged),
      startScreen(defaultScreen),
    );
  expect(after(false).verdict).toBe("open");
  expect(after(false, false).verdict).toBe("healthy");
  expect(after(true).verdict).toBe("open");
  expect(after(true, true)).toMatchObject({ verdict: "flagged", replays: 2, diverged: 2 });
  expect(() => after(true, true, true)).toThrow(RangeError);
  const short = { ...defaultScreen, mostReplays: 1 };
  expect(screenReplay(short, startScreen(short), true).verdict).toBe("undecided");
  expect(() => startScreen({ ...defaultScreen, healthyRate: 0.7 })).toThrow(RangeError);
});

test("a canary that passes nothing buys nothing", () => {
  expect(canaryEffect(1, { sensitivity: 1, specificity: 1 })).toEqual({
    degradedAmongPassed: null,
    spawnsPerSession: null,
  });
});
