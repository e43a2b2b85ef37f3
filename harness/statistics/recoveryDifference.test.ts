import { expect, test } from "vitest";
import { clusteredRecoveryDifference, recoveryDifference } from "./recoveryDifference.ts";
import { redrawIndependence } from "./redraw.ts";

test("recovery is what remains after the sham's own is taken off", () => {
  const result = recoveryDifference({ count: 13, of: 14 }, { count: 2, of: 14 }, 0.95);
  expect(result.estimate).toBeCloseTo(11 / 14, 12);
  expect(result.interval?.lower).toBeGreaterThan(0.4);
  expect(result.pGreater).toBeLessThan(0.001);
});

test("without a sham there is no difference, and the note says so", () => {
  const result = recoveryDifference({ count: 13, of: 14 }, { count: 0, of: 0 }, 0.95);
  expect(result).toMatchObject({ estimate: null, interval: null, pGreater: null });
  expect(result.note).toBe("no degraded session got the sham");
});

test("several draws of one session count as one session: the interval is that of sessions", () => {
  const cluster = (diverged: number) => ({ diverged, scored: 3 });
  const sticky = clusteredRecoveryDifference(
    [3, 3, 0, 3, 0, 3].map(cluster),
    [0, 0, 0, 0, 3, 0].map(cluster),
    0.95,
  );
  const single = recoveryDifference({ count: 12, of: 18 }, { count: 3, of: 18 }, 0.95);
  const width = (interval: { lower: number; upper: number } | null) =>
    (interval?.upper ?? 0) - (interval?.lower ?? 0);
  expect(width(sticky.interval)).toBeGreaterThan(1.3 * width(single.interval));
  expect(sticky.note).toContain("only 6 independent units");
});

test("a draw that keeps the old state is no independent re-draw", () => {
  const kept = redrawIndependence({ count: 12, of: 14 }, { count: 2, of: 20 }, 0.95);
  expect(kept.test?.twoSided).toBeLessThan(0.001);
  const fresh = redrawIndependence({ count: 2, of: 14 }, { count: 2, of: 20 }, 0.95);
  expect(fresh.test?.twoSided).toBeGreaterThan(0.5);
  expect(redrawIndependence({ count: 0, of: 0 }, { count: 0, of: 3 }, 0.95).test).toBeNull();
});
