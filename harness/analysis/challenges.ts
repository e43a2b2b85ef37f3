import { isDegraded } from "../divergence/divergence.ts";
import type { ChallengeDraw, ChallengeRecord, ReplayRecord, RunRecords } from "../record/record.ts";
import { groupBy } from "./estimates.ts";

/** The operation that changes nothing: what recovers under it was never degraded, or got well by itself. */
export const sham = "continue";

/** A session that was looked at, as the final analysis judges it; null where too few of its replays could be scored. */
export type ChallengeOutcome = {
  readonly session: string;
  readonly origin: ChallengeRecord["origin"];
  readonly suspected: ChallengeRecord["suspected"];
  /** by the replays on which it was suspected */
  readonly isDegraded: boolean | null;
  /** by fresh replays after that; null when there were none */
  readonly isConfirmed: boolean | null;
  /** without the one that confirmed */
  readonly draws: readonly DrawOutcome[];
  /** replays played to classify it (those of lanes are not counted: they were played anyway) and to challenge it */
  readonly replays: { readonly screen: number; readonly challenge: number };
};

export type DrawOutcome = {
  readonly operation: string;
  readonly ordinal: number;
  readonly isDegraded: boolean | null;
};

/** True when the replay diverged, null when it could not be scored. */
export type VerdictOf = (replayId: string) => boolean | null;

/** Judges every challenge again: the live word that started it only decided where replays were spent. */
export function judgeChallenges(
  records: RunRecords,
  verdictOf: VerdictOf,
): readonly ChallengeOutcome[] {
  // One noisy replay must not condemn a session, unless a draw consists of no more.
  const fewest = Math.min(2, records.run.prompts.length);
  const ofSession = groupBy(
    records.replays.filter(({ purpose }) => purpose.kind !== "challenge"),
    ({ session }) => session,
  );
  const ofChallenge = groupBy(records.replays, ({ purpose }) =>
    purpose.kind === "challenge" ? purpose.challenge : null,
  );
  const ofDraw = groupBy(records.replays, drawKey);
  const judge = (replays: readonly ReplayRecord[] | undefined, least: number) => {
    const verdicts = (replays ?? []).map(({ id }) => verdictOf(id)).filter((v) => v !== null);
    if (verdicts.length < least) return null;
    return verdicts.length === 1 ? verdicts[0] === true : isDegraded(verdicts);
  };
  return records.challenges.map(({ id, session, origin, suspected, draws }) => {
    const isConfirmation = (draw: ChallengeDraw) =>
      suspected === "degraded" && draw.operation === sham && draw.ordinal === 1;
    const judged = ({ id: drawId }: ChallengeDraw) => judge(ofDraw.get(`${id}/${drawId}`), fewest);
    const confirmation = draws.find(isConfirmation);
    const after = confirmation === undefined ? null : judged(confirmation);
    return {
      session,
      origin,
      suspected,
      isDegraded: judge(ofSession.get(session), 2),
      isConfirmed: after,
      draws: draws
        .filter((draw) => !isConfirmation(draw))
        .map((draw) => ({
          operation: draw.operation,
          ordinal: draw.ordinal,
          isDegraded: judged(draw),
        })),
      replays: {
        screen: origin === "screen" ? (ofSession.get(session)?.length ?? 0) : 0,
        challenge: ofChallenge.get(id)?.length ?? 0,
      },
    };
  });
}

function drawKey({ purpose }: ReplayRecord): string | null {
  return purpose.kind === "challenge" ? `${purpose.challenge}/${purpose.draw}` : null;
}
