import { isWithin, type StructuredReplay } from "../../divergence/divergence.ts";
import { structureHash } from "../../structure/structure.ts";
import { groupBy } from "../estimates.ts";
import type { ScoredRun } from "../scoreRun.ts";

/** The usual way of a prompt: that of the reference, or the most frequent one where there is none. */
export const usualMode = 0;

/**
 * Which way each lane replay went about its prompt: 0 is the usual one, the others are numbered by frequency. Two replays go
 * the same way when they lie within the prompt's noise thresholds of the way's most frequent form. Ways are numbered per
 * prompt and client configuration.
 */
export function modesOf(run: ScoredRun): ReadonlyMap<string, number> {
  const cells = groupBy(
    run.structured,
    ({ promptId, clientConfiguration }) => `${promptId}/${clientConfiguration}`,
  );
  return new Map([...cells.values()].flatMap((cell) => modesOfCell(cell, run)));
}

function modesOfCell(
  replays: readonly StructuredReplay[],
  { calibrations, scores }: ScoredRun,
): readonly (readonly [string, number])[] {
  const [first] = replays;
  const calibration = calibrations.find(
    ({ promptId, clientConfiguration }) =>
      promptId === first?.promptId && clientConfiguration === first.clientConfiguration,
  );
  if (first === undefined || calibration === undefined) return [];
  const conforms = ({ replayId }: StructuredReplay) => {
    const score = scores.get(replayId);
    return score?.kind === "scored" && !score.diverged;
  };
  const usual = replays.filter(conforms);
  const forms = [
    ...groupBy(
      replays.filter((replay) => !conforms(replay)),
      ({ structure }) => structureHash(structure, first.gate),
    ),
  ].sort(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1));
  const ways: StructuredReplay[][] = [];
  for (const [, own] of forms) {
    const known = ways.find(([leader]) => isSameWay(leader, own[0], calibration.threshold));
    if (known === undefined) ways.push(own);
    else known.push(...own);
  }
  const numbered = ways.toSorted((a, b) => b.length - a.length);
  // Conforming replays are the usual way; without any, the most frequent way is.
  return (usual.length > 0 ? [usual, ...numbered] : numbered).flatMap((own, mode) =>
    own.map(({ replayId }) => [replayId, mode] as const),
  );
}

function isSameWay(
  a: StructuredReplay | undefined,
  b: StructuredReplay | undefined,
  threshold: ScoredRun["calibrations"][number]["threshold"],
): boolean {
  if (a === undefined || b === undefined) return false;
  return a.gate.every((channel) =>
    isWithin(threshold[channel] ?? 1, channel, a.structure, b.structure),
  );
}
