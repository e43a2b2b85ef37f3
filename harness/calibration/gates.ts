import { averageOf } from "./moments.ts";
import { isReferenceTruth } from "./truths.ts";
import type { CellTotals, GateResult, Metric, Truth } from "./types.ts";

const nominal = 0.95;
const alpha = 1 - nominal;
/** A gate fails when what is observed lies further than this on the wrong side of what is expected; by chance once in 700. */
const standardErrors = 3;

type Gate = {
  readonly name: string;
  readonly metric: Metric;
  readonly side: GateResult["side"];
  readonly expected: number;
  readonly includes: (truth: Truth) => boolean;
};

const inGrid = (truth: Truth) => !isReferenceTruth(truth);
const slices = (truth: Truth) => inGrid(truth) && truth.share > 0;
const nothingSticks = (truth: Truth) => inGrid(truth) && truth.share === 0;

const gates: readonly Gate[] = [
  {
    name: "divergence of reset covers, reference truth",
    metric: "reset.covered",
    side: "at-least",
    expected: nominal,
    includes: isReferenceTruth,
  },
  covers("divergence of reset covers", "reset.covered"),
  covers("divergence of restart covers", "restart.covered"),
  covers("degraded share covers", "degraded.covered"),
  covers("difference of reset and its twin covers", "twin.covered"),
  covers("difference of reset and restart covers", "restart-reset.covered"),
  covers("difference of reset and healed covers", "healed.covered"),
  rejects("stickiness where nothing sticks", "stickiness.rejected", nothingSticks),
  rejects("reset against its twin (A/A)", "twin.rejected", inGrid),
  rejects("reset against restart, nothing sticks", "restart-reset.rejected", nothingSticks),
  rejects("reset against restart, equal rates", "restart-reset.rejected", slices),
  rejects("e-process over 300 looks", "eprocess.alarmed", inGrid),
  rejects("four strategies over six waves, any too high", "stopping.too-high", inGrid),
  rejects("four strategies over six waves, any low enough", "stopping.low-enough", inGrid),
  {
    name: "reference is the healthy way",
    metric: "structures.reference-healthy",
    side: "at-least",
    expected: 0.99,
    includes: inGrid,
  },
  atMostOnePercent("diverged replays taken for healthy", "structures.missed"),
  atMostOnePercent("healthy replays taken for diverged", "structures.invented"),
];

function covers(name: string, metric: Metric): Gate {
  return { name, metric, side: "at-least", expected: nominal, includes: inGrid };
}

function rejects(name: string, metric: Metric, includes: Gate["includes"]): Gate {
  return {
    name: `false alarms: ${name}`,
    metric,
    side: "at-most",
    expected: alpha,
    includes,
  };
}

function atMostOnePercent(name: string, metric: Metric): Gate {
  return { name, metric, side: "at-most", expected: 0.01, includes: inGrid };
}

/**
 * Holds the pooled results against what is nominal, once per number of lanes: coverage at least, errors at most, each within
 * three Monte-Carlo standard errors. Pooled over the truths, because a hundred gates of their own would fail by chance.
 */
export function holdToGates(cells: readonly CellTotals[]): readonly GateResult[] {
  return gates.flatMap((gate) => {
    const own = cells.filter(
      ({ truth, totals }) => gate.includes(truth) && totals.has(gate.metric),
    );
    return [...Map.groupBy(own, ({ truth }) => truth.lanes)].map(([lanes, ofLanes]) =>
      holdToGate(gate, lanes, ofLanes),
    );
  });
}

function holdToGate(gate: Gate, lanes: number, cells: readonly CellTotals[]): GateResult {
  const moments = cells.flatMap(({ totals }) => totals.get(gate.metric) ?? []);
  const n = moments.reduce((total, one) => total + one.n, 0);
  const sum = moments.reduce((total, one) => total + one.sum, 0);
  const observed = averageOf({ n, sum, squares: sum }).mean;
  const expected = gate.expected;
  // The error of the expected share, not of the observed one: with 20 hits of 20 the latter would be 0.
  const allowance = standardErrors * Math.sqrt((expected * (1 - expected)) / n);
  const isFloor = gate.side === "at-least";
  const limit = isFloor ? expected - allowance : expected + allowance;
  return {
    name: `${gate.name}, ${lanes} lanes`,
    side: gate.side,
    observed,
    expected,
    limit,
    n,
    passed: isFloor ? observed >= limit : observed <= limit,
  };
}
