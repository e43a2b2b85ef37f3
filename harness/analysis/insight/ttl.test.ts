import { expect, test } from "vitest";
import { mulberry32 } from "../../base/base.ts";
import { driftInsight } from "./drift.ts";
import type { Observation } from "./observations.ts";
import { ttlInsight } from "./ttl.ts";

/** Sessions with a replay every five minutes that diverge at the rate of their age. */
function aged(sessions: number, turns: number, rateAt: (ageMin: number) => number): Observation[] {
  const random = mulberry32(11);
  return Array.from({ length: sessions * turns }, (_, index) => {
    const turn = index % turns;
    const session = `s${Math.floor(index / turns)}`;
    return {
      promptId: "p",
      session,
      lane: session,
      wave: 0,
      turn,
      ageMin: turn * 5,
      durationMin: turn === 0 ? 3 : 2,
      isFirstOfProcess: turn === 0,
      diverged: random() < rateAt(turn * 5) ? (1 as const) : (0 as const),
    };
  });
}
const options = () => ({ margin: 0.05, random: mulberry32(5) });

test("sessions that go bad at 40 minutes get a TTL near it, with an interval over sessions", () => {
  const ttl = ttlInsight(
    aged(40, 16, (age) => (age < 40 ? 0.02 : 0.6)),
    options(),
  );
  expect(ttl.answer).toBe("replace");
  expect(ttl.ttlMin).toBeGreaterThanOrEqual(30);
  expect(ttl.ttlMin).toBeLessThanOrEqual(45);
  expect(ttl.interval?.lowerMin).toBeLessThanOrEqual(ttl.ttlMin ?? 0);
  expect(ttl.restart).toEqual({ minutes: 1, source: "measured" });
});

test("a flat hazard is called flat only when growth is shown to be small", () => {
  expect(
    ttlInsight(
      aged(200, 16, () => 0.05),
      options(),
    ).answer,
  ).toBe("flat");
  const few = ttlInsight(
    aged(22, 4, () => 0.2),
    options(),
  );
  expect(few.answer).toBe("cannot-tell");
  expect(few.text).toContain("sessions reached 15 min only");
});

test("no divergence at all is flat with many sessions and cannot be told with few", () => {
  expect(
    ttlInsight(
      aged(100, 8, () => 0),
      options(),
    ).answer,
  ).toBe("flat");
  expect(
    ttlInsight(
      aged(5, 8, () => 0),
      options(),
    ).answer,
  ).toBe("cannot-tell");
  expect(ttlInsight([], options())).toMatchObject({ answer: "cannot-tell", reachedMin: null });
});

test("drift is seen within sessions, and degraded sessions alone are none", () => {
  const drifting = driftInsight(
    aged(40, 8, (age) => age / 60),
    mulberry32(1),
  );
  expect(drifting.p).toBeLessThan(0.01);
  expect(drifting.slope).toBeGreaterThan(0);
  const sticky = aged(40, 8, () => 0.05).map((one, index) =>
    index % 80 < 8 ? { ...one, diverged: 1 as const } : one,
  );
  expect(driftInsight(sticky, mulberry32(1)).p).toBeGreaterThan(0.05);
});
