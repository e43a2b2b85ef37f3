import fc from "fast-check";
import { expect, test } from "vitest";
import { mulberry32, type Random } from "../base/base.ts";
import type { Cluster } from "./clusteredProportion.ts";
import { kornGraubard, logitT } from "./kornGraubard.ts";
import { clopperPearson, wilson } from "./proportion.ts";

const cluster = fc
  .integer({ min: 0, max: 12 })
  .chain((scored) =>
    fc.record({ diverged: fc.integer({ min: 0, max: scored }), scored: fc.constant(scored) }),
  );
const clusters = fc.array(cluster, { minLength: 1, maxLength: 40 });
const repeat = (times: number, diverged: number, scored: number): Cluster[] =>
  Array.from({ length: times }, () => ({ diverged, scored }));

test("law: the interval lies in [0, 1], contains the estimate and grows with the level", () => {
  fc.assert(
    fc.property(clusters, (given) => {
      const { estimate, interval, clusters: units } = kornGraubard(given, 0.95);
      if (estimate === null || interval === null) {
        expect(units).toBe(0);
        return;
      }
      const narrow = kornGraubard(given, 0.8).interval ?? { lower: 0, upper: 1 };
      expect(interval.lower).toBeGreaterThanOrEqual(0);
      expect(interval.upper).toBeLessThanOrEqual(1);
      expect(interval.lower).toBeLessThanOrEqual(estimate + 1e-9);
      expect(interval.upper).toBeGreaterThanOrEqual(estimate - 1e-9);
      expect(interval.lower).toBeLessThanOrEqual(narrow.lower + 1e-9);
      expect(interval.upper).toBeGreaterThanOrEqual(narrow.upper - 1e-9);
    }),
  );
});

test("law: neither the order of the clusters nor clusters without a replay change anything", () => {
  fc.assert(
    fc.property(clusters, (given) => {
      const other = kornGraubard([...given.toReversed(), { diverged: 0, scored: 0 }], 0.95);
      const { interval, effectiveN } = kornGraubard(given, 0.95);
      expect(other.interval?.lower ?? 0).toBeCloseTo(interval?.lower ?? 0, 9);
      expect(other.interval?.upper ?? 1).toBeCloseTo(interval?.upper ?? 1, 9);
      expect(other.effectiveN ?? 0).toBeCloseTo(effectiveN ?? 0, 6);
    }),
  );
});

test("law: there are never more effective replays than replays", () => {
  fc.assert(
    fc.property(clusters, (given) => {
      const { effectiveN, scored } = kornGraubard(given, 0.95);
      expect(effectiveN ?? 0).toBeLessThanOrEqual(scored);
    }),
  );
});

test("no divergence in 30 sessions is an upper bound of 11.6 %, whatever the number of replays", () => {
  for (const method of [kornGraubard, logitT]) {
    const result = method(repeat(30, 0, 8), 0.95);
    expect(result.interval).toEqual(clopperPearson(0, 30, 0.95));
    expect(result.interval?.upper).toBeCloseTo(0.1157, 4);
    expect(result).toMatchObject({
      method: "Clopper-Pearson on units",
      standardError: 0,
      effectiveN: 30,
    });
  }
});

test("equal rates of sessions of different size count as equal, and as one observation per session", () => {
  const result = kornGraubard([...repeat(15, 1, 3), ...repeat(15, 2, 6)], 0.95);
  expect(result.interval).toEqual(clopperPearson(10, 30, 0.95));
});

test("a single session gives an interval that says almost nothing, and no standard error", () => {
  const result = kornGraubard([{ diverged: 3, scored: 8 }], 0.95);
  expect(result).toMatchObject({ estimate: 0.375, standardError: null, effectiveN: 1 });
  expect((result.interval?.upper ?? 0) - (result.interval?.lower ?? 0)).toBeGreaterThan(0.9);
});

test("two opposite sessions are an interval from 0 to 1, not NaN", () => {
  const { interval } = kornGraubard(
    [
      { diverged: 0, scored: 8 },
      { diverged: 8, scored: 8 },
    ],
    0.95,
  );
  expect(interval?.lower).toBeCloseTo(0);
  expect(interval?.upper).toBeCloseTo(1);
});

test("no session, or none with a scored replay, is unknown and says so", () => {
  const none = { estimate: null, interval: null, method: "none", notes: ["no scored replay"] };
  expect(kornGraubard([], 0.95)).toMatchObject(none);
  expect(kornGraubard(repeat(3, 0, 0), 0.95)).toMatchObject(none);
});

test("fewer than 20 sessions carry a note that the interval is too narrow", () => {
  expect(kornGraubard(repeat(19, 1, 8), 0.95).notes).toHaveLength(1);
  expect(kornGraubard(repeat(20, 1, 8), 0.95).notes).toHaveLength(0);
});

test("more diverged replays than scored ones is a bug of the caller", () => {
  expect(() => kornGraubard([{ diverged: 9, scored: 8 }], 0.95)).toThrow(RangeError);
});

test("vector: interval_coverage_property (30 sessions of 8, a tenth degraded: Korn-Graubard covers, Wilson on replays does not)", () => {
  const random = mulberry32(20_260_101);
  const rate = 0.9 * 0.05 + 0.1 * 0.8;
  const rounds = 2000;
  const covered = { kornGraubard: 0, logitT: 0, naive: 0 };
  const covers = (interval: { lower: number; upper: number } | null) =>
    interval !== null && interval.lower <= rate && rate <= interval.upper ? 1 : 0;
  for (let round = 0; round < rounds; round++) {
    const sessions = Array.from({ length: 30 }, () => simulatedSession(random));
    const result = kornGraubard(sessions, 0.95);
    covered.kornGraubard += covers(result.interval);
    covered.logitT += covers(logitT(sessions, 0.95).interval);
    covered.naive += covers(wilson(result.diverged, result.scored, 0.95));
  }
  expect(covered.kornGraubard / rounds).toBeGreaterThan(0.92);
  expect(covered.kornGraubard / rounds).toBeLessThan(0.97);
  expect(covered.logitT / rounds).toBeGreaterThan(0.9);
  expect(covered.naive / rounds).toBeLessThan(0.75);
});

function simulatedSession(random: Random): Cluster {
  const rate = random() < 0.1 ? 0.8 : 0.05;
  const diverged = Array.from({ length: 8 }, () => random() < rate).filter(Boolean).length;
  return { diverged, scored: 8 };
}
