import { baselineOf } from "../record/record.ts";
import {
  binomialUpperTail,
  defaultScreen,
  screenPerformance,
  type Slice,
} from "../statistics/statistics.ts";
import type { Suite } from "../suite/suite.ts";
import { drawReplays } from "./drawReplays.ts";
import type { Plan } from "./types.ts";

/** What the search for degraded sessions and their challenges are expected to take in one world; means, not rounded. */
export type ExpectedChallenges = {
  /** sessions started only to be classified */
  readonly screened: number;
  readonly screenReplays: number;
  /** degraded sessions that are confirmed, from lanes and screen */
  readonly confirmed: number;
  /** replays that confirm and challenge, and those of the healthy sample */
  readonly challengeReplays: number;
  /** processes started for all of that */
  readonly processes: number;
};

const nothing: ExpectedChallenges = {
  screened: 0,
  screenReplays: 0,
  confirmed: 0,
  challengeReplays: 0,
  processes: 0,
};

/** Why a suite cannot show recovery however long it runs; null when it can. */
export function recoveryObstacle(suite: Suite): string | null {
  if (suite.prompts.length < 2) return "confirming a degraded session takes two prompts or more";
  if (suite.size.waves < 2) return "the first wave only calibrates, and there is no second";
  if (baselineStarts(suite))
    return "the baseline starts a process for every replay, so that there is no session to challenge";
  return null;
}

/**
 * Follows the waves of a plan in expectation: lanes of the baseline show some degraded sessions, the screen looks for the rest of the
 * wave's share, and all that are confirmed get every operation.
 */
export function expectChallenges(suite: Suite, plan: Plan, world: Slice): ExpectedChallenges {
  const chances = chancesOf(suite, world);
  const cost = costsOf(suite, world);
  const { sessions, mostScreened, healthyShare } = suite.challenge;
  const baseline = baselineOf(suite.strategies);
  let total = nothing;
  for (const wave of plan.waves.slice(1)) {
    const lanes = wave.lanes.filter(({ strategy }) => strategy === baseline);
    const wanted = Math.ceil((sessions * wave.index) / (plan.waves.length - 1)) - total.confirmed;
    const room = mostScreened - total.screened;
    const started = wanted > 0 ? Math.min(room, wanted / chances.screen.confirmed) : 0;
    const challenged = sessions === 0 || total.confirmed < sessions ? lanes.length : 0;
    const sample = lanes.filter(({ challengeIfHealthy }) => challengeIfHealthy).length;
    total = added(total, {
      started,
      flagged: challenged * chances.lane.flagged + started * chances.screen.flagged,
      confirmed: challenged * chances.lane.confirmed + started * chances.screen.confirmed,
      healthy: sample * chances.lane.healthy + started * chances.screen.healthy * healthyShare,
    });
  }
  return total;

  function added(
    before: ExpectedChallenges,
    wave: Record<"started" | "flagged" | "confirmed" | "healthy", number>,
  ): ExpectedChallenges {
    const { started, flagged, confirmed, healthy } = wave;
    const { confirming, degraded, spared } = cost;
    return {
      screened: before.screened + started,
      screenReplays: before.screenReplays + started * cost.screening,
      confirmed: before.confirmed + confirmed,
      challengeReplays:
        before.challengeReplays +
        flagged * confirming +
        confirmed * degraded.replays +
        healthy * spared.replays,
      processes:
        before.processes + started + confirmed * degraded.processes + healthy * spared.processes,
    };
  }
}

/** Chance that a screened session is found degraded, and confirmed. */
export function chanceToConfirm(suite: Suite, world: Slice): number {
  return chancesOf(suite, world).screen.confirmed;
}

/** Chances of one session to be flagged, to be flagged and confirmed, and to be found healthy. */
type Chances = Readonly<Record<"flagged" | "confirmed" | "healthy", number>>;

function chancesOf(
  suite: Suite,
  world: Slice,
): { readonly lane: Chances; readonly screen: Chances } {
  const { prompts, size } = suite;
  // Sessions that live for one replay are never classified, only paid for.
  if (baselineStarts(suite)) return { lane: never, screen: never };
  const { falseNegative, falsePositive } = screenPerformance(defaultScreen, world);
  const inLane = prompts.length * size.perPrompt;
  const of = (ifDegraded: number, ifHealthy: number): Chances => {
    const degraded = world.degradedShare * ifDegraded;
    const healthy = (1 - world.degradedShare) * ifHealthy;
    return {
      flagged: degraded + healthy,
      confirmed:
        degraded * looksDegraded(prompts.length, world.degradedRate) +
        healthy * looksDegraded(prompts.length, world.healthyRate),
      healthy: 1 - degraded - healthy,
    };
  };
  return {
    lane: of(looksDegraded(inLane, world.degradedRate), looksDegraded(inLane, world.healthyRate)),
    screen: of(1 - falseNegative, falsePositive),
  };
}

const never: Chances = { flagged: 0, confirmed: 0, healthy: 0 };

function baselineStarts({ strategies }: Suite): boolean {
  const baseline = baselineOf(strategies);
  return strategies.find(({ id }) => id === baseline)?.conversation === "new-process";
}

/** A session is degraded when half of its replays or more diverge; fewer than two say nothing. */
function looksDegraded(replays: number, rate: number): number {
  return replays < 2 ? 0 : binomialUpperTail(Math.ceil(replays / 2), replays, rate);
}

/** Replays and processes of one challenge: in place the sham and `/clear`, beside it new processes for every other operation. */
function costsOf({ prompts, strategies, challenge }: Suite, world: Slice) {
  const { degradedShare, healthyRate, degradedRate } = world;
  const mixed = (ifDegraded: number, ifHealthy: number) =>
    degradedShare * ifDegraded + (1 - degradedShare) * ifHealthy;
  const screen = screenPerformance(defaultScreen, world);
  const inDegraded = drawReplays(prompts.length, degradedRate);
  const inHealthy = drawReplays(prompts.length, healthyRate);
  const inNew = mixed(inDegraded, inHealthy);
  const baseline = baselineOf(strategies);
  const others = strategies.filter(({ id }) => id !== baseline && id !== "continue").length;
  const clears = baseline === "continue" ? 0 : 1;
  const challengeOf = (draws: number, inPlace: number) => ({
    replays: (1 + clears * draws) * inPlace + others * draws * inNew,
    processes: others * draws,
  });
  return {
    screening: mixed(screen.replaysPerDegraded, screen.replaysPerHealthy),
    confirming: inDegraded,
    degraded: challengeOf(challenge.draws, inDegraded),
    spared: challengeOf(1, inHealthy),
  };
}
