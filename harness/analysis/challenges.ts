import { isDegraded } from "../divergence/divergence.ts";
import type { ChallengeRecord, ReplayRecord, RunRecords } from "../record/record.ts";
import { groupBy } from "./estimates.ts";

/** The operation that changes nothing: what recovers under it was never degraded, or got well by itself. */
export const sham = "continue";

/** A challenged session as the final analysis judges it; null where too few of its replays could be scored. */
export type ChallengeOutcome = {
  readonly session: string;
  readonly suspected: ChallengeRecord["suspected"];
  readonly isDegraded: boolean | null;
  readonly draws: readonly DrawOutcome[];
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
    records.replays.filter(({ purpose }) => purpose.kind === "lane"),
    ({ session }) => session,
  );
  const ofDraw = groupBy(records.replays, drawKey);
  const judge = (replays: readonly ReplayRecord[] | undefined, least: number) => {
    const verdicts = (replays ?? []).map(({ id }) => verdictOf(id)).filter((v) => v !== null);
    if (verdicts.length < least) return null;
    return verdicts.length === 1 ? verdicts[0] === true : isDegraded(verdicts);
  };
  return records.challenges.map(({ id, session, suspected, draws }) => ({
    session,
    suspected,
    isDegraded: judge(ofSession.get(session), 2),
    draws: draws.map((draw) => ({
      operation: draw.operation,
      ordinal: draw.ordinal,
      isDegraded: judge(ofDraw.get(`${id}/${draw.id}`), fewest),
    })),
  }));
}

function drawKey({ purpose }: ReplayRecord): string | null {
  return purpose.kind === "challenge" ? `${purpose.challenge}/${purpose.draw}` : null;
}
