import type { RunRecords } from "../record/record.ts";
import type { MatrixOptions } from "./computeMatrix.ts";
import { classifySessions, type ClassifiedSession } from "./degradedSessions.ts";
import { scoredAmong, scoreRun } from "./scoreRun.ts";
import { selectReplays, usabilityOf } from "./selectReplays.ts";

/** A session's verdict, and each of its scored replays'. */
export type ClassifiedRun = {
  readonly sessions: readonly (ClassifiedSession & { readonly strategy: string })[];
  readonly replays: readonly { readonly id: string; readonly diverged: boolean }[];
};

/** The verdicts behind the matrix, one by one, to be held against a known truth. Strategies with one replay per session have no sessions here. */
export function classifyRun(
  records: RunRecords,
  { parse }: Pick<MatrixOptions, "parse">,
): ClassifiedRun {
  const usable = records.replays.filter((replay) => usabilityOf(replay).kind === "usable");
  const scoredRun = scoreRun(records.run, usable, parse);
  const strategies = records.run.strategies.map(({ id, oneReplayPerSession }) => {
    const scored = scoredAmong(selectReplays(records, id).usable, scoredRun);
    const sessions = oneReplayPerSession ? [] : classifySessions(scored, false).classified;
    return { scored, sessions: sessions.map((session) => ({ ...session, strategy: id })) };
  });
  return {
    sessions: strategies.flatMap(({ sessions }) => sessions),
    replays: strategies.flatMap(({ scored }) =>
      scored.map(({ replay, diverged }) => ({ id: replay.id, diverged })),
    ),
  };
}
