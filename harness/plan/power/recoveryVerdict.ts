import { baselineOf } from "../../record/record.ts";
import { binomialUpperTail, sessionsToSee } from "../../statistics/statistics.ts";
import type { Suite } from "../../suite/suite.ts";
import { chanceToConfirm, expectChallenges, recoveryObstacle } from "../expectChallenges.ts";
import { planRun } from "../planRun.ts";
import type { Assumed, ChallengeCost, Costs, RecoveryAnswer } from "./types.ts";

/**
 * Degraded sessions of which none may recover to bound recovery by the margin.
 * @param margin in (0, 1)
 * @param alpha one-sided
 * @returns 14 for a margin of 0.2 at 0.05 (STATISTICS 2e)
 */
export function degradedForVerdict(margin: number, alpha: number): number {
  // As many sessions as it takes to see one that recovers, if so many would.
  return sessionsToSee(1, margin, 1 - alpha);
}

/** Whether lanes and screen of a suite find the degraded sessions that a verdict on recovery takes, and what that costs. */
export function recoveryVerdict(
  suite: Suite,
  { world, alpha }: Pick<Assumed, "world" | "alpha">,
  costs: Pick<Costs, "replayUsd" | "startUsd">,
): RecoveryAnswer {
  const why = recoveryObstacle(suite);
  if (why !== null) return { kind: "impossible", why };
  const plan = planRun(suite);
  const expected = expectChallenges(suite, plan, world);
  const margin = suite.margins.recovery;
  const degraded = degradedForVerdict(margin, alpha);
  const { sessions: wanted, mostScreened } = suite.challenge;
  const lanes = plan.waves
    .slice(1)
    .flatMap((wave) => wave.lanes)
    .filter(({ strategy }) => strategy === baselineOf(suite.strategies)).length;
  // A screen that stops earlier leaves the rest to chance. Lanes are counted like screened sessions, though they miss fewer.
  const looked = lanes + (wanted >= degraded ? mostScreened : 0);
  return {
    kind: "possible",
    degraded,
    margin,
    wanted,
    lanes,
    mostScreened,
    chance: binomialUpperTail(degraded, looked, chanceToConfirm(suite, world)),
    expected: costOf(expected, costs),
  };
}

function costOf(
  {
    confirmed,
    screened,
    screenReplays,
    challengeReplays,
    processes,
  }: ReturnType<typeof expectChallenges>,
  { replayUsd, startUsd }: Pick<Costs, "replayUsd" | "startUsd">,
): ChallengeCost {
  const replays = screenReplays + challengeReplays;
  return {
    confirmed,
    screened,
    replays,
    processes,
    usd: replayUsd === null ? null : replays * replayUsd + processes * (startUsd ?? 0),
  };
}
