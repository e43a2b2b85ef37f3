import type {
  ChallengeRecord,
  ReplayRecord,
  RunRecord,
  RunRecords,
  SessionRecord,
  WireRequest,
  WireTrace,
} from "../record/record.ts";

/**
 * Where runs are recorded. Every method that writes is one transaction: it has happened whole, or not at all.
 * All of them throw UserError for what the disk does (full, read-only, damaged, held by another process too long).
 */
export type Store = {
  /** @throws Error when a run of this id exists */
  readonly createRun: (run: RunRecord) => Promise<void>;
  /** Notes what the sequential tests of a run know, and how many replays it still plans. */
  readonly updateRun: (
    runId: string,
    changes: Pick<RunRecord, "sequential" | "plannedReplays">,
  ) => Promise<void>;
  /** @param finishedAt ISO 8601 */
  readonly finishRun: (runId: string, finishedAt: string) => Promise<void>;
  /** Saves or replaces a session of a run. */
  readonly saveSession: (runId: string, session: SessionRecord) => Promise<void>;
  /**
   * Saves a replay together with what was seen on the wire during it.
   * @throws Error when the run has a replay of this id: a finished replay never changes
   */
  readonly saveReplay: (runId: string, replay: ReplayRecord, trace: WireTrace) => Promise<void>;
  /** Saves or replaces a challenge of a run. */
  readonly saveChallenge: (runId: string, challenge: ChallengeRecord) => Promise<void>;
  /**
   * Everything of one run, each kind in the order of its ids, whoever finished first.
   * @param which an id, the beginning of one, or `latest`
   * @throws UserError when no run or more than one is meant, and when a record is not in its shape
   */
  readonly loadRun: (which: string) => Promise<RunRecords>;
  /** The requests of one replay in the order of their arrival; [] when nothing was recorded. */
  readonly loadRequests: (runId: string, replayId: string) => Promise<readonly WireRequest[]>;
  /** Newest first. */
  readonly listRuns: () => Promise<readonly RunRecord[]>;
  readonly savedReplayIds: (runId: string) => Promise<ReadonlySet<string>>;
  readonly close: () => Promise<void>;
};
