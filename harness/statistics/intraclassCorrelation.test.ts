import fc from "fast-check";
import { expect, test } from "vitest";
import {
  binaryIntraclassCorrelation,
  fleissCuzick,
  intraclassCorrelation,
} from "./intraclassCorrelation.ts";

const sessions = fc.array(fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 8 }), {
  minLength: 2,
  maxLength: 20,
});

test("law: counts and raw zeros and ones give the same correlation, in any order of sessions", () => {
  fc.assert(
    fc.property(sessions, (groups) => {
      const clusters = groups.map((values) => ({
        diverged: values.filter((value) => value === 1).length,
        scored: values.length,
      }));
      const fromCounts = binaryIntraclassCorrelation(clusters, 0.95).correlation;
      const fromValues = intraclassCorrelation(groups.toReversed(), 0.95).correlation;
      expect(fromCounts === null).toBe(fromValues === null);
      expect(fromCounts ?? 0).toBeCloseTo(fromValues ?? 0, 9);
      expect(fromCounts ?? 0).toBeLessThanOrEqual(1);
    }),
  );
});

test("sessions that are each all or nothing have correlation 1 and no interval", () => {
  const clusters = [
    { diverged: 0, scored: 8 },
    { diverged: 8, scored: 8 },
    { diverged: 0, scored: 8 },
  ];
  const result = binaryIntraclassCorrelation(clusters, 0.95);
  expect(result).toMatchObject({ correlation: 1, interval: null, f: null });
  expect(result.note).toContain("no variation within units");
  expect(fleissCuzick(clusters)).toBe(1);
});

test("without variation, without a second unit or without a second replay the correlation is unknown and says why", () => {
  const equal = [
    [0.1, 0.1, 0.1],
    [0.1, 0.1],
  ];
  expect(intraclassCorrelation(equal, 0.95)).toMatchObject({
    correlation: null,
    note: "all values are equal",
  });
  expect(intraclassCorrelation([[1, 2]], 0.95).note).toBe("fewer than two units");
  expect(intraclassCorrelation([[1], [2], []], 0.95).note).toBe("no unit has two replays");
  expect(intraclassCorrelation([], 0.95).correlation).toBeNull();
  expect(fleissCuzick([])).toBeNull();
  expect(
    fleissCuzick([
      { diverged: 0, scored: 8 },
      { diverged: 0, scored: 8 },
    ]),
  ).toBeNull();
});
