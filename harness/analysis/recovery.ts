import { sham, type ChallengeOutcome, type DrawOutcome } from "./challenges.ts";
import { unknownEstimate } from "./estimates.ts";
import { clusteredShare, exactShare, intervalWords } from "./shares.ts";
import type { Estimate } from "./types.ts";

type Options = { readonly level: number };

/** The draws of one operation on one session whose result could be judged, with the session as their cluster. */
type JudgedSession = { readonly draws: readonly JudgedDraw[]; readonly unjudged: number };
type JudgedDraw = { readonly ordinal: number; readonly isDegraded: boolean };

/**
 * Probability that a degraded session is healthy after an operation. The challenged sessions are the independent units:
 * Clopper-Pearson on draws when every session gave one, else Korn-Graubard over sessions. Sessions that looked healthy again after the
 * sham are left out; the sham itself is judged on all of them.
 */
export function recoveryOf(
  operation: string,
  outcomes: readonly ChallengeOutcome[],
  options: Options,
): Estimate {
  const degraded = outcomes.filter(({ isDegraded }) => isDegraded === true);
  const kept =
    operation === sham ? degraded : degraded.filter((outcome) => !gotWellBySham(outcome));
  const sessions = kept.map((outcome) => judgedSession(operation, outcome));
  const notes = [
    ...shamNotes(degraded, options),
    ...suspicionNotes(outcomes),
    ...unjudgedNotes(operation, sessions),
  ];
  if (outcomes.length === 0) {
    return unknownEstimate(noMethod, ["Recovery is unknown: no session was challenged."]);
  }
  const played = sessions.filter(({ draws }) => draws.length > 0);
  if (played.length === 0) {
    const why =
      kept.length === 0
        ? "Recovery is unknown: no challenged session was degraded in the final analysis and stayed so under the sham."
        : `Recovery under ${operation} is unknown: no draw of it could be judged.`;
    return unknownEstimate(noMethod, [why, ...notes]);
  }
  return drawShare(played, (draw) => !draw.isDegraded, { ...options, notes });
}

/** Share of healthy sessions, chosen at random before anything was known of them, that came out degraded. */
export function harmOf(
  operation: string,
  outcomes: readonly ChallengeOutcome[],
  options: Options,
): Estimate {
  const sessions = outcomes
    .filter(({ suspected, isDegraded }) => suspected === "healthy" && isDegraded === false)
    .map((outcome) => judgedSession(operation, outcome))
    .filter(({ draws }) => draws.length > 0);
  if (sessions.length === 0) {
    return unknownEstimate(noMethod, ["Harm is unknown: no healthy session was challenged."]);
  }
  return drawShare(sessions, (draw) => draw.isDegraded, { ...options, notes: [] });
}

const noMethod = "none";

function judgedSession(operation: string, { draws }: ChallengeOutcome): JudgedSession {
  const own = draws.filter((draw) => draw.operation === operation);
  const judged = own.flatMap(({ ordinal, isDegraded }: DrawOutcome) =>
    isDegraded === null ? [] : [{ ordinal, isDegraded }],
  );
  return { draws: judged, unjudged: own.length - judged.length };
}

function drawShare(
  sessions: readonly JudgedSession[],
  counts: (draw: JudgedDraw) => boolean,
  { level, notes }: Options & { readonly notes: readonly string[] },
): Estimate {
  const first = sessions.flatMap(({ draws }) => draws.slice(0, 1));
  const onFirst = exactShare(first.filter(counts).length, first.length, {
    level,
    method: "Clopper-Pearson over challenged sessions",
    notes,
  });
  if (sessions.every(({ draws }) => draws.length === 1)) return onFirst;
  const clusters = sessions.map(({ draws }) => ({
    diverged: draws.filter(counts).length,
    scored: draws.length,
  }));
  return clusteredShare(clusters, {
    level,
    method: "Korn-Graubard over challenged sessions",
    notes: [
      ...notes,
      `Several draws per challenged session; on first draws alone ${intervalWords(onFirst)} (Clopper-Pearson).`,
    ],
  });
}

function gotWellBySham({ draws }: ChallengeOutcome): boolean {
  return draws.some(({ operation, isDegraded }) => operation === sham && isDegraded === false);
}

/** Sham recovery is never assumed to be 0. */
function shamNotes(degraded: readonly ChallengeOutcome[], { level }: Options): readonly string[] {
  if (degraded.length === 0) return [];
  const judged = degraded.filter(({ draws }) =>
    draws.some(({ operation, isDegraded }) => operation === sham && isDegraded !== null),
  );
  const unconfirmed = degraded.length - judged.length;
  const doubt =
    unconfirmed === 0
      ? []
      : [
          `${unconfirmed} of ${degraded.length} degraded sessions have no sham to confirm them, so that some may have got well by themselves.`,
        ];
  if (judged.length === 0) return doubt;
  const share = exactShare(judged.filter(gotWellBySham).length, judged.length, {
    level,
    method: "Clopper-Pearson over challenged sessions",
    notes: [],
  });
  return [
    `Sham: after \`${sham}\`, which changes nothing, ${intervalWords(share)} degraded sessions looked healthy again; those are left out of recovery.`,
    ...doubt,
  ];
}

function suspicionNotes(outcomes: readonly ChallengeOutcome[]): readonly string[] {
  const suspected = outcomes.filter((outcome) => outcome.suspected === "degraded");
  const acquitted = suspected.filter(({ isDegraded }) => isDegraded !== true).length;
  if (acquitted === 0) return [];
  return [
    `${acquitted} of ${suspected.length} sessions suspected during the run were not degraded in the final analysis; they count neither for recovery nor for harm.`,
  ];
}

function unjudgedNotes(operation: string, sessions: readonly JudgedSession[]): readonly string[] {
  const unjudged = sessions.reduce((sum, session) => sum + session.unjudged, 0);
  if (unjudged === 0) return [];
  return [
    `${unjudged} draws of ${operation} had too few usable replays to be judged and were left out.`,
  ];
}
