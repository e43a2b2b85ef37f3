import {
  compareWithBaseline,
  degradedShare,
  divergenceRate,
  stickinessOf,
} from "../analysis/analysis.ts";
import { holdToGates } from "./gates.ts";
import { measureRun, measureStopping, measureWatch, randomOf } from "./measureReplays.ts";
import { healthyYardstick, measureStructures } from "./measureStructures.ts";
import { addMeasured, averageOf, createCollector } from "./moments.ts";
import { allTruths, structureGrid } from "./truths.ts";
import type {
  Average,
  CalibrationResult,
  CellResult,
  CellTotals,
  Estimators,
  Measured,
  Task,
} from "./types.ts";

/** The estimators that the matrix is made with. */
export const productEstimators: Estimators = {
  divergenceRate,
  degradedShare,
  stickinessOf,
  compareWithBaseline,
};

/** How much is simulated. */
export type CalibrationSize = {
  readonly seed: number;
  /** simulated runs per truth, 1 or more */
  readonly runs: number;
  /** the same at the level of structures, where a run costs a hundred times as much */
  readonly structureRuns: number;
};

/** Runs per task: small enough to keep several workers busy to the end. */
const runsPerTask = 50;

/** Cuts a calibration into tasks, in the order in which their results are to be put together. How many cores there are plays no part. */
export function planCalibration(size: CalibrationSize): readonly Task[] {
  const tasksOf = (kind: Task["kind"], runs: number) =>
    (kind === "replays" ? allTruths() : structureGrid()).flatMap((truth) =>
      Array.from({ length: Math.ceil(runs / runsPerTask) }, (_, part) => ({
        kind,
        truth,
        seed: size.seed,
        from: part * runsPerTask,
        to: Math.min(runs, (part + 1) * runsPerTask),
      })),
    );
  return [...tasksOf("structures", size.structureRuns), ...tasksOf("replays", size.runs)];
}

/** Simulates and measures the runs of one task. */
export function playTask(task: Task, estimators: Estimators = productEstimators): Measured {
  const collector = createCollector();
  const { kind, truth } = task;
  const yardstick = kind === "structures" ? healthyYardstick() : null;
  for (let ordinal = task.from; ordinal < task.to; ordinal++) {
    const draws = { random: randomOf(task.seed, truth, ordinal), collector };
    if (yardstick === null) {
      measureRun(truth, estimators, draws);
      measureWatch(truth, draws);
      measureStopping(truth, draws);
    } else {
      measureStructures(truth, yardstick, draws);
    }
  }
  return collector.measured();
}

/**
 * Puts the results of all tasks together and holds them against the gates.
 * @param measured one per task, in the order of the tasks
 */
export function concludeCalibration(
  size: CalibrationSize,
  tasks: readonly Task[],
  measured: readonly Measured[],
): CalibrationResult {
  const parts = tasks.map((task, index) => ({ ...task, measured: measured[index] ?? {} }));
  const totals = [...Map.groupBy(parts, cellKey).values()].flatMap((ofCell) => {
    const [first] = ofCell;
    if (first === undefined) return [];
    return [
      {
        kind: first.kind,
        truth: first.truth,
        totals: addMeasured(ofCell.map((part) => part.measured)),
      },
    ];
  });
  const gates = holdToGates(totals);
  return {
    schema: "sametwice.calibration/1",
    seed: size.seed,
    runs: { replays: size.runs, structures: size.structureRuns },
    cells: totals.map(toCell),
    gates,
    passed: gates.length > 0 && gates.every(({ passed }) => passed),
  };
}

function cellKey({ kind, truth }: Task): string {
  return JSON.stringify([kind, truth]);
}

function toCell({ kind, truth, totals }: CellTotals & Pick<Task, "kind">): CellResult {
  const averages = [...totals].map(([metric, moments]) => [metric, averageOf(moments)] as const);
  return { kind, truth, averages: Object.fromEntries<Average>(averages) };
}
