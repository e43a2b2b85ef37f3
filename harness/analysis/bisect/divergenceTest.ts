import { counted } from "../../base/base.ts";
import {
  calibrate,
  scoreAgainst,
  structuredReplay,
  type Calibration,
} from "../../divergence/divergence.ts";
import type { ReplayRecord, RunRecord } from "../../record/record.ts";
import { eProcess, freshEProcess } from "../../statistics/statistics.ts";
import type { ParseSource } from "../../structure/structure.ts";
import { isMissing } from "../../transcript/transcript.ts";

export type DivergenceTestOptions = {
  readonly prompts: RunRecord["prompts"];
  readonly parse: ParseSource;
  /** border in (0, 1) between `within` and `beyond` */
  readonly most: number;
  /** chance of a wrong decision, however often one looks */
  readonly alpha: number;
};

/** Decides by sessions that come one after another whether a version diverges more than it may. */
export type DivergenceTest = {
  /**
   * Makes the reference of sessions that are not counted afterwards: a session must not be its own yardstick.
   * @returns whether they agree on what any of the prompts should look like
   */
  readonly calibrateWith: (replays: readonly ReplayRecord[]) => boolean;
  /** Counts sessions; replays in the order of their ids, so that the order of arrival means nothing. */
  readonly count: (replays: readonly ReplayRecord[]) => void;
  /** null while it is open */
  readonly decision: () => "within" | "beyond" | null;
  /** `8.3 % of what 24 sessions did diverged` */
  readonly evidence: () => string;
};

/** @see STATISTICS 2g; one e-process for either side of the border, one increment for each session */
export function createDivergenceTest(options: DivergenceTestOptions): DivergenceTest {
  const { prompts, parse, most, alpha } = options;
  const gates = new Map(prompts.map(({ id, gate }) => [id, gate]));
  const above = eProcess(freshEProcess(most, "above"));
  const below = eProcess(freshEProcess(most, "below"));
  const rates: number[] = [];
  let calibration: Calibration = { prompts: [] };
  const structured = (replay: ReplayRecord) =>
    structuredReplay(replay, gates.get(replay.promptId) ?? [], parse);
  return {
    calibrateWith: (replays) => {
      calibration = calibrate(inOrder(replays).filter(isUsable).map(structured));
      return calibration.prompts.some(({ ambiguous }) => !ambiguous);
    },
    count: (replays) => {
      for (const ofSession of sessionsOf(replays)) {
        const rate = rateOf(
          ofSession.map((replay) => scoreAgainst(structured(replay), calibration)),
        );
        if (rate === null) continue;
        rates.push(rate);
        above.update(rate);
        below.update(rate);
      }
    },
    decision: () => (above.p() <= alpha ? "beyond" : below.p() <= alpha ? "within" : null),
    evidence: () => {
      if (rates.length === 0) return "its sessions agree on no reference";
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
      return `${(mean * 100).toFixed(1)} % of what ${counted(rates.length, "session")} did diverged`;
    },
  };
}

function rateOf(scores: readonly ReturnType<typeof scoreAgainst>[]): number | null {
  const scored = scores.filter((score) => score.kind === "scored");
  if (scored.length === 0) return null;
  return scored.filter(({ diverged }) => diverged).length / scored.length;
}

function sessionsOf(replays: readonly ReplayRecord[]): readonly (readonly ReplayRecord[])[] {
  const usable = inOrder(replays).filter(isUsable);
  return [...Map.groupBy(usable, ({ session }) => session).values()];
}

function inOrder(replays: readonly ReplayRecord[]): readonly ReplayRecord[] {
  return replays.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function isUsable({ transcript, attestation }: ReplayRecord): boolean {
  return !isMissing(transcript.ending) && attestation.kind === "attested";
}
