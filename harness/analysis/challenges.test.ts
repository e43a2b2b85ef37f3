import { expect, test } from "vitest";
import { judgeChallenges } from "./challenges.ts";
import { syntheticRun } from "./syntheticRun.ts";

const records = syntheticRun({
  lanes: 1,
  waves: 1,
  prompts: 4,
  draws: 1,
  strategies: [{ id: "reset", share: 1, healthyNoise: 0, degradedNoise: 1 }],
});
const [challenge] = records.challenges;

/** Verdicts by rule: `lane` for the session's own replays, `draw` for those of the challenge. */
const judged = (lane: boolean | null, draw: boolean | null) =>
  judgeChallenges(records, (id) => (id.startsWith(challenge?.id ?? "?") ? draw : lane))[0];

test("the final analysis overrules the suspicion that started a challenge", () => {
  expect(challenge?.suspected).toBe("degraded");
  expect(judged(false, false)).toMatchObject({ suspected: "degraded", isDegraded: false });
  expect(judged(true, false)).toMatchObject({ suspected: "degraded", isDegraded: true });
});

test("each draw is judged by its own replays", () => {
  const draws = judged(true, false)?.draws;
  expect(draws?.map(({ operation }) => operation)).toEqual(["continue", "reset"]);
  expect(draws?.every(({ isDegraded }) => isDegraded === false)).toBe(true);
});

test("without scored replays neither session nor draw is judged", () => {
  const outcome = judged(null, null);
  expect(outcome?.isDegraded).toBeNull();
  expect(outcome?.draws.every(({ isDegraded }) => isDegraded === null)).toBe(true);
});

test("with several prompts one scored replay is too few to judge a draw, with a single prompt it is all there is", () => {
  const onlyFirst = (id: string) => (id.endsWith("-r0") ? true : null);
  expect(judgeChallenges(records, onlyFirst)[0]?.draws[0]?.isDegraded).toBeNull();
  const run = { ...records.run, prompts: records.run.prompts.slice(0, 1) };
  expect(judgeChallenges({ ...records, run }, onlyFirst)[0]?.draws[0]?.isDegraded).toBe(true);
});
