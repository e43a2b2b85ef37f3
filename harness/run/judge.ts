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
  /**
   * Divergence rates of the lanes that were learnt since the last freeze, by strategy and in the order of their ids, judged by the
   * reference of the waves before; empty while there is none.
   */
  readonly laneRates: () => ReadonlyMap<string, readonly number[]>;
  readonly assess: (
    replays: readonly ReplayRecord[],
  ) => "degraded" | "healthy" | { readonly unknown: string };
  /** Whether replays of a prompt under a client configuration can be judged: its reference is known and not ambiguous. */
  readonly canJudge: (promptId: string, clientConfiguration: string) => boolean;
  /** Whether one replay diverges; null when it cannot be scored, or nothing is known yet. */
  readonly verdictOn: (replay: ReplayRecord) => boolean | null;
  /** Whether `remaining` more replays could not change what these replays show: playing them would only cost. */
  readonly isDecided: (replays: readonly ReplayRecord[], remaining: number) => boolean;
};

/** A judge that knows nothing until its first `freeze`. */
export function createJudge(run: Pick<RunRecord, "prompts">, parse: ParseSource): Judge {
  const gates = new Map(run.prompts.map((prompt) => [prompt.id, prompt.gate]));
  const learnt: StructuredReplay[] = [];
  let sinceFreeze: ReplayRecord[] = [];
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
      if (!isUsable(replay)) return;
      learnt.push(structured(replay));
      sinceFreeze.push(replay);
    },
    laneRates: () => {
      const reference = calibration;
      if (reference === null) return new Map();
      return ratesByStrategy(sinceFreeze, (own) => verdictsOf(own, reference));
    },
    freeze: () => {
      sinceFreeze = [];
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
    canJudge: (promptId, clientConfiguration) =>
      calibration?.prompts.some(
        (prompt) =>
          prompt.promptId === promptId &&
          prompt.clientConfiguration === clientConfiguration &&
          !prompt.ambiguous,
      ) ?? false,
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

/** Per strategy the share of diverging replays of each of its lanes, in the order of their ids; a lane without a verdict has none. */
function ratesByStrategy(
  replays: readonly ReplayRecord[],
  verdictsOf: (replays: readonly ReplayRecord[]) => readonly boolean[],
): ReadonlyMap<string, readonly number[]> {
  const rates = [...Map.groupBy(replays, ({ lane }) => lane)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const verdicts = verdictsOf(own);
      return verdicts.length === 0
        ? []
        : [{ strategy: own[0]?.strategy ?? "", rate: shareOfTrue(verdicts) }];
    });
  return new Map(
    [...Map.groupBy(rates, ({ strategy }) => strategy)].map(([strategy, own]) => [
      strategy,
      own.map(({ rate }) => rate),
    ]),
  );
}

function shareOfTrue(verdicts: readonly boolean[]): number {
  return verdicts.filter(Boolean).length / verdicts.length;
}

function isUsable(replay: ReplayRecord): boolean {
  const { kind } = replay.attestation;
  return !isMissing(replay.transcript.ending) && (kind === "attested" || kind === "not-observed");
}
