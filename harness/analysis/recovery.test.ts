import { expect, test } from "vitest";
import type { ChallengeOutcome, DrawOutcome } from "./challenges.ts";
import { harmOf, recoveryBeyondSham, recoveryOf } from "./recovery.ts";

const options = { level: 0.95 };
const draw = (operation: string, isDegraded: boolean | null, ordinal = 1): DrawOutcome => ({
  operation,
  ordinal,
  isDegraded,
});
const looked = { session: "s", origin: "lane", replays: { screen: 0, challenge: 4 } } as const;
const degraded = (...draws: readonly DrawOutcome[]): ChallengeOutcome => ({
  ...looked,
  suspected: "degraded",
  isDegraded: true,
  isConfirmed: true,
  draws,
});
const healthy = (...draws: readonly DrawOutcome[]): ChallengeOutcome => ({
  ...looked,
  suspected: "healthy",
  isDegraded: false,
  isConfirmed: null,
  draws,
});
const control = draw("continue", true);

test("one draw per session: recovery is the exact share of sessions", () => {
  const outcomes = [
    degraded(control, draw("restart", false)),
    degraded(control, draw("restart", false)),
    degraded(control, draw("restart", true)),
  ];
  const recovery = recoveryOf("restart", outcomes, options);
  expect(recovery).toMatchObject({ count: 2, of: 3, n: 3 });
  expect(recovery.method).toContain("Clopper-Pearson");
  expect(recovery.lower).toBeCloseTo(0.0943, 4);
});

test("several draws per session: the sessions are the units, and first draws are told apart", () => {
  const outcomes = [1, 2, 3].map(() =>
    degraded(
      control,
      draw("restart", false, 1),
      draw("restart", false, 2),
      draw("restart", false, 3),
    ),
  );
  const recovery = recoveryOf("restart", outcomes, options);
  expect(recovery).toMatchObject({ value: 1, count: 9, of: 9, n: 3 });
  // Nine draws that agree within three sessions say no more than three sessions do.
  expect(recovery.lower).toBeCloseTo(0.2924, 4);
  expect(recovery.notes.join()).toContain("on first draws alone 3 of 3");
});

test("a session that was healthy in fresh replays before anything was done is left out and counted", () => {
  const outcomes = [
    { ...degraded(draw("reset", false)), isConfirmed: false },
    degraded(draw("reset", true)),
  ];
  const recovery = recoveryOf("reset", outcomes, options);
  expect(recovery).toMatchObject({ count: 0, of: 1 });
  expect(recovery.notes.join()).toContain(
    "1 of 2 [1.3, 98.7] % degraded sessions looked healthy in fresh replays",
  );
});

test("a session that could not be confirmed counts, with a doubt", () => {
  const outcomes = [{ ...degraded(draw("reset", true)), isConfirmed: null }];
  const recovery = recoveryOf("reset", outcomes, options);
  expect(recovery).toMatchObject({ count: 0, of: 1 });
  expect(recovery.notes.join()).toContain("1 of 1 degraded sessions could not be confirmed");
});

test("what the sham recovers is subtracted, never assumed to be nothing", () => {
  const outcomes = Array.from({ length: 14 }, (_, index) =>
    degraded(draw("continue", index >= 4), draw("restart", index >= 12)),
  );
  const beyond = recoveryBeyondSham("restart", outcomes, { level: 0.9 });
  // 12 of 14 recovered under restart, 4 of 14 under the sham.
  expect(beyond.value).toBeCloseTo(8 / 14, 9);
  expect(beyond.lower).toBeGreaterThan(0.3);
  expect(beyond.upper).toBeLessThan(0.85);
  expect(recoveryBeyondSham("reset", outcomes, { level: 0.9 }).value).toBeNull();
});

test("none of 14 under the sham and none under an operation bounds its effect at 19.3 points", () => {
  const outcomes = Array.from({ length: 14 }, () => degraded(control, draw("reset", true)));
  const beyond = recoveryBeyondSham("reset", outcomes, { level: 0.9 });
  expect(beyond.upper).toBeCloseTo(0.1926, 4);
  expect(beyond.lower).toBeCloseTo(-0.1926, 4);
});

test("a suspect that the final analysis acquits counts neither for recovery nor for harm", () => {
  const acquitted: ChallengeOutcome = {
    ...healthy(draw("restart", true)),
    suspected: "degraded",
  };
  const recovery = recoveryOf("restart", [acquitted], options);
  expect(recovery.value).toBeNull();
  expect(recovery.notes.join()).toContain("1 of 1 sessions suspected during the run");
  expect(harmOf("restart", [acquitted], options).value).toBeNull();
});

test("draws that could not be judged are left out and counted", () => {
  const outcomes = [degraded(control, draw("restart", null, 1), draw("restart", false, 2))];
  const recovery = recoveryOf("restart", outcomes, options);
  expect(recovery).toMatchObject({ count: 1, of: 1 });
  expect(recovery.notes.join()).toContain("1 draws of restart had too few usable replays");
});

test("without any challenge recovery is unknown and says why", () => {
  const recovery = recoveryOf("reset", [], options);
  expect(recovery.value).toBeNull();
  expect(recovery.notes).toEqual(["Recovery is unknown: no session was challenged."]);
});

test("harm is the share of healthy sessions that came out degraded", () => {
  const outcomes = [healthy(draw("restart", true)), healthy(draw("restart", false))];
  expect(harmOf("restart", outcomes, options)).toMatchObject({ count: 1, of: 2, value: 0.5 });
});
