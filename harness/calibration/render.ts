import { counted } from "../base/base.ts";
import { simulated, table } from "./markdown.ts";
import { isReferenceTruth } from "./truths.ts";
import type { Average, CalibrationResult, CellResult, GateResult, Metric } from "./types.ts";

/** The whole calibration as Markdown. The same result gives the same bytes. */
export function renderCalibrationMarkdown(result: CalibrationResult): string {
  const { seed, runs, cells, gates } = result;
  const replayCells = cells.filter(({ kind }) => kind === "replays");
  const structureCells = cells.filter(({ kind }) => kind === "structures");
  const total = replayCells.length * runs.replays + structureCells.length * runs.structures;
  const all = cells.length > 0 && replayCells.length > 0;
  return [
    "## Calibration of sametwice",
    `> ${simulated}`,
    `${verdictOf(result)} ${total} simulated runs: ${counted(replayCells.length, "truth")} x ${runs.replays} at the level of replays, ${counted(structureCells.length, "truth")} x ${runs.structures} with whole transcripts; 8 replays per lane, 3 waves; seed ${seed}. Intervals are at 95 %, tests at 5 %; ± is one Monte-Carlo standard error.`,
    "### Gates",
    "A coverage may lie three standard errors below what is nominal, a rate of false alarms three above it.",
    table(["gate", "observed", "expected", "limit", "n", ""], gates.map(gateRow)),
    ...(all
      ? [
          "### Intervals: coverage, mean width, bias",
          "pi: share of degraded sessions, q0 and q1: how often replays of healthy and of degraded sessions diverge. Where pi is small and lanes are few, a run may hold no degraded session at all; the upper limit then allows for the slice that so many sessions may have missed, which makes it wide.",
          table(
            ["truth", "reset", "restart", "degraded share", "reset - twin", "healed - reset"],
            replayCells.map(intervalRow),
          ),
          "### Tests: false alarms and power",
          "`twin` is a copy of `reset` (A/A), `restart` draws the slice anew for every replay at the same long-run rate, `healed` has no slice. Stickiness is a false alarm where pi is 0, power elsewhere; e-processes are looked at after each of 300 sessions, with the border at the truth and at half of it.",
          table(
            [
              "truth",
              "stickiness",
              "A/A",
              "reset, restart",
              "power: healed",
              "e-process, at truth",
              "e-process, at half",
            ],
            replayCells.map(testRow),
          ),
        ]
      : []),
    "### References and thresholds",
    "With whole transcripts: is the reference the healthy way (of the prompts that have one), how many prompts are called ambiguous, how far lies the noise threshold from that of a run in which all is healthy, and how far the divergence rate from what was planted?",
    table(
      [
        "truth",
        "reference healthy",
        "ambiguous",
        "threshold bias",
        "rate bias",
        "missed",
        "invented",
      ],
      structureCells.map(structureRow),
    ),
    "",
  ].join("\n\n");
}

/** The verdict and the gates, for a terminal. */
export function renderCalibrationTerminal(result: CalibrationResult): string {
  const width = Math.max(...result.gates.map(({ name }) => name.length));
  const lines = result.gates.map((gate) => {
    const [, observed, , limit, , outcome] = gateRow(gate);
    const sign = gate.side === "at-least" ? ">=" : "<=";
    return `${outcome === "passed" ? " " : "!"} ${gate.name.padEnd(width)}  ${observed} ${sign} ${limit}  ${outcome}`;
  });
  return ["SIMULATED", ...lines, verdictOf(result), ""].join("\n");
}

function verdictOf({ gates, passed }: CalibrationResult): string {
  const failed = gates.filter((gate) => !gate.passed).length;
  if (gates.length === 0) return "NOT CALIBRATED: nothing was measured.";
  return passed
    ? `CALIBRATED: all ${gates.length} gates passed.`
    : `NOT CALIBRATED: ${failed} of ${gates.length} gates failed.`;
}

function gateRow({ name, observed, expected, limit, n, passed }: GateResult): readonly string[] {
  return [
    name,
    three(observed),
    three(expected),
    three(limit),
    `${n}`,
    passed ? "passed" : "FAILED",
  ];
}

function intervalRow({ truth, averages }: CellResult): readonly string[] {
  const interval = (name: "reset" | "restart" | "degraded" | "twin" | "healed") =>
    `${cell(averages, `${name}.covered`)}, ${plain(averages[`${name}.width`])}, ${plain(averages[`${name}.bias`])}`;
  return [
    truthText(truth),
    interval("reset"),
    interval("restart"),
    interval("degraded"),
    interval("twin"),
    interval("healed"),
  ];
}

function testRow({ truth, averages }: CellResult): readonly string[] {
  const metrics: readonly Metric[] = [
    "stickiness.rejected",
    "twin.rejected",
    "restart-reset.rejected",
    "healed.rejected",
    "eprocess.alarmed",
    "eprocess.found",
    "stopping.too-high",
    "stopping.low-enough",
  ];
  return [truthText(truth), ...metrics.map((metric) => cell(averages, metric))];
}

function structureRow({ truth, averages }: CellResult): readonly string[] {
  const metrics = [
    "reference-healthy",
    "ambiguous",
    "threshold-bias",
    "rate-bias",
    "missed",
    "invented",
  ] as const;
  return [truthText(truth), ...metrics.map((metric) => cell(averages, `structures.${metric}`))];
}

function truthText(truth: CellResult["truth"]): string {
  const { lanes, share, healthyNoise, degradedNoise, drift } = truth;
  const noise = share === 0 ? `q0 ${healthyNoise}` : `q0 ${healthyNoise}, q1 ${degradedNoise}`;
  const marks = `${drift === "slow" ? ", drift" : ""}${isReferenceTruth(truth) ? " (reference)" : ""}`;
  return `${lanes} lanes, pi ${share}, ${noise}${marks}`;
}

function cell(averages: CellResult["averages"], metric: Metric): string {
  const average = averages[metric];
  return average === undefined ? "-" : `${three(average.mean)} ±${three(average.standardError)}`;
}

function plain(average: Average | undefined): string {
  return average === undefined ? "-" : three(average.mean);
}

function three(value: number): string {
  return value.toFixed(3).replace(/^-(0\.0+)$/, "$1");
}
