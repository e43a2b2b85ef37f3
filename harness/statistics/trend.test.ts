import fc from "fast-check";
import { expect, test } from "vitest";
import { mulberry32, type Random } from "../base/base.ts";
import { bestTtl, replacementCost } from "./ageReplacement.ts";
import { changePoints } from "./changePoints.ts";
import { chooseTtl, longestSafeTtl, type AgedReplay } from "./chooseTtl.ts";
import { cochranArmitage } from "./cochranArmitage.ts";
import { geeTrend } from "./geeTrend.ts";
import { isotonicRegression } from "./isotonicRegression.ts";
import { withinSessionTrend } from "./withinSessionTrend.ts";

function sessions(
  random: Random,
  rateAt: (ageMin: number, isDegraded: boolean) => number,
): AgedReplay[] {
  return Array.from({ length: 60 }, (_, session) => {
    const isDegraded = session % 10 === 0;
    return Array.from({ length: 12 }, (_unused, turn): AgedReplay => {
      const ageMin = turn * 20;
      return {
        session: `s${session}`,
        ageMin,
        diverged: random() < rateAt(ageMin, isDegraded) ? 1 : 0,
      };
    });
  }).flat();
}
const options = (random: Random) => ({
  agesMin: [0, 60, 120, 180],
  costs: { restart: 4, divergencePerMin: 1 },
  alpha: 0.05,
  resamples: 300,
  random,
});

test("with a flat hazard no TTL helps, although a tenth of the sessions is degraded: at most 5 % are proposed one", () => {
  const random = mulberry32(9);
  const rounds = 60;
  const choices = Array.from({ length: rounds }, () =>
    chooseTtl(
      sessions(random, (_, isDegraded) => (isDegraded ? 0.8 : 0.05)),
      { ...options(random), resamples: 20 },
    ),
  );
  const proposed = choices.filter(({ noTtlHelps }) => !noTtlHelps).length;
  expect(proposed / rounds).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / rounds));
  const flat = choices.find(({ noTtlHelps }) => noTtlHelps);
  expect(flat).toMatchObject({ ttlMin: null, interval: null });
  expect(flat?.note).toContain("the hazard is flat");
});

test("where divergence sets in at two hours a TTL of two hours is proposed, with its interval", () => {
  const random = mulberry32(10);
  const choice = chooseTtl(
    sessions(random, (ageMin) => (ageMin >= 120 ? 0.5 : 0.02)),
    options(random),
  );
  expect(choice).toMatchObject({ noTtlHelps: false, ttlMin: 120 });
  expect(choice.interval?.lowerMin).toBeLessThanOrEqual(120);
  expect(choice.pGrowth).toBeLessThan(0.001);
});

test("a restart that costs more than it saves helps nobody", () => {
  const random = mulberry32(10);
  const replays = sessions(random, (ageMin) => (ageMin >= 120 ? 0.5 : 0.02));
  const dear = { ...options(random), costs: { restart: 4000, divergencePerMin: 1 } };
  expect(chooseTtl(replays, dear)).toMatchObject({ noTtlHelps: true, ttlMin: null });
  expect(chooseTtl([], options(random))).toMatchObject({
    noTtlHelps: false,
    ttlMin: null,
    pGrowth: null,
  });
  expect(longestSafeTtl(replays, { agesMin: [60, 120, 180, 240], limit: 0.05, level: 0.95 })).toBe(
    120,
  );
  expect(longestSafeTtl(replays, { agesMin: [60], limit: 0.001, level: 0.95 })).toBeNull();
});

test("law: with a rate that never grows with age, never restarting is cheapest", () => {
  const rate = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(rate, { minLength: 1, maxLength: 5 }), (rates) => {
      const falling = rates.toSorted((a, b) => b - a);
      const pieces = falling.map((each, i) => ({ fromMin: 30 * i, rate: each }));
      expect(bestTtl(pieces, { restart: 1, divergencePerMin: 1 }).ttlMin).toBeNull();
    }),
  );
});

test("law: the best TTL is at most as dear as any other", () => {
  const rates = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(rates, fc.integer({ min: 1, max: 500 }), (values, ttlMin) => {
      const pieces = isotonicRegression(values.map((value) => ({ value, weight: 1 }))).map(
        (rate, i) => ({
          fromMin: 30 * i,
          rate,
        }),
      );
      const costs = { restart: 5, divergencePerMin: 1 };
      expect(bestTtl(pieces, costs).costPerMin).toBeLessThanOrEqual(
        replacementCost(pieces, costs, ttlMin) + 1e-9,
      );
    }),
  );
});

