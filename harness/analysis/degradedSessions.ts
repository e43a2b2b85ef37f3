import { isDegraded } from "../divergence/divergence.ts";
import { groupBy, unknownEstimate } from "./estimates.ts";
import type { ReplayVerdict } from "./scoreRun.ts";
import { clusteredShare, exactShare, withEnoughUnits } from "./shares.ts";
import type { Estimate } from "./types.ts";

type Options = { readonly level: number; readonly oneReplayPerSession: boolean };

const overSessions = "Clopper-Pearson over sessions";
const overLanes = "Korn-Graubard over lanes";

/**
 * Share of sessions most of whose replays diverge. Clopper-Pearson where each lane holds one session; where a lane holds several, they may
 * share what sticks to its device, so the lane is the cluster.
 */
export function degradedShare(scored: readonly ReplayVerdict[], options: Options): Estimate {
  const { classified, sessions } = classifySessions(scored, options.oneReplayPerSession);
  const notes = [
    ...(options.oneReplayPerSession ? [oneReplayNote] : []),
    ...unclassifiedNotes(sessions - classified.length),
  ];
  if (classified.length === 0) {
    const why = "Degraded sessions are unknown: no session has two scored replays.";
    return unknownEstimate(
      overSessions,
      sessions === 0 ? ["Degraded sessions are unknown: no replay could be scored."] : [why],
    );
  }
  const lanes = [...groupBy(classified, ({ lane }) => lane).values()];
  const count = classified.filter(({ degraded }) => degraded).length;
  if (lanes.length === classified.length) {
    return exactShare(count, classified.length, {
      level: options.level,
      method: overSessions,
      notes,
    });
  }
  const clusters = lanes.map((own) => ({
    diverged: own.filter(({ degraded }) => degraded).length,
    scored: own.length,
  }));
  return withEnoughUnits(
    clusteredShare(clusters, { level: options.level, method: overLanes, notes }),
  );
}

const oneReplayNote =
  "One replay per session: a degraded session and a noisy replay cannot be told apart, so this share contains both.";

/** What most replays of a session say about it. */
export type ClassifiedSession = {
  readonly session: string;
  readonly lane: string;
  readonly degraded: boolean;
};

/** The sessions that can be classified, and how many there are in all; below two scored replays a session says nothing. */
export function classifySessions(
  scored: readonly ReplayVerdict[],
  oneReplayPerSession: boolean,
): { readonly classified: readonly ClassifiedSession[]; readonly sessions: number } {
  const sessions = [...groupBy(scored, ({ replay }) => replay.session)];
  const classified = sessions.flatMap(([session, replays]) => {
    const degraded = verdictOn(
      replays.map(({ diverged }) => diverged),
      oneReplayPerSession,
    );
    return degraded === null ? [] : [{ session, lane: replays[0]?.replay.lane ?? "", degraded }];
  });
  return { classified, sessions: sessions.length };
}

function verdictOn(diverged: readonly boolean[], oneReplayPerSession: boolean): boolean | null {
  if (oneReplayPerSession) return diverged.some(Boolean);
  return diverged.length < 2 ? null : isDegraded(diverged);
}

function unclassifiedNotes(unclassified: number): readonly string[] {
  if (unclassified === 0) return [];
  return [`${unclassified} sessions with fewer than two scored replays were not classified.`];
}
