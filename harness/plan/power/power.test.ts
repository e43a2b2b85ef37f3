import { resolve } from "node:path";
import { expect, test } from "vitest";
import { syntheticRun } from "../../analysis/syntheticRun.ts";
import { loadSuite } from "../../suite/suite.ts";
import {
  answerPower,
  assumedCosts,
  measuredCosts,
  measuredRates,
  recoveryVerdict,
  workingWorld,
  type Assumed,
  type Costs,
  type PowerQuestion,
} from "../plan.ts";

const suite = await loadSuite(resolve("suites/core.yaml"));
const assumed: Assumed = {
  world: workingWorld,
  alpha: 0.05,
  power: 0.8,
  confidence: 0.95,
  replays: 8,
  source: "the design's working values",
  correlation: null,
};
const nothingAsked = { detect: null, compare: null, margins: [], budgetUsd: null, assumed };
const costs = assumedCosts(suite, { replayMinutes: 1, startMinutes: 0.02 });
const answer = (question: Partial<PowerQuestion>, price: Costs = costs) =>
  answerPower(suite, { ...nothingAsked, ...question }, price);

test("the sessions that show a slice are those of the design's table", () => {
  const needs = (share: number) =>
    answer({ detect: share }).slices[0]?.needs.map(({ degraded, sessions }) => [
      degraded,
      ...sessions.slice(1),
    ]);
  // By a chance of 80, 90, 95 and 99 %.
  expect(needs(0.01)?.[0]).toEqual([1, 161, 230, 299, 459]);
  expect(needs(0.05)?.[0]).toEqual([1, 32, 45, 59, 90]);
  expect(needs(0.2)?.[0]).toEqual([1, 8, 11, 14, 21]);
  expect(needs(0.1)).toEqual([
    [1, 16, 22, 29, 44],
    [2, 29, 38, 46, 64],
    [3, 42, 52, 61, 81],
    [5, 66, 78, 89, 113],
    [14, 169, 187, 203, 236],
  ]);
});

test("a slice is priced at the chance that was asked for", () => {
  const report = answer({ detect: 0.1, assumed: { ...assumed, power: 0.9, confidence: 0.9 } });
  expect(report.needs[0]).toMatchObject({ need: "see 1 or more of a slice of 10 %", sessions: 22 });
});

test("telling two slices apart takes what the design says, by flags and by rates", () => {
  const needed = (a: number, b: number) => {
    const [comparison] = answer({ compare: { a, b } }).comparisons;
    return [comparison?.flags.normal, comparison?.flags.exact, comparison?.rates.sessions];
  };
  expect(needed(0.1, 0.01)).toEqual([100, 106, 120]);
  expect(needed(0.1, 0)[1]).toBe(78);
  expect(needed(0.1, 0.03)[0]).toBe(194);
  expect(needed(0.1, 0.05)).toEqual([435, null, 510]);
  expect(needed(0.01, 0.1)).toEqual(needed(0.1, 0.01));
});

test("no effect: 398, 100 and 45 sessions apart, 101, 26 and 12 crossed over, and the two bounds of a challenge", () => {
  const report = answer({ margins: [0.05, 0.1, 0.15] });
  expect(report.noEffect.map(({ independent }) => independent)).toEqual([398, 100, 45]);
  expect(report.noEffect.map(({ crossover }) => crossover?.sessions)).toEqual([101, 26, 12]);
  expect(report.noEffect[0]?.crossover?.besideSham).toBe(202);
  expect(report.challenges.map(({ degraded, sessions }) => [degraded, sessions])).toEqual([
    [14, 203],
    [29, 379],
  ]);
  expect(report.challenges[0]?.recoveryAtMost).toBeCloseTo(0.193, 3);
  expect(report.challenges[1]?.recoveryAtMost).toBeCloseTo(0.098, 3);
});

test("replays per session follow the costs and the measured ICC, and are unknown where the costs are", () => {
  const best = (ratio: number, correlation: number | null) => {
    const priced = { ...costs, replayUsd: 0.1, startUsd: 0.1 * ratio };
    const [dollars] = answer(
      { budgetUsd: 1, assumed: { ...assumed, correlation } },
      priced,
    ).optimalReplays;
    return Math.round(10 * (dollars?.replays ?? 0)) / 10;
  };
  // What the working world implies is .46 as well.
  expect([1, 5, 10].map((ratio) => best(ratio, null))).toEqual([1.1, 2.4, 3.4]);
  expect([1, 5, 10].map((ratio) => best(ratio, 0.05))).toEqual([4.4, 9.7, 13.8]);
  expect(answer({}).optimalReplays.map(({ currency }) => currency)).toEqual(["minutes"]);
});

test("law: a budget pays what it buys, and a bigger one shows more", () => {
  const [small, large] = [answer({ budgetUsd: 100 }).budget, answer({ budgetUsd: 1000 }).budget];
  const round = small?.roundUsd ?? 0;
  expect((small?.shows?.sessions ?? 0) * round).toBeLessThanOrEqual(100);
  expect(((small?.shows?.sessions ?? 0) + 1) * round).toBeGreaterThan(100);
  expect(large?.shows?.rateDifference).toBeLessThan(small?.shows?.rateDifference ?? 0);
  expect(large?.withRecovery?.sessions).toBeLessThan(large?.shows?.sessions ?? 0);
  expect(answer({ budgetUsd: 1 }).budget?.shows).toBeNull();
});

