import type { ChallengeRecord, ReplayRecord } from "../record/record.ts";

/** What a run tells while it goes on; listeners print and count, they never steer. */
export type RunEvent =
  | {
      readonly kind: "run-started";
      readonly runId: string;
      readonly waves: number;
      readonly lanes: number;
      readonly replays: number;
      /** replays that an earlier, interrupted sitting already saved */
      readonly alreadySaved: number;
    }
  | { readonly kind: "wave-started"; readonly wave: number; readonly lanes: number }
  | { readonly kind: "lane-finished"; readonly lane: string; readonly strategy: string }
  | { readonly kind: "replay-finished"; readonly replay: ReplayRecord }
  | {
      readonly kind: "challenge-started";
      readonly session: string;
      readonly suspected: ChallengeRecord["suspected"];
    }
  | { readonly kind: "wave-finished"; readonly wave: number }
  /** the answer is clear for all strategies, so the waves that were planned after this one are not played */
  | { readonly kind: "answer-clear"; readonly wave: number }
  | { readonly kind: "run-stopped"; readonly why: StopReason };

/** Why a run ended before its plan was fulfilled. What was finished is saved; the run can be resumed. */
export type StopReason =
  | { readonly kind: "interrupted" }
  | { readonly kind: "budget"; readonly limit: string }
  | { readonly kind: "agent-unusable"; readonly detail: string };
