import { pairedShare } from "./pairedShare.ts";
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
 * Clopper-Pearson on draws when every session gave one, else Korn-Graubard over sessions. Only sessions count whose state was
 * confirmed by fresh replays before anything was done to them.
 */
export function recoveryOf(
  operation: string,
  outcomes: readonly ChallengeOutcome[],
  options: Options,
): Estimate {
  const degraded = outcomes.filter(({ isDegraded }) => isDegraded === true);
  const kept = degraded.filter(({ isConfirmed }) => isConfirmed !== false);
  const sessions = kept.map((outcome) => judgedSession(operation, outcome));
  const notes = [
    ...confirmationNotes(degraded, options),
    ...suspicionNotes(outcomes),
    ...unjudgedNotes(operation, sessions),
  ];
  if (!outcomes.some(({ draws }) => draws.length > 0)) {
    const none = outcomes.length === 0 ? "no session was challenged" : "no degraded one was found";
    return unknownEstimate(noMethod, [`Recovery is unknown: ${none}.`, ...notes]);
  }
  const played = sessions.filter(({ draws }) => draws.length > 0);
  if (played.length === 0) {
    const why =
      kept.length === 0
        ? "Recovery is unknown: no challenged session was degraded in the final analysis and confirmed."
        : `Recovery under ${operation} is unknown: no draw of it could be judged.`;
    return unknownEstimate(noMethod, [why, ...notes]);
  }
  return drawShare(played, (draw) => !draw.isDegraded, { ...options, notes });
}

/**
 * Recovery under an operation minus recovery under the sham, which changes nothing: what the operation itself did, in [-1, 1].
 * Both are applied to the same sessions, so their differences within sessions are what is averaged (`pairedShare`). Unknown
 * when no session met both.
 */
export function recoveryBeyondSham(
  operation: string,
  outcomes: readonly ChallengeOutcome[],
  { level }: Options,
): Estimate {
  const method = "difference to the sham within sessions";
  const kept = outcomes.filter((one) => one.isDegraded === true && one.isConfirmed !== false);
  const pairs = kept.flatMap((outcome) => {
    const own = recoveredShare(judgedSession(operation, outcome));
    const control = recoveredShare(judgedSession(sham, outcome));
    if (own.share === null || control.share === null) return [];
    return [
      {
        difference: own.share - control.share,
        observations: Math.max(own.draws, control.draws),
        gotWellBySham: control.share > 0,
      },
    ];
  });
  const share = pairedShare(pairs, level);
  if (share === null) {
    return unknownEstimate(method, [`No session met both ${operation} and the sham.`]);
  }
  const well = pairs.filter(({ gotWellBySham }) => gotWellBySham).length;
  const note = `Under the sham ${well} of ${pairs.length} of the same sessions recovered.`;
  return { ...share, level, n: pairs.length, method, notes: [note] };
}

/** Share of a session's draws after which it was healthy; null when none could be judged. */
function recoveredShare({ draws }: JudgedSession) {
  const well = draws.filter(({ isDegraded }) => !isDegraded).length;
  return { share: draws.length === 0 ? null : well / draws.length, draws: draws.length };
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

/** Sessions that got well by themselves are never counted as recovered. */
function confirmationNotes(
  degraded: readonly ChallengeOutcome[],
  { level }: Options,
): readonly string[] {
  if (degraded.length === 0) return [];
  const asked = degraded.filter(({ isConfirmed }) => isConfirmed !== null);
  const unconfirmed = degraded.length - asked.length;
  const doubt =
    unconfirmed === 0
      ? []
      : [
          `${unconfirmed} of ${degraded.length} degraded sessions could not be confirmed by fresh replays, so that some may have got well by themselves.`,
        ];
  const well = asked.filter(({ isConfirmed }) => isConfirmed === false);
  if (well.length === 0) return doubt;
  const share = exactShare(well.length, asked.length, {
    level,
    method: "Clopper-Pearson over challenged sessions",
    notes: [],
  });
  return [
    `${intervalWords(share)} degraded sessions looked healthy in fresh replays before anything was done to them; those are left out of recovery.`,
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