test("a model of unknown price leaves all money unknown, and sessions known", () => {
  const report = answer(
    { budgetUsd: 40, detect: 0.1 },
    { ...costs, replayUsd: null, startUsd: null },
  );
  expect(report.budget).toMatchObject({ roundUsd: null, shows: null, withRecovery: null });
  expect(report.needs[0]).toMatchObject({ sessions: 29, usd: null });
});

test("without a question the suite's own size answers: 30 sessions see a slice of 9.5 %, and its screen gives recovery a verdict", () => {
  const { shows, recovery, needs } = answer({});
  expect(shows?.smallestSlice).toBeCloseTo(0.095, 3);
  expect(shows?.shareBelow).toBeNull();
  expect(recovery).toMatchObject({ kind: "possible", degraded: 14, wanted: 14, lanes: 25 });
  if (recovery?.kind === "possible") expect(recovery.chance).toBeGreaterThan(0.9);
  expect(needs[0]).toMatchObject({ need: "the suite's own size", sessions: 30 });
});

test("a verdict on recovery is not to be expected without a screen, and takes more sessions for a smaller margin", () => {
  const unpriced = { replayUsd: null, startUsd: null };
  const verdict = (challenge: Partial<typeof suite.challenge>, margin = 0.2) =>
    recoveryVerdict(
      {
        ...suite,
        challenge: { ...suite.challenge, ...challenge },
        margins: { ...suite.margins, recovery: margin },
      },
      assumed,
      unpriced,
    );
  const chance = (answered: ReturnType<typeof verdict>) =>
    answered.kind === "possible" ? answered.chance : null;
  expect(chance(verdict({ sessions: 0 }))).toBeLessThan(0.01);
  expect(chance(verdict({ mostScreened: 60 }))).toBeLessThan(0.2);
  expect(verdict({}, 0.1)).toMatchObject({ degraded: 29, wanted: 14 });
  expect(verdict({}, 0.5)).toMatchObject({ degraded: 5 });
});

test("too few sessions, too few replays and too wide a margin are said", () => {
  const few = answerPower(
    { ...suite, size: { lanes: 10, perPrompt: 1, waves: 2 } },
    { ...nothingAsked, assumed: { ...assumed, replays: 1 } },
    costs,
  );
  expect(few.notes.join(" ")).toMatch(/10 sessions per strategy are too few/);
  expect(few.notes.join(" ")).toMatch(/One replay per session cannot tell/);
  expect(answer({ margins: [0.15] }).notes.join(" ")).toMatch(/15 % is no less than/);
  expect(few.noEffect[0]?.crossover).toBeNull();
});

test("what recorded replays cost is split into replay and start", () => {
  const records = syntheticRun({
    strategies: [{ id: "reset", share: 0, healthyNoise: 0, degradedNoise: 1 }],
  });
  const dear = {
    ...records,
    replays: records.replays.map((replay) => ({
      ...replay,
      time: { ...replay.time, durationMs: replay.spawns > 0 ? 90_000 : 60_000 },
      wire: replay.wire && { ...replay.wire, costUsd: replay.spawns > 0 ? 0.3 : 0.1 },
    })),
  };
  const challenge = { kind: "challenge", challenge: "x", draw: "restart-1" } as const;
  const dearest = dear.replays.slice(0, 8).map((replay) => ({
    ...replay,
    id: `${replay.id}-x`,
    purpose: challenge,
    wire: replay.wire && { ...replay.wire, costUsd: 9 },
  }));
  const measured = measuredCosts({ ...dear, replays: [...dear.replays, ...dearest] });
  expect(measured?.replayUsd).toBeCloseTo(0.1);
  expect(measured?.startUsd).toBeCloseTo(0.2);
  expect(measured?.replayMinutes).toBeCloseTo(1);
  expect(measured?.startMinutes).toBeCloseTo(0.5);
  expect(measuredCosts({ ...records, replays: [] })).toBeNull();
  expect(answer({}, measured ?? costs).optimalReplays[0]).toMatchObject({ currency: "dollars" });
});

test("recorded sessions tell of two kinds where they show, and of none where they do not", () => {
  const quiet = Array.from({ length: 27 }, (_, index) => ({
    diverged: index % 9 === 0 ? 1 : 0,
    scored: 8,
  }));
  const degraded = [6, 7, 8].map((diverged) => ({ diverged, scored: 8 }));
  const two = measuredRates([...quiet, ...degraded]);
  expect(two.world?.degradedShare).toBeCloseTo(0.1, 2);
  expect(two.world?.degradedRate).toBeCloseTo(0.875, 2);
  expect(two.correlation).toBeGreaterThan(0.6);
  expect(two).toMatchObject({ sessions: 30, replays: 240, diverged: 24 });
  const unsure = [0, 1, 1, 3].map((diverged) => ({ diverged, scored: 4 }));
  expect(two.kinds).toBe("two");
  expect(measuredRates(quiet)).toMatchObject({
    kinds: "one",
    world: { degradedShare: 0.1, degradedRate: 0.8 },
  });
  expect(measuredRates(quiet).world?.healthyRate).toBeCloseTo(3 / 216);
  expect(measuredRates(unsure).kinds).toBe("perhaps-two");
  expect(
    measuredRates(Array.from({ length: 9 }, () => ({ diverged: 8, scored: 8 }))).world,
  ).toBeNull();
  expect(measuredRates([]).world).toBeNull();
});
