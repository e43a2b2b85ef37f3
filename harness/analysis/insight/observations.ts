import type { ScoredReplay } from "../scoreRun.ts";
import { groupBy } from "../estimates.ts";

/** What the questions of this folder ask of a scored lane replay. */
export type Observation = {
  readonly promptId: string;
  readonly session: string;
  readonly lane: string;
  readonly wave: number;
  /** 0-based place among the scored replays of its session */
  readonly turn: number;
  /** age of its process when it began */
  readonly ageMin: number;
  readonly durationMin: number;
  readonly isFirstOfProcess: boolean;
  readonly diverged: 0 | 1;
};

/** Scored replays in the order of their sessions and turns. */
export function observationsOf(scored: readonly ScoredReplay[]): readonly Observation[] {
  return [...groupBy(scored, ({ replay }) => replay.session).values()].flatMap((own) =>
    own
      .toSorted((a, b) => a.replay.position - b.replay.position)
      .map(({ replay, diverged }, turn): Observation => ({
        promptId: replay.promptId,
        session: replay.session,
        lane: replay.lane,
        wave: replay.wave,
        turn,
        ageMin: replay.time.sessionAgeMs / 60_000,
        durationMin: replay.time.durationMs / 60_000,
        isFirstOfProcess: replay.spawns > 0,
        diverged: diverged ? 1 : 0,
      })),
  );
}

/** Diverged and scored replays of each session, or of any other unit. */
export function countsBy(
  observations: readonly Observation[],
  unitOf: (observation: Observation) => string,
): readonly { readonly diverged: number; readonly scored: number }[] {
  const counts = new Map<string, { diverged: number; scored: number }>();
  for (const observation of observations) {
    const unit = unitOf(observation);
    const count = counts.get(unit) ?? { diverged: 0, scored: 0 };
    counts.set(unit, count);
    count.diverged += observation.diverged;
    count.scored += 1;
  }
  return [...counts.values()];
}

/** Random draws that keep a test's work within bounds: fewer where each one is long. */
export function drawsFor(size: number, most: number): number {
  return Math.max(199, Math.min(most, Math.floor(1_000_000 / Math.max(1, size))));
}

/** Ages between which the replays are about equally many, from 0 up and rounded, so that a person could name them. */
export function ageBorders(
  observations: readonly Observation[],
  pieces: number,
): readonly number[] {
  const ages = observations.map(({ ageMin }) => ageMin).sort((a, b) => a - b);
  const borders = Array.from({ length: pieces - 1 }, (_, index) =>
    roundAge(ages[Math.floor((ages.length * (index + 1)) / pieces)] ?? 0),
  );
  return [...new Set([0, ...borders])].sort((a, b) => a - b);
}

function roundAge(minutes: number): number {
  return minutes >= 10 ? Math.round(minutes) : Math.round(minutes * 10) / 10;
}
