import type { ReplayRecord } from "../record/record.ts";
import { meanOf } from "./estimates.ts";
import type { StrategyResult, Verdict } from "./types.ts";
import { compareRanges, overheadScale, parseClaim, positionOf, rangeText } from "./words.ts";
import type { WordRange } from "./words.ts";

type Overhead = StrategyResult["overhead"];
export type PerReplay = Overhead["perReplay"];

/** Mean cost of a strategy's usable replays in time, tokens, money and processes. */
export function costPerReplay(replays: readonly ReplayRecord[]): PerReplay {
  const wires = replays.flatMap(({ wire }) => (wire === null ? [] : [wire]));
  const costUsd = meanOf(wires.map((wire) => wire.costUsd));
  return {
    seconds: meanOf(replays.map(({ time }) => time.durationMs / 1_000)),
    wallSeconds: meanOf(replays.map(({ wallMs }) => wallMs / 1_000)),
    tokens: meanOf(wires.map(({ inputTokens, outputTokens }) => inputTokens + outputTokens)),
    // The record says 0 for a model of unknown price.
    costUsd: costUsd === 0 ? null : costUsd,
    processes: meanOf(replays.map(({ spawns }) => spawns)),
  };
}

/** A ratio this close to a border between two words, relative to the border, gets both. */
const borderWidth = 0.02;

/** Extra processes per replay from which an overhead is at least Medium, or at least Low-Medium. */
const manyProcesses = 0.5;
const someProcesses = 0.05;

/**
 * What a strategy costs against the baseline, as a word: the largest ratio of experiment seconds, tokens and cost, Low up
 * to 1.10, Medium up to 1.50, High above; two words within 2 % of a border. Starting processes is overhead of its own kind: half a process
 * more per replay than the baseline makes it at least Medium, a twentieth at least Low-Medium. Real time plays no part, so that the
 * word repeats from run to run.
 */
export function overhead(
  perReplay: PerReplay,
  baseline: PerReplay | null,
  claimed: string | null,
): Overhead {
  const ratio = {
    seconds: ratioOf(perReplay.seconds, baseline?.seconds ?? null),
    tokens: ratioOf(perReplay.tokens, baseline?.tokens ?? null),
    costUsd: ratioOf(perReplay.costUsd, baseline?.costUsd ?? null),
  };
  const known = Object.entries(ratio).flatMap(([name, value]) =>
    value === null ? [] : [{ name: ratioNames[name] ?? name, value }],
  );
  const [largest] = known.sort((a, b) => b.value - a.value);
  if (largest === undefined) {
    const verdict = claimed === null ? "no-claim" : "inconclusive";
    const note = "no usable replay of this strategy or of the baseline";
    return { label: null, claimed, verdict, perReplay, ratio, note };
  }
  const extra = (perReplay.processes ?? 0) - (baseline?.processes ?? 0);
  const range = atLeast(wordsOfRatio(largest.value), wordsOfProcesses(extra));
  const verdict = overheadVerdict(range, claimed);
  const doubt =
    verdict === "inconclusive"
      ? "; only partly as claimed, because it lies on the border of two words, which more replays would not move"
      : "";
  return {
    label: rangeText(range, overheadScale),
    claimed,
    verdict,
    perReplay,
    ratio,
    note: `${largest.name} x ${largest.value.toFixed(2)}, ${(perReplay.processes ?? 0).toFixed(2)} processes per replay${doubt}`,
  };
}

const ratioNames: Readonly<Record<string, string>> = {
  seconds: "time",
  tokens: "tokens",
  costUsd: "cost",
};

function ratioOf(value: number | null, baseline: number | null): number | null {
  if (value === null || baseline === null || baseline === 0) return null;
  // Means of equal costs differ in the last digits, which must not decide which ratio is the largest.
  return Number((value / baseline).toFixed(9));
}

function wordsOfRatio(ratio: number): WordRange {
  return {
    first: positionOf(ratio / (1 + borderWidth), overheadScale),
    last: positionOf(ratio / (1 - borderWidth), overheadScale),
  };
}

function wordsOfProcesses(extra: number): WordRange {
  if (extra >= manyProcesses) return { first: 1, last: 1 };
  if (extra >= someProcesses) return { first: 0, last: 1 };
  return { first: 0, last: 0 };
}

function atLeast(a: WordRange, b: WordRange): WordRange {
  return { first: Math.max(a.first, b.first), last: Math.max(a.last, b.last) };
}

function overheadVerdict(measured: WordRange, claimed: string | null): Verdict {
  if (claimed === null) return "no-claim";
  const range = parseClaim(claimed, overheadScale);
  return range === null ? "inconclusive" : compareRanges(measured, range);
}
