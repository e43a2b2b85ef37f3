import { alignSequences, type ReplayMode, type Thresholds } from "../../divergence/divergence.ts";
import { differencesBetween, inOneLine } from "./differences.ts";
import type { ReadSteps } from "./firstDivergence.ts";
import { divergedAmong, laneShare, sessionsAmong } from "./laneShare.ts";
import type { BehaviourMode, BehaviourReplay, StepView } from "./types.ts";

/** Modes that are described; readers give up sooner. */
export const modesDescribed = 8;

type Surroundings = {
  readonly replays: readonly BehaviourReplay[];
  readonly threshold: Thresholds;
  readonly level: number;
  readonly readSteps: ReadSteps;
};

/** A, B ... Z, AA, AB ... */
export function modeName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : modeName(Math.floor(index / 26) - 1) + letter;
}

/** The largest modes with their medoids' transcripts, and how they differ from the first. */
export function describeModes(
  modes: readonly ReplayMode[],
  surroundings: Surroundings,
): readonly BehaviourMode[] {
  const { replays, threshold, level, readSteps } = surroundings;
  const byId = new Map(replays.map((replay) => [replay.id, replay]));
  const usual = byId.get(modes[0]?.medoid ?? "");
  return modes.slice(0, modesDescribed).flatMap((mode, index): readonly BehaviourMode[] => {
    const medoid = byId.get(mode.medoid);
    if (medoid === undefined || usual === undefined) return [];
    const ids = new Set(mode.replays);
    const own = replays.filter(({ id }) => ids.has(id));
    const differences =
      index === 0 ? [] : differencesBetween(usual.structure, medoid.structure, threshold);
    return [
      {
        name: modeName(index),
        replays: own.length,
        sessions: sessionsAmong(own),
        share: laneShare(replays, ({ id }) => ids.has(id), level),
        diverged: divergedAmong(own),
        ways: mode.ways,
        medoid: medoid.id,
        differences,
        difference: inOneLine(differences),
        steps: cut(readSteps(medoid), (steps) => ({ kind: "omitted", steps })),
        ending: medoid.structure.ending,
        besideA: index === 0 ? [] : beside(readSteps(usual), readSteps(medoid)),
      },
    ];
  });
}

type Pair = BehaviourMode["besideA"][number];

/** Two transcripts step by step; long runs of equal steps are left out. */
function beside(a: readonly StepView[], own: readonly StepView[]): readonly Pair[] {
  const { rows, columns } = alignSequences([keysOf(a), keysOf(own)]);
  const cells = (member: number, steps: readonly StepView[]) => {
    const row = rows.find(({ members }) => members.includes(member));
    return new Map(row?.columns.map((column, index) => [column, steps[index] ?? null]));
  };
  const [left, right] = [cells(0, a), cells(1, own)];
  const pairs = Array.from({ length: columns }, (_, column) =>
    apartWhereUnlike({ a: left.get(column) ?? null, own: right.get(column) ?? null }),
  ).flat();
  return cut(withoutLongRuns(pairs), omittedPair);
}

/** A call does not take the place of a text. */
function apartWhereUnlike({ a, own }: Pair): readonly Pair[] {
  if (a === null || own === null || a.kind === own.kind) return [{ a, own }];
  return [
    { a, own: null },
    { a: null, own },
  ];
}

/** What steps are aligned by; the answer stands beside the answer. */
function keysOf(steps: readonly StepView[]): readonly string[] {
  const last = steps.length - 1;
  return steps.map((step, index) => {
    if (step.kind === "call") return `call ${step.token}`;
    return index === last ? "answer" : step.kind;
  });
}

function omittedPair(steps: number): Pair {
  return { a: { kind: "omitted", steps }, own: { kind: "omitted", steps } };
}

/** Equal steps that stay around each difference, and at both ends. */
const context = 3;

function withoutLongRuns(pairs: readonly Pair[]): readonly Pair[] {
  const kept = new Set<number>();
  pairs.forEach((pair, index) => {
    if (areEqual(pair) && index !== 0 && index !== pairs.length - 1) return;
    for (let near = index - context; near <= index + context; near++) kept.add(near);
  });
  const result: Pair[] = [];
  let omitted = 0;
  for (const [index, pair] of pairs.entries()) {
    if (!kept.has(index)) {
      omitted++;
      continue;
    }
    if (omitted > 0) result.push(omittedPair(omitted));
    omitted = 0;
    result.push(pair);
  }
  return result;
}

/** What was said in between differs in nearly every replay and is no difference of behaviour. */
function areEqual({ a, own }: Pair): boolean {
  if (a?.kind === "text" && own?.kind === "text") return true;
  return JSON.stringify(a) === JSON.stringify(own);
}

/** A transcript of 50,000 steps is no reading. */
const mostSteps = 200;

/** The beginning and the end of a long list. */
function cut<T>(items: readonly T[], omitted: (steps: number) => T): readonly T[] {
  if (items.length <= mostSteps) return items;
  const half = mostSteps / 2;
  return [...items.slice(0, half), omitted(items.length - mostSteps), ...items.slice(-half)];
}
