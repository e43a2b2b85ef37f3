import type { ReplayVerdict } from "../analysis/analysis.ts";
import type { Random } from "../base/base.ts";
import { inWave, prompts, replaysPerLane, waveOf } from "./truths.ts";
import type { Truth } from "./types.ts";

/**
 * The strategies of a simulated run. `reset`: one session per lane · `twin`: the same once more (A/A) · `restart`: a new session, so
 * a new draw of the slice, for every replay, at the same long-run rate · `healed`: no session is ever degraded.
 */
export type Arm = "reset" | "twin" | "restart" | "healed";

/** The verdicts on all replays of one strategy: diverged or not, no transcripts. */
export function simulateArm(truth: Truth, arm: Arm, random: Random): readonly ReplayVerdict[] {
  return Array.from({ length: truth.lanes }, (_, lane) =>
    simulateLane(truth, arm, { lane, random }),
  ).flat();
}

function simulateLane(
  truth: Truth,
  arm: Arm,
  { lane: number, random }: { readonly lane: number; readonly random: Random },
): ReplayVerdict[] {
  const wave = waveOf(number);
  const lane = `${arm}-${number}`;
  const { share, healthyNoise } = inWave(truth, wave);
  const drawState = () => (arm === "healed" ? false : random() < share);
  let isDegraded = drawState();
  return Array.from({ length: replaysPerLane }, (_, position) => {
    if (arm === "restart") isDegraded = drawState();
    return {
      replay: {
        promptId: `prompt-${position % prompts}`,
        session: arm === "restart" ? `${lane}-${position}` : lane,
        lane,
        wave,
      },
      diverged: random() < (isDegraded ? truth.degradedNoise : healthyNoise),
    };
  });
}

/** Share of diverged replays in one session of `reset`. */
export function simulateSessionRate(truth: Truth, ordinal: number, random: Random): number {
  const verdicts = simulateLane(truth, "reset", { lane: ordinal, random });
  return verdicts.filter(({ diverged }) => diverged).length / verdicts.length;
}
