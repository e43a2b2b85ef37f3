import { resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../base/base.ts";
import { loadSuite, strategyById, type Suite } from "../suite/suite.ts";
import { drawReplays } from "./drawReplays.ts";
import { expectChallenges, recoveryObstacle } from "./expectChallenges.ts";
import { planRun } from "./planRun.ts";

const core = await loadSuite(resolve("suites/core.yaml"));
const world = (degradedShare: number) => ({ degradedShare, healthyRate: 0.05, degradedRate: 0.8 });
const expected = (suite: Suite, share: number) =>
  expectChallenges(suite, planRun(suite), world(share));

test("a screen of one in ten finds its 14 degraded sessions among about 150", () => {
  const { screened, screenReplays, confirmed } = expected(core, 0.1);
  expect(confirmed).toBeGreaterThan(13.9);
  expect(confirmed).toBeLessThan(15.5);
  expect(screened + 25).toBeGreaterThan(140);
  expect(screened + 25).toBeLessThan(170);
  // 25 replays per degraded session found (STATISTICS 2k); lanes found some of them for nothing.
  expect(screenReplays / (screened * 0.1 * 0.955)).toBeCloseTo(24.8, 0);
});

test("a screen for more degraded sessions than there are goes on to its end", () => {
  expect(expected(core, 0).screened).toBe(core.challenge.mostScreened);
  expect(expected(core, 0).confirmed).toBeLessThan(0.1);
  expect(expected(core, 0.02).screened).toBe(core.challenge.mostScreened);
});

test("without a screen only the lanes' degraded sessions are challenged", () => {
  const suite = { ...core, challenge: { ...core.challenge, sessions: 0 } };
  const { screened, screenReplays, confirmed } = expected(suite, 0.1);
  expect({ screened, screenReplays }).toEqual({ screened: 0, screenReplays: 0 });
  expect(confirmed).toBeCloseTo(2.4, 1);
});

test("recovery is beyond suites of one prompt, of one wave, or with a new process for every replay", () => {
  const oneWave = { ...core, size: { ...core.size, waves: 1 } };
  const onePrompt = { ...core, prompts: core.prompts.slice(0, 1) };
  const restarting = { ...core, strategies: [strategyById("restart")] };
  expect(recoveryObstacle(core)).toBeNull();
  expect(recoveryObstacle(oneWave)).toContain("no second");
  expect(recoveryObstacle(onePrompt)).toContain("two prompts");
  expect(recoveryObstacle(restarting)).toContain("no session to challenge");
  for (const suite of [oneWave, onePrompt, restarting])
    expect(expected(suite, 0.1).confirmed).toBe(0);
});

test("a draw of four prompts ends after two diverging replays, after three conforming ones", () => {
  expect(drawReplays(4, 1)).toBe(2);
  expect(drawReplays(4, 0)).toBe(3);
  expect(drawReplays(1, 0.5)).toBe(1);
});

test("law: draws take as many replays as draws that are played out", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (prompts, rate) => {
        const draws = 400;
        const lengths = Array.from({ length: draws }, (_, draw) => playedOut(prompts, rate, draw));
        const mean = lengths.reduce((sum, length) => sum + length, 0) / draws;
        expect(Math.abs(mean - drawReplays(prompts, rate))).toBeLessThan(0.5);
      },
    ),
    { numRuns: 30, seed: 1 },
  );
});

/** The rule of the run in other words: stop once all completions of what was played have one verdict. */
function playedOut(prompts: number, rate: number, seed: number): number {
  const random = seededRandom(seed, "draw");
  const played: boolean[] = [];
  while (played.length < prompts) {
    const verdicts = [true, false].map((rest) => {
      const all = [...played, ...Array.from({ length: prompts - played.length }, () => rest)];
      return all.filter(Boolean).length / all.length >= 0.5;
    });
    if (played.length >= 2 && verdicts[0] === verdicts[1]) break;
    played.push(random() < rate);
  }
  return played.length;
}