test("law: an isotonic fit never falls, keeps the weighted mean, and leaves rising values alone", () => {
  const point = fc.record({
    value: fc.double({ min: 0, max: 1, noNaN: true }),
    weight: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(point), (points) => {
      const fitted = isotonicRegression(points);
      fitted.forEach((value, i) =>
        expect(value).toBeGreaterThanOrEqual((fitted[i - 1] ?? -1) - 1e-12),
      );
      const total = (values: readonly number[]) =>
        values.reduce((sum, value, i) => sum + value * (points[i]?.weight ?? 0), 0);
      expect(total(fitted)).toBeCloseTo(total(points.map(({ value }) => value)), 9);
      const rising = points.toSorted((a, b) => a.value - b.value);
      expect(isotonicRegression(rising)).toEqual(rising.map(({ value }) => value));
    }),
  );
});

test("degraded sessions are no drift: at most 5 % false alarms; a real drift is found with its slope", () => {
  const random = mulberry32(12);
  const rounds = 100;
  const dosed = (replays: readonly AgedReplay[]) =>
    replays.map(({ session, ageMin, diverged }) => ({ session, diverged, dose: ageMin }));
  const alarms = Array.from({ length: rounds }, () => {
    const replays = dosed(sessions(random, (_, isDegraded) => (isDegraded ? 0.8 : 0.1)));
    return withinSessionTrend(replays, random, 199).pIncreasing ?? 1;
  }).filter((p) => p <= 0.05).length;
  expect(alarms / rounds).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / rounds));
  const drifting = dosed(sessions(random, (ageMin) => 1 / (1 + Math.exp(3 - ageMin / 100))));
  expect(withinSessionTrend(drifting, random, 999).pIncreasing).toBe(0.001);
  expect(geeTrend(drifting).slope).toBeCloseTo(0.01, 2);
});

test("law: the slope per hour is 60 times the slope per minute, with the same p", () => {
  const random = mulberry32(13);
  const replays = sessions(random, (ageMin) => 0.1 + ageMin / 600).map(
    ({ session, ageMin, diverged }) => ({
      session,
      diverged,
      dose: ageMin,
    }),
  );
  const [minutes, hours] = [
    geeTrend(replays),
    geeTrend(replays.map((each) => ({ ...each, dose: each.dose / 60 }))),
  ];
  expect(hours.slope).toBeCloseTo(60 * (minutes.slope ?? 0), 8);
  expect(hours.p).toBeCloseTo(minutes.p ?? 0, 8);
});

test("a trend that cannot be seen gives nulls and the reason", () => {
  const replay = (session: string, dose: number, diverged: 0 | 1) => ({ session, dose, diverged });
  expect(geeTrend([]).note).toBe("fewer than two sessions");
  expect(geeTrend([replay("a", 1, 0), replay("b", 1, 1)]).note).toBe("fewer than two doses");
  expect(geeTrend([replay("a", 1, 0), replay("b", 2, 0)]).note).toBe(
    "all replays diverged or none did",
  );
  expect(geeTrend([replay("a", 1, 0), replay("b", 2, 1)]).note).toContain("infinite");
  expect(withinSessionTrend([replay("a", 1, 0)], mulberry32(1)).pIncreasing).toBeNull();
  expect(cochranArmitage([]).note).toBe("fewer than two doses");
  expect(
    cochranArmitage([
      { dose: 0, diverged: 0, of: 5 },
      { dose: 1, diverged: 0, of: 5 },
    ]).z,
  ).toBeNull();
});

test("a change is dated, noise is left whole", () => {
  const random = mulberry32(14);
  const nights = Array.from(
    { length: 30 },
    (_, night) => (night < 18 ? 0.1 : 0.3) + 0.05 * random(),
  );
  const found = changePoints(nights, { random });
  expect(found.map(({ at }) => at)).toEqual([18]);
  expect(found[0]?.meanAfter).toBeGreaterThan(found[0]?.meanBefore ?? 1);
  const rounds = 60;
  const alarms = Array.from({ length: rounds }, () => {
    const noise = Array.from({ length: 20 }, () => random());
    return changePoints(noise, { random, alpha: 0.05, draws: 99 }).length > 0;
  }).filter(Boolean).length;
  expect(alarms / rounds).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / rounds));
  expect(changePoints([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], { random })).toEqual([]);
  expect(changePoints([], { random })).toEqual([]);
});
