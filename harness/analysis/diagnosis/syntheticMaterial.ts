/**
 * Observations with the signature of one mechanism, for tests only: what a diagnosis says of them can be compared with
 * what was put in. Nothing in production imports this file.
 */
import { hashToUnit, seededRandom } from "../../base/base.ts";
import type { Attribution } from "../attribution/types.ts";
import type { Material, Observation, StrategyTraits } from "./material.ts";

/** Where and when a replay is played; the way that it goes may depend on all of it. */
export type Situation = Omit<Observation, "diverged" | "mode"> & {
  readonly device: string;
  readonly sendsBetas: boolean;
};

export type SyntheticOptions = {
  readonly seed?: number;
  /** per strategy */
  readonly lanes?: number;
  readonly waves?: number;
  /** before every fourth replay of a session */
  readonly pauseMinutes?: number;
};

const plain = { changesIdentity: false, suppressesBetas: false, otherVersion: false };
const strategies: readonly StrategyTraits[] = [
  { ...plain, id: "reset", oneReplayPerSession: false },
  { ...plain, id: "restart", oneReplayPerSession: true },
  { ...plain, id: "suppress-betas", oneReplayPerSession: false, suppressesBetas: true },
  { ...plain, id: "fresh-identity", oneReplayPerSession: true, changesIdentity: true },
];

const minuteMs = 60_000;
const replaysPerLane = 8;

/**
 * A run in which `wayOf` says how each replay goes about its prompt: 0 is the usual way. 4 % of the usual ones are noise and go
 * way 1.
 */
export function syntheticMaterial(
  wayOf: (situation: Situation, draw: (...of: readonly string[]) => number) => number,
  { seed = 1, lanes = 30, waves = 6, pauseMinutes = 0 }: SyntheticOptions = {},
): Material {
  const draw = (...of: readonly string[]) => hashToUnit(seed, ...of);
  const observations = strategies.flatMap((strategy) =>
    Array.from({ length: lanes }, (_, number) => number).flatMap((number) =>
      situationsOf(strategy, { number, wave: number % waves, pauseMinutes }).map((situation) => {
        const { device: _device, sendsBetas: _sendsBetas, ...observed } = situation;
        const way = wayOf(situation, draw);
        const isNoise =
          way === 0 && draw("noise", situation.lane, String(situation.startMs)) < 0.04;
        const mode = isNoise ? 1 : way;
        return { ...observed, mode, diverged: mode !== 0 };
      }),
    ),
  );
  return {
    observations,
    strategies,
    baseline: "reset",
    outcomes: [],
    attribution: unknownAttribution,
    level: 0.95,
    randomFor: (evidence) => seededRandom(seed, evidence),
  };
}

function situationsOf(
  traits: StrategyTraits,
  place: { readonly number: number; readonly wave: number; readonly pauseMinutes: number },
): readonly Situation[] {
  const { number, wave, pauseMinutes } = place;
  const lane = `${traits.id}-w${wave}-l${number}`;
  let now = wave * 200 * minuteMs;
  return Array.from({ length: replaysPerLane }, (_, position) => {
    const session = traits.oneReplayPerSession ? `${lane}-s${position}` : lane;
    const isPaused = !traits.oneReplayPerSession && position > 0 && position % 4 === 0;
    const idleMs = isPaused ? pauseMinutes * minuteMs : 0;
    now += idleMs;
    const startMs = now;
    now += 12 * minuteMs;
    return {
      strategy: traits.id,
      configuration: traits.suppressesBetas ? "no betas" : "as given",
      lane,
      session,
      wave,
      promptId: `prompt-${(position + number) % 4}`,
      startMs,
      idleMs,
      device: traits.changesIdentity ? session : lane,
      sendsBetas: !traits.suppressesBetas,
    };
  });
}

const unknownAttribution: Attribution = {
  verdict: "unknown",
  text: "",
  diverged: 0,
  conforming: 0,
  lanes: 0,
  equalParts: 0,
  parts: [],
};
