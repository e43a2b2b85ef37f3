import { expect, test } from "vitest";
import type { ChallengeOutcome, DrawOutcome } from "./challenges.ts";
import { harmOf, recoveryOf } from "./recovery.ts";

const options = { level: 0.95 };
const draw = (operation: string, isDegraded: boolean | null, ordinal = 1): DrawOutcome => ({
  operation,
  ordinal,
  isDegraded,
});
const degraded = (...draws: readonly DrawOutcome[]): ChallengeOutcome => ({
  session: "s",
  suspected: "degraded",
  isDegraded: true,
  draws,
});
const healthy = (...draws: readonly DrawOutcome[]): ChallengeOutcome => ({
  session: "s",
  suspected: "healthy",
  isDegraded: false,
  draws,
});
const confirmed = draw("continue", true);

test("one draw per session: recovery is the exact share of sessions", () => {
  const outcomes = [
    degraded(confirmed, draw("restart", false)),
    degraded(confirmed, draw("restart", false)),
    degraded(confirmed, draw("restart", true)),
  ];
  const recovery = recoveryOf("restart", outcomes, options);
  expect(recovery).toMatchObject({ count: 2, of: 3, n: 3 });
  expect(recovery.method).toContain("Clopper-Pearson");
  expect(recovery.lower).toBeCloseTo(0.0943, 4);
});

test("several draws per session: the sessions are the units, and first draws are told apart", () => {
  const outcomes = [1, 2, 3].map(() =>
    degraded(
      confirmed,
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

test("a session that is healthy again after the sham is left out and counted", () => {
  const outcomes = [
    degraded(draw("continue", false), draw("reset", false)),
    degraded(confirmed, draw("reset", true)),
  ];
  const recovery = recoveryOf("reset", outcomes, options);
  expect(recovery).toMatchObject({ count: 0, of: 1 });
  expect(recovery.notes.join()).toContain(
    "1 of 2 [1.3, 98.7] % degraded sessions looked healthy again",
  );
});

test("the sham itself is judged on every degraded session", () => {
  const outcomes = [degraded(draw("continue", false)), degraded(confirmed)];
  expect(recoveryOf("continue", outcomes, options)).toMatchObject({ count: 1, of: 2 });
});

test("a session without a sham counts, with a doubt", () => {
  const recovery = recoveryOf("reset", [degraded(draw("reset", true))], options);
  expect(recovery).toMatchObject({ count: 0, of: 1 });
  expect(recovery.notes.join()).toContain("1 of 1 degraded sessions have no sham");
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
  const outcomes = [degraded(confirmed, draw("restart", null, 1), draw("restart", false, 2))];
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
