import {
  calibrate,
  isDegraded,
  scoreAgainst,
  structuredReplay,
  type Calibration,
  type StructuredReplay,
} from "../divergence/divergence.ts";
import { isMissing } from "../transcript/transcript.ts";
import type { ParseSource } from "../structure/structure.ts";
import type { ReplayRecord, RunRecord } from "../record/record.ts";

/**
 * Says during a run whether a session looks degraded, judged by the reference of the waves that are complete. Its word
 * only decides which sessions are challenged; the final analysis judges every replay again.
 */
export type Judge = {
  /** Takes in a lane replay; used from the end of its wave on. */
  readonly learn: (replay: ReplayRecord) => void;
  /** Makes the reference from all that was learnt. Called between waves, so that it never depends on concurrency. */
  readonly freeze: () => void;
  readonly assess: (
    replays: readonly ReplayRecord[],
  ) => "degraded" | "healthy" | { readonly unknown: string };
  /** Whether one replay diverges; null when it cannot be scored, or nothing is known yet. */
  readonly verdictOn: (replay: ReplayRecord) => boolean | null;
  /** Whether `remaining` more replays could not change what these replays show: playing them would only cost. */
  readonly isDecided: (replays: readonly ReplayRecord[], remaining: number) => boolean;
};

/** A judge that knows nothing until its first `freeze`. */
export function createJudge(run: Pick<RunRecord, "prompts">, parse: ParseSource): Judge {
  const gates = new Map(run.prompts.map((prompt) => [prompt.id, prompt.gate]));
  const learnt: StructuredReplay[] = [];
  let calibration: Calibration | null = null;

  const structured = (replay: ReplayRecord) =>
    structuredReplay(replay, gates.get(replay.promptId) ?? [], parse);
  const verdictsOf = (replays: readonly ReplayRecord[], reference: Calibration): boolean[] =>
    replays.filter(isUsable).flatMap((replay) => {
      const score = scoreAgainst(structured(replay), reference);
      return score.kind === "scored" ? [score.diverged] : [];
    });

  return {
    learn: (replay) => {
      if (isUsable(replay)) learnt.push(structured(replay));
    },
    freeze: () => {
      // In the order of their ids: the order of arrival depends on concurrency.
      learnt.sort((a, b) => (a.replayId < b.replayId ? -1 : 1));
      calibration = calibrate(learnt);
    },
    assess: (replays) => {
      const reference = calibration;
      if (reference === null) return { unknown: "no wave is complete yet" };
      const verdicts = verdictsOf(replays, reference);
      if (verdicts.length < 2) return { unknown: "fewer than two replays could be scored" };
      return isDegraded(verdicts) ? "degraded" : "healthy";
    },
    verdictOn: (replay) =>
      calibration === null ? null : (verdictsOf([replay], calibration)[0] ?? null),
    isDecided: (replays, remaining) => {
      if (calibration === null) return false;
      const verdicts = verdictsOf(replays, calibration);
      if (verdicts.length < 2) return false;
      const conforming = Array.from({ length: remaining }, () => false);
      const diverging = Array.from({ length: remaining }, () => true);
      return isDegraded([...verdicts, ...conforming]) === isDegraded([...verdicts, ...diverging]);
    },
  };
}

function isUsable(replay: ReplayRecord): boolean {
  const { kind } = replay.attestation;
  return !isMissing(replay.transcript.ending) && (kind === "attested" || kind === "not-observed");
}
