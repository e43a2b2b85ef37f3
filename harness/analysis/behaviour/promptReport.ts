import { seededRandom } from "../../base/base.ts";
import type { ReplayRecord, RunRecords } from "../../record/record.ts";
import { runHeader, type MatrixOptions } from "../computeMatrix.ts";
import { tally } from "../estimates.ts";
import { scoreRun } from "../scoreRun.ts";
import { exampleOf, usabilityOf } from "../selectReplays.ts";
import { behaviourOf } from "./behaviourOf.ts";
import type { BehaviourReplay, PromptReport } from "./types.ts";

type Asked = {
  readonly promptId: string;
  /** null: all strategies of the run, by client configuration */
  readonly strategy: string | null;
};

/**
 * How the lane replays of one prompt of a recorded run behave. Missing and unattested replays are counted and left out; verdicts and noise
 * thresholds are those of the whole prompt, also where one strategy is asked for. The permutation tests draw from the run's seed.
 * @throws RangeError for a prompt that the run has not (a bug in the caller, who asks the user)
 */
export function promptReport(
  records: RunRecords,
  { promptId, strategy }: Asked,
  { parse, level = 0.95 }: MatrixOptions,
): PromptReport {
  const { run } = records;
  const prompt = run.prompts.find(({ id }) => id === promptId);
  if (prompt === undefined) throw new RangeError(`The run has no prompt ${promptId}.`);
  const played = records.replays.filter(
    (replay) => replay.promptId === promptId && replay.purpose.kind === "lane",
  );
  const usable = played.filter((replay) => usabilityOf(replay).kind === "usable");
  const all = behaviourReplays(records, usable, parse);
  const isAsked = (one: { readonly strategy: string | null }) =>
    strategy === null || one.strategy === strategy;
  return {
    schema: "sametwice.prompt/1",
    run: runHeader(records),
    observed: run.observed,
    strategies: run.strategies.map(({ id }) => id).filter((id) => isAsked({ strategy: id })),
    leftOut: leftOutOf(played.filter(isAsked)),
    behaviour: behaviourOf(
      { promptId, gate: prompt.gate, replays: all.filter(isAsked), noiseFrom: all },
      { level, randomFor: (what) => seededRandom(run.seed, "behaviour", promptId, what) },
    ),
  };
}

function behaviourReplays(
  records: RunRecords,
  usable: readonly ReplayRecord[],
  parse: MatrixOptions["parse"],
): readonly BehaviourReplay[] {
  const { structured, scores } = scoreRun(records.run, usable, parse);
  const recorded = new Map(usable.map((replay) => [replay.id, replay]));
  const versions = new Map(records.sessions.map(({ id, cliVersion }) => [id, cliVersion]));
  return structured.flatMap(({ replayId, structure }) => {
    const replay = recorded.get(replayId);
    const score = scores.get(replayId);
    if (replay === undefined) return [];
    return [
      {
        id: replayId,
        structure,
        session: replay.session,
        lane: replay.lane,
        wave: String(replay.wave),
        version: replay.wire?.clientVersion ?? versions.get(replay.session) ?? null,
        strategy: replay.strategy,
        clientConfiguration: replay.clientConfiguration,
        diverged: score?.kind === "scored" ? score.diverged : null,
        transcript: replay.transcript,
        workspace: replay.workspace,
      },
    ];
  });
}

function leftOutOf(played: readonly ReplayRecord[]): PromptReport["leftOut"] {
  const judged = played.map(usabilityOf);
  const why = (kind: "missing" | "unattested") =>
    judged.flatMap((one) => (one.kind === kind ? [one.why] : []));
  const [missing, unattested] = [why("missing"), why("unattested")];
  return {
    missing: missing.length,
    unattested: unattested.length,
    notes: [
      ...(missing.length === 0
        ? []
        : [
            `${missing.length} of ${played.length} replays are missing (${tally(missing)}${exampleOf(played)}); they are no behaviour of the agent.`,
          ]),
      ...(unattested.length === 0
        ? []
        : [
            `In ${unattested.length} of ${played.length} replays the strategy demonstrably did not take effect, so they were left out.`,
          ]),
    ],
  };
}
