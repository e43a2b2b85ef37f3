import { isClear, takeInWave } from "../sequential/sequential.ts";
import type { RunContext } from "./context.ts";
import type { Judge } from "./judge.ts";

/** Decides at the end of each wave whether more are needed. */
export type Stopping = {
  /**
   * Takes in a complete wave and notes in the run what is known now. Called before the judge's freeze, so that a wave is judged by the
   * reference of earlier ones: a lane that helped to make its own yardstick would not be evidence.
   * @returns whether the run should stop: every strategy's answer is clear, and waves are left
   */
  readonly takeIn: (wave: number, judge: Judge) => Promise<boolean>;
};

/** For a run that plays its whole plan, `takeIn` does nothing. */
export function createStopping(context: RunContext): Stopping {
  const { run, plan, store } = context;
  let known = run.sequential;
  const last = plan.waves.length - 1;
  return {
    takeIn: async (wave, judge) => {
      if (known === null) return false;
      // A resumed run has the waves of earlier sittings in already.
      if (wave >= known.waves) {
        known = takeInWave(known, judge.laneRates());
        await store.updateRun(run.id, { sequential: known, plannedReplays: run.plannedReplays });
      }
      if (wave + 1 < known.waves || wave === last || !isClear(known)) return false;
      known = { ...known, stoppedAfter: wave + 1 };
      await store.updateRun(run.id, {
        sequential: known,
        plannedReplays: plannedUpTo(context, wave),
      });
      return true;
    },
  };
}

/** What the waves that are not played would have held is not missing. */
function plannedUpTo({ plan }: RunContext, last: number): Readonly<Record<string, number>> {
  const planned: Record<string, number> = {};
  for (const lane of plan.waves.slice(0, last + 1).flatMap((wave) => wave.lanes)) {
    planned[lane.strategy] = (planned[lane.strategy] ?? 0) + lane.replays.length;
  }
  return planned;
}
