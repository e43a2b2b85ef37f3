import { averageLinkage, connectedGroups } from "./clusters.ts";
import { medoidsOf } from "./medoid.ts";
import { rememberedDistances, withSubjects, type Distances, type Subject } from "./subjects.ts";
import { manyReplays, promptThresholds } from "./thresholds.ts";
import type { StructuredReplay, Thresholds } from "./types.ts";

/** Replays that do alike in all gating channels, up to the prompt's noise. */
export type ReplayMode = {
  /** ids of its replays, sorted */
  readonly replays: readonly string[];
  /** the replay whose structure lies closest to all others of the mode */
  readonly medoid: string;
  /** distinct structures in the gating channels */
  readonly ways: number;
};

export type ReplayModes = {
  readonly threshold: Thresholds;
  /** by client configuration, in order of appearance; the largest mode first */
  readonly configurations: ReadonlyMap<string, readonly ReplayMode[]>;
  /** what must be known to read them */
  readonly notes: readonly string[];
};

/** Each pair of them may have to be compared, at a millisecond and more. Large runs must stay within seconds. */
const mostCompared = 60;
const mostComparedOfMany = 40;
/** Candidates for the middle of a mode. */
const mostCandidates = 16;

/**
 * The ways in which the replays of one prompt are done: average-linkage clusters of the replays, cut at the noise thresholds. `modesOf`
 * counts one vote per session; here every replay counts, so that a session may hold replays of several modes. The most frequent 60
 * ways are clustered (40 of over 2,000 replays); a rarer one joins the largest mode whose medoid it is near to, or begins a mode of its
 * own. The medoid is one of the 16 most frequent ways of its mode.
 * @param replays of one prompt
 * @param all replays of the prompt under all client configurations, because they share the noise thresholds
 */
export function replayModes(
  replays: readonly StructuredReplay[],
  all: readonly StructuredReplay[],
): ReplayModes {
  const distances = rememberedDistances();
  const subjects = withSubjects(replays.toSorted((a, b) => compare(a.replayId, b.replayId)));
  const { threshold, note } = promptThresholds(withSubjects(all), all[0]?.gate ?? [], distances);
  const mostWays = all.length > manyReplays ? mostComparedOfMany : mostCompared;
  const yardstick = { threshold, distances, mostWays };
  const own = Map.groupBy(subjects, ({ clientConfiguration }) => clientConfiguration);
  const names = new Set(replays.map(({ clientConfiguration }) => clientConfiguration));
  const ways = [...names].map((name) => [name, waysOf(own.get(name) ?? [])] as const);
  const most = Math.max(0, ...ways.map(([, distinct]) => distinct.length));
  return {
    threshold,
    configurations: new Map(
      ways.map(([name, distinct]) => [name, modesAmong(distinct, yardstick)]),
    ),
    notes: [
      ...(note === "" ? [] : [note]),
      ...(most > mostWays
        ? [
            `${most} different ways are too many to compare each with each: the ${mostWays} most frequent were, the others joined the mode that they are near to.`,
          ]
        : []),
    ],
  };
}

type Yardstick = {
  readonly threshold: Thresholds;
  readonly distances: Distances;
  /** ways that are compared each with each */
  readonly mostWays: number;
};

/** A distinct structure with the replays that show it, sorted. */
type Way = { readonly subject: Subject; readonly replays: readonly string[] };

function waysOf(
  replays: readonly { readonly subject: Subject; readonly replayId: string }[],
): readonly Way[] {
  return [...Map.groupBy(replays, ({ subject }) => subject)]
    .map(([subject, shown]) => ({ subject, replays: shown.map(({ replayId }) => replayId) }))
    .sort((a, b) => b.replays.length - a.replays.length || compare(a.subject.hash, b.subject.hash));
}

function modesAmong(ways: readonly Way[], yardstick: Yardstick): readonly ReplayMode[] {
  const modes = clustersOf(ways.slice(0, yardstick.mostWays), yardstick).sort(bySize);
  for (const way of ways.slice(yardstick.mostWays)) {
    const near = modes.find(({ centre }) =>
      yardstick.distances.areNear(yardstick.threshold, centre.subject, way.subject),
    );
    if (near === undefined) modes.push({ centre: way, members: [way] });
    else near.members.push(way);
  }
  return modes
    .map(({ centre, members }) => ({
      replays: members.flatMap(({ replays }) => replays).sort(compare),
      medoid: centre.replays[0] ?? "",
      ways: members.length,
    }))
    .sort((a, b) => b.replays.length - a.replays.length || compare(a.medoid, b.medoid));
}

type GrowingMode = { readonly centre: Way; readonly members: Way[] };

function clustersOf(ways: readonly Way[], yardstick: Yardstick): GrowingMode[] {
  const { threshold, distances } = yardstick;
  const between =
    <T>(own: readonly Way[], ask: (t: Thresholds, a: Subject, b: Subject) => T, none: T) =>
    (a: number, b: number): T => {
      const [left, right] = [own[a]?.subject, own[b]?.subject];
      return left === undefined || right === undefined ? none : ask(threshold, left, right);
    };
  return connectedGroups(ways.length, between(ways, distances.areNear, true)).flatMap((points) => {
    const group = points.flatMap((point) => ways[point] ?? []);
    const isNear = between(group, distances.areNear, true);
    const isTight = group.every((_way, a) => group.every((_other, b) => b <= a || isNear(a, b)));
    const clusters = isTight
      ? [[...group.keys()]]
      : averageLinkage(weightsOf(group), between(group, distances.severity, 0), 1);
    return clusters.flatMap((indices) => {
      const members = indices.sort((a, b) => a - b).flatMap((index) => group[index] ?? []);
      // Ways come with the most frequent first.
      const candidates = members.slice(0, mostCandidates);
      const [middle] = medoidsOf(weightsOf(candidates), {
        exact: between(candidates, distances.severity, 0),
        bounds: between(candidates, distances.severityBounds, { low: 0, high: 0 }),
      });
      const centre = candidates[middle ?? 0];
      return centre === undefined ? [] : [{ centre, members }];
    });
  });
}

/** Largest first; ties go to the one whose middle has the smallest hash. */
function bySize(a: GrowingMode, b: GrowingMode): number {
  const size = ({ members }: GrowingMode) =>
    members.reduce((sum, { replays }) => sum + replays.length, 0);
  return size(b) - size(a) || compare(a.centre.subject.hash, b.centre.subject.hash);
}

function weightsOf(ways: readonly Way[]): number[] {
  return ways.map(({ replays }) => replays.length);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
