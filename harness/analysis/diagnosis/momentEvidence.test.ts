import { expect, test } from "vitest";
import { hashToUnit } from "../../base/base.ts";
import { onsetAtOneTime } from "./momentEvidence.ts";
import { syntheticMaterial } from "./syntheticMaterial.ts";

const minuteMs = 60_000;
/** In the third wave, after a lane's fourth replay. */
const onsetMs = (2 * 200 + 44) * minuteMs;

test("among more moments than are tried, the one at which running sessions turn is still found", () => {
  const material = syntheticMaterial(
    ({ startMs, lane }, draw) => (startMs >= onsetMs && draw("turns", lane) < 0.8 ? 1 : 0),
    { lanes: 80 },
  );
  const observations = material.observations.map((one) => ({
    ...one,
    startMs: one.startMs + Math.floor(hashToUnit("late", one.lane) * 2 * minuteMs),
  }));
  expect(new Set(observations.map(({ startMs }) => startMs)).size).toBeGreaterThan(1_000);
  const { measured, basis } = onsetAtOneTime({ ...material, observations });
  const [, minute] = /^at minute (\d+)/.exec(measured) ?? [];
  expect(Math.abs(Number(minute) - onsetMs / minuteMs)).toBeLessThan(8);
  expect(basis).toMatchObject({ kind: "test", holds: true, isEnough: true });
  expect(basis.kind === "test" ? basis.p : 1).toBeLessThan(0.01);
});
