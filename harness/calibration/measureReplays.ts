import type { Estimate } from "../analysis/analysis.ts";
import { seededRandom, type Random } from "../base/base.ts";
import { decide } from "../sequential/sequential.ts";
import { eProcess, freshEProcess } from "../statistics/statistics.ts";
import type { Collector } from "./moments.ts";
import { simulateArm, simulateSessionRate, type Arm } from "./simulateReplays.ts";
import { expectedFlagged, expectedRate, highestRate, lowestRate } from "./truths.ts";
import type { Estimators, Truth } from "./types.ts";

const level = 0.95;
const alpha = 1 - level;
/** (draws + 1) x 5 % is whole, so the tests are exact at 5 %; more draws would only cost time here. */
const draws = 199;

/** Simulates one run and holds every estimate and test against the truth it was made of. */
export function measureRun(
  truth: Truth,
  estimators: Estimators,
  { random, collector }: { readonly random: Random; readonly collector: Collector },
): void {
  const arm = (name: Arm) => ({ id: name, scored: simulateArm(truth, name, random) });
  const [reset, twin, restart, healed] = [arm("reset"), arm("twin"), arm("restart"), arm("healed")];
  const rate = expectedRate(truth);
  const rateOf = ({ scored }: typeof reset) =>
    estimators.divergenceRate(scored, { level, notes: [] });
  const sessions = { level, oneReplayPerSession: false };
  hold(collector, "reset", rateOf(reset), rate);
  hold(collector, "restart", rateOf(restart), rate);
  const degraded = estimators.degradedShare(reset.scored, sessions);
  hold(collector, "degraded", degraded, expectedFlagged(truth));
  const sticky = estimators.stickinessOf(reset.scored, { ...sessions, random, draws });
  collector.add("stickiness.rejected", rejects(sticky.p));
  const comparisons = estimators.compareWithBaseline(reset, [twin, restart, healed], {
    level,
    draws,
    randomFor: () => random,
  });
  // The others have the long-run rate of reset.
  const healedDifference = expectedRate({ ...truth, share: 0 }) - rate;
  for (const { b, difference, p } of comparisons) {
    const name = b === "twin" || b === "healed" ? b : "restart-reset";
    hold(collector, name, difference, b === "healed" ? healedDifference : 0);
    collector.add(`${name}.rejected`, rejects(p));
  }
}

type Interval = "reset" | "restart" | "degraded" | "twin" | "restart-reset" | "healed";

function hold(collector: Collector, name: Interval, estimate: Estimate, truth: number): void {
  const { value, lower, upper } = estimate;
  const rounding = 1e-12;
  collector.add(`${name}.bias`, value === null ? null : value - truth);
  if (lower === null || upper === null) return;
  collector.add(`${name}.covered`, lower <= truth + rounding && truth <= upper + rounding);
  collector.add(`${name}.width`, upper - lower);
}

function rejects(p: number | null): boolean {
  // Replays that cannot tell (none diverged at all) reject nothing.
  return p !== null && p <= alpha + 1e-12;
}

/** An ordinary test at 5 %, looked at as often, would be wrong in a fifth of the runs (STATISTICS 2g). */
const looks = 300;

/**
 * Watches 300 sessions one by one: does the e-process ever call a rate too high that is not (border at the truth), and does it find one
 * that is twice its border?
 */
export function measureWatch(
  truth: Truth,
  { random, collector }: { readonly random: Random; readonly collector: Collector },
): void {
  const highest = highestRate(truth);
  const atTruth = eProcess(freshEProcess(highest, "above"));
  const atHalf = eProcess(freshEProcess(expectedRate(truth) / 2, "above"));
  for (let ordinal = 0; ordinal < looks; ordinal++) {
    const rate = simulateSessionRate(truth, ordinal, random);
    atTruth.update(rate);
    atHalf.update(rate);
  }
  collector.add("eprocess.alarmed", rejects(atTruth.p()));
  collector.add("eprocess.found", rejects(atHalf.p()));
}

/** Shape of the sequential runs: most waves, and lanes of each strategy in a wave. */
const nightly = { waves: 6, lanesPerWave: 10 };

/**
 * Plays four strategies of one truth wave after wave under the rule that stops runs, with the borders where they are hardest: at the truth. Is any
 * of them ever called too high, or low enough, that is not?
 */
export function measureStopping(
  truth: Truth,
  { random, collector }: { readonly random: Random; readonly collector: Collector },
): void {
  const rule = { alpha, tolerated: highestRate(truth), promised: lowestRate(truth) };
  const ids = ["a", "b", "c", "d"];
  const rates = new Map<string, number[]>(ids.map((id) => [id, []]));
  let [isTooHigh, isLowEnough] = [false, false];
  for (let wave = 0; wave < nightly.waves; wave++) {
    for (const own of rates.values()) {
      for (let lane = 0; lane < nightly.lanesPerWave; lane++)
        own.push(simulateSessionRate(truth, own.length, random));
    }
    const decided = decide({
      rule,
      strategies: ids.map((id) => ({ id, rates: rates.get(id) ?? [] })),
    });
    isTooHigh ||= decided.some(({ tooHigh }) => tooHigh.pAdjusted <= alpha);
    isLowEnough ||= decided.some(({ lowEnough }) => lowEnough.pAdjusted <= alpha);
  }
  collector.add("stopping.too-high", isTooHigh);
  collector.add("stopping.low-enough", isLowEnough);
}

/** Randomness of one simulated run: a function of seed, truth and ordinal, never of who simulates it. */
export function randomOf(seed: number, truth: Truth, ordinal: number): Random {
  const { share, healthyNoise, degradedNoise, drift, lanes } = truth;
  return seededRandom(seed, share, healthyNoise, degradedNoise, drift, lanes, ordinal);
}
