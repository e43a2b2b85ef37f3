import { hashToUnit, seededRandom, shuffled, UserError } from "../base/base.ts";
import { baselineOf } from "../record/record.ts";
import { sizeProblem, type Strategy, type Suite } from "../suite/suite.ts";
import type { Plan, PlannedLane, PlannedReplay, PlannedWave } from "./types.ts";

/**
 * Decides everything that a run will play. Every wave holds lanes of every strategy in a random order of its own; every lane
 * plays every prompt `perPrompt` times in a random order of its own. Draws depend on the seed and on the ids alone, so adding a
 * strategy or a lane changes nothing inside the others.
 * @throws UserError when there are more waves than lanes, or absurdly many replays
 */
export function planRun(suite: Suite): Plan {
  const problem = sizeProblem(suite.size);
  if (problem !== null) throw new UserError(problem.message, { advice: problem.advice });
  const baseline = baselineOf(suite.strategies);
  const sampled = challengedWhenHealthy(suite);
  const waves: PlannedWave[] = [];
  let first = 0;
  for (let index = 0; index < suite.size.waves; index++) {
    const count = lanesInWave(suite, index);
    const numbers = Array.from({ length: count }, (_, offset) => first + offset);
    const lanes = suite.strategies.flatMap((strategy) =>
      numbers.map((number) =>
        planLane(suite, strategy, {
          wave: index,
          number,
          challengeIfHealthy: strategy.id === baseline && sampled.has(number),
        }),
      ),
    );
    waves.push({ index, lanes: shuffled(lanes, seededRandom(suite.seed, "wave", index)) });
    first += count;
  }
  return { schema: "sametwice.plan/1", seed: suite.seed, waves };
}

/** Lanes of each strategy in a wave: as even as can be, the first waves take what is left over. */
function lanesInWave({ size }: Suite, wave: number): number {
  return Math.floor(size.lanes / size.waves) + (wave < size.lanes % size.waves ? 1 : 0);
}

/**
 * Numbers of the baseline lanes whose session is challenged though it looks healthy: `healthyShare` of those after the first
 * wave, which only calibrates; at least one when there is any.
 */
function challengedWhenHealthy(suite: Suite): ReadonlySet<number> {
  const { healthyShare } = suite.challenge;
  const calibrating = lanesInWave(suite, 0);
  const candidates = Array.from(
    { length: suite.size.lanes - calibrating },
    (_, offset) => calibrating + offset,
  );
  if (healthyShare === 0 || candidates.length === 0) return new Set();
  const ordered = candidates.toSorted((a, b) => drawOf(suite, a) - drawOf(suite, b));
  return new Set(ordered.slice(0, Math.max(1, Math.round(healthyShare * candidates.length))));
}

function drawOf(suite: Suite, lane: number): number {
  return hashToUnit(suite.seed, "healthy challenge", lane);
}

function planLane(
  suite: Suite,
  strategy: Strategy,
  place: { readonly wave: number; readonly number: number; readonly challengeIfHealthy: boolean },
): PlannedLane {
  const id = `${strategy.id}-w${place.wave}-l${padded(place.number)}`;
  // Without the strategy's name: lanes of the same number get the same order, whatever the strategy.
  const random = seededRandom(suite.seed, "lane", place.wave, place.number);
  const wanted = suite.prompts.flatMap((prompt) =>
    Array.from({ length: suite.size.perPrompt }, (_, repeat) => ({ promptId: prompt.id, repeat })),
  );
  const replays = shuffled(wanted, random).map((replay, position): PlannedReplay => ({
    id: `${id}-r${padded(position)}`,
    ...replay,
  }));
  return { id, strategy: strategy.id, replays, challengeIfHealthy: place.challengeIfHealthy };
}

function padded(number: number): string {
  return String(number).padStart(2, "0");
}
