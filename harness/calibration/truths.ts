import type { Truth } from "./types.ts";

/** Shape of every simulated run: the defaults of a suite. */
export const waves = 3;
export const prompts = 4;
export const perPrompt = 2;
export const replaysPerLane = prompts * perPrompt;

/** The truth for which STATISTICS 2c documents the coverage of every interval; not part of the grid. */
const referenceTruth = {
  share: 0.1,
  healthyNoise: 0.05,
  degradedNoise: 0.8,
  drift: "none",
} as const;

/** Whether a truth is that of STATISTICS 2c. */
export function isReferenceTruth({ degradedNoise }: Truth): boolean {
  return degradedNoise === referenceTruth.degradedNoise;
}

/** All truths that are simulated at the level of replays. */
export function allTruths(): readonly Truth[] {
  return [...[20, 30, 60].map((lanes) => ({ ...referenceTruth, lanes })), ...truthGrid()];
}

/** The grid. Without degraded sessions their noise does not matter, so those truths appear once. */
function truthGrid(): readonly Truth[] {
  const drifts: readonly Truth["drift"][] = ["none", "slow"];
  return [20, 30, 60].flatMap((lanes) =>
    drifts.flatMap((drift) =>
      [0, 0.05, 0.1, 0.2].flatMap((share) =>
        (share === 0 ? [0.7] : [0.7, 0.9]).flatMap((degradedNoise) =>
          [0.02, 0.05, 0.1].map((healthyNoise) => ({
            share,
            healthyNoise,
            degradedNoise,
            drift,
            lanes,
          })),
        ),
      ),
    ),
  );
}

/** Truths for whole runs of structures, which are dear: no drift, 20 and 30 lanes. */
export function structureGrid(): readonly Truth[] {
  return truthGrid().filter(
    ({ lanes, drift, healthyNoise, degradedNoise }) =>
      lanes < 60 && drift === "none" && healthyNoise > 0.02 && degradedNoise < 0.9,
  );
}

/** Wave of a lane; lanes are dealt out in turn, as the plan does. */
export function waveOf(lane: number): number {
  return lane % waves;
}

/** Share and healthy noise in one wave. */
export function inWave(truth: Truth, wave: number): Pick<Truth, "share" | "healthyNoise"> {
  const factor = truth.drift === "none" ? 1 : (2 + wave) / 3;
  return { share: truth.share * factor, healthyNoise: truth.healthyNoise * factor };
}

/** Expected share of diverged replays, over the lanes that there are in each wave. */
export function expectedRate(truth: Truth): number {
  return meanOverLanes(truth, (wave) => {
    const { share, healthyNoise } = inWave(truth, wave);
    return (1 - share) * healthyNoise + share * truth.degradedNoise;
  });
}

/** The largest expected rate of any wave: the border that evidence of a higher one must not cross. */
export function highestRate(truth: Truth): number {
  return Math.max(...ratesOfWaves(truth));
}

/** The smallest expected rate of any wave: the border that evidence of a lower one must not cross. */
export function lowestRate(truth: Truth): number {
  return Math.min(...ratesOfWaves(truth));
}

function ratesOfWaves(truth: Truth): readonly number[] {
  return Array.from({ length: waves }, (_, wave) => {
    const { share, healthyNoise } = inWave(truth, wave);
    return (1 - share) * healthyNoise + share * truth.degradedNoise;
  });
}

/** Expected share of sessions that look degraded, i.e. half of whose replays or more diverge: what the interval is for. */
export function expectedFlagged(truth: Truth): number {
  return meanOverLanes(truth, (wave) => {
    const { share, healthyNoise } = inWave(truth, wave);
    return (1 - share) * atLeastHalf(healthyNoise) + share * atLeastHalf(truth.degradedNoise);
  });
}

function meanOverLanes(truth: Truth, ofWave: (wave: number) => number): number {
  let sum = 0;
  for (let lane = 0; lane < truth.lanes; lane++) sum += ofWave(waveOf(lane));
  return sum / truth.lanes;
}

/** P(X >= n / 2) for X ~ Bin(n, rate), n = replays of a session. */
function atLeastHalf(rate: number): number {
  let term = (1 - rate) ** replaysPerLane;
  let sum = 0;
  for (let count = 0; count <= replaysPerLane; count++) {
    if (count * 2 >= replaysPerLane) sum += term;
    term *= ((replaysPerLane - count) / (count + 1)) * (rate / (1 - rate));
  }
  return sum;
}
