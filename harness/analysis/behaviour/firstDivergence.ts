import { divergedAmong, laneShare, sessionsAmong } from "./laneShare.ts";
import { groupBy } from "../estimates.ts";
import type { BehaviourReplay, Branch, FirstDivergence, StepView } from "./types.ts";

/** Readable steps of a replay; asked for few replays. */
export type ReadSteps = (replay: BehaviourReplay) => readonly StepView[];

type Options = { readonly level: number; readonly readSteps: ReadSteps };

const precedingShown = 3;
/** Where each replay goes its own way, there are as many branches as replays. */
const branchesDescribed = 20;

/**
 * The first step at which not all replays do the same: in which tool is used or, where all use the same, in what it is aimed at. It is the
 * first column of their alignment in which they differ, since all columns before it are their longest common beginning.
 */
export function firstDivergence(
  replays: readonly BehaviourReplay[],
  options: Options,
): FirstDivergence | null {
  return partingIn("tools", replays, options) ?? partingIn("targets", replays, options);
}

type Level = FirstDivergence["in"];

function partingIn(
  level: Level,
  replays: readonly BehaviourReplay[],
  options: Options,
): FirstDivergence | null {
  const stepAt = (replay: BehaviourReplay, at: number) => keyAt(level, replay, at);
  const common = commonBeginning(replays, stepAt);
  // Replays come sorted, so that of equally frequent branches the one with the smallest id stays first.
  const branches = [...groupBy(replays, (replay) => stepAt(replay, common))].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  if (branches.length < 2) return null;
  const rest = branches.slice(branchesDescribed);
  return {
    in: level,
    step: common + 1,
    preceding: precedingSteps(replays, common, options.readSteps),
    branches: branches
      .slice(0, branchesDescribed)
      .map(([step, own]) => branchOf(own, { all: replays, at: common, step, stepAt }, options)),
    rest: {
      branches: rest.length,
      replays: rest.reduce((sum, [, own]) => sum + own.length, 0),
    },
  };
}

function keyAt(level: Level, { structure }: BehaviourReplay, at: number): string | null {
  const token = structure.tools[at];
  if (token === undefined) return null;
  return level === "tools" ? token : JSON.stringify([token, structure.targets[at]?.target]);
}

/** Steps that all replays begin with. */
function commonBeginning(
  replays: readonly BehaviourReplay[],
  stepAt: (replay: BehaviourReplay, at: number) => string | null,
): number {
  const [first] = replays;
  if (first === undefined) return 0;
  for (let at = 0; ; at++) {
    const step = stepAt(first, at);
    if (step === null || replays.some((replay) => stepAt(replay, at) !== step)) return at;
  }
}

function precedingSteps(
  replays: readonly BehaviourReplay[],
  common: number,
  readSteps: ReadSteps,
): FirstDivergence["preceding"] {
  const [first] = replays;
  if (first === undefined) return [];
  const from = Math.max(0, common - precedingShown);
  return first.structure.tools.slice(from, common).map((token, index) => ({
    step: from + index + 1,
    token,
    target: commonAim(replays, from + index, readSteps),
  }));
}

/** What all replays aim their n-th call at; null when that differs, or nothing can be read. */
function commonAim(
  replays: readonly BehaviourReplay[],
  at: number,
  readSteps: ReadSteps,
): string | null {
  const [first] = replays;
  const target = first?.structure.targets[at]?.target;
  if (first === undefined || target === undefined) return null;
  if (replays.some(({ structure }) => structure.targets[at]?.target !== target)) return null;
  const aim = aimAt(first, at, readSteps);
  return aim === "" ? null : aim;
}

function aimAt(replay: BehaviourReplay, at: number, readSteps: ReadSteps): string {
  const call = readSteps(replay).filter(({ kind }) => kind === "call")[at];
  return call?.kind === "call" ? call.aim : "";
}

type Fork = {
  readonly all: readonly BehaviourReplay[];
  readonly at: number;
  readonly step: string | null;
  readonly stepAt: (replay: BehaviourReplay, at: number) => string | null;
};

function branchOf(
  own: readonly BehaviourReplay[],
  { all, at, step, stepAt }: Fork,
  { level, readSteps }: Options,
): Branch {
  return {
    token: own[0]?.structure.tools[at] ?? null,
    target: commonAim(own, at, readSteps),
    replays: own.length,
    sessions: sessionsAmong(own),
    share: laneShare(all, (replay) => stepAt(replay, at) === step, level),
    diverged: divergedAmong(own),
    example: own[0]?.id ?? "",
  };
}
