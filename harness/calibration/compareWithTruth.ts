import type { ClassifiedRun, Comparison, Estimate, Matrix } from "../analysis/analysis.ts";
import type { RunRecords } from "../record/record.ts";
import { clopperPearson } from "../statistics/statistics.ts";

/** What the vendor says of one replay; a line of its ground-truth file. */
export type PlayedTruth = {
  readonly replayId: string;
  /** experiments that the replay was in */
  readonly experiments: readonly string[];
  /** whether an experiment had its effect on it */
  readonly degraded: boolean;
  /** healthy way or degraded form */
  readonly way: string;
};

/** `hits` of `of`, with the exact 95 % interval. */
export type Share = {
  readonly hits: number;
  readonly of: number;
  readonly lower: number;
  readonly upper: number;
};

/** A real run through real processes beside what the vendor really did. */
export type ProfileResult = {
  readonly profile: string;
  readonly seed: number;
  readonly sessions: { readonly sensitivity: Share; readonly specificity: Share };
  readonly replays: { readonly sensitivity: Share; readonly specificity: Share };
  readonly slices: readonly {
    readonly strategy: string;
    /** sessions of which half or more of the replays were in an experiment */
    readonly really: Share;
    readonly found: Estimate;
  }[];
  readonly recovery: readonly {
    readonly strategy: string;
    /** draws from really degraded sessions that were really out of every experiment */
    readonly really: Share;
    readonly found: Estimate;
  }[];
  readonly mechanism: string;
  readonly verdict: Matrix["diagnosis"]["verdict"];
  /** A/A: the baseline against a copy of itself; null when the suite has no copy */
  readonly noiseBand: Comparison | null;
};

export type ProfileRun = {
  readonly records: RunRecords;
  readonly matrix: Matrix;
  readonly classified: ClassifiedRun;
  readonly played: readonly PlayedTruth[];
  /** id of the strategy that is a copy of the baseline */
  readonly copy: string;
};

/** Holds a run's verdicts against the vendor's ground truth. */
export function compareWithTruth({
  records,
  matrix,
  classified,
  played,
  copy,
}: ProfileRun): ProfileResult {
  const truths = new Map(played.map((truth) => [truth.replayId, truth]));
  const isHit = (ids: readonly string[]) =>
    ids.filter((id) => (truths.get(id)?.experiments.length ?? 0) > 0).length * 2 >= ids.length;
  const lanes = records.replays.filter(({ purpose }) => purpose.kind === "lane");
  const bySession = Map.groupBy(lanes, ({ session }) => session);
  const degradedAmong = (replays: RunRecords["replays"]) =>
    new Set(
      [...Map.groupBy(replays, ({ session }) => session)].flatMap(([session, own]) =>
        isHit(own.map(({ id }) => id)) ? [session] : [],
      ),
    );
  const reallyDegraded = degradedAmong(lanes);
  // Challenged are sessions of lanes and those that were screened; what came after the challenge began is its outcome.
  const challengedDegraded = degradedAmong(
    records.replays.filter(({ purpose }) => purpose.kind !== "challenge"),
  );
  const { vendor } = records.run;
  return {
    profile: vendor.kind === "simulated" ? vendor.profile : vendor.baseUrl,
    seed: records.run.seed,
    sessions: accuracyOf(
      classified.sessions.map(({ session, degraded }) => ({
        really: reallyDegraded.has(session),
        found: degraded,
      })),
    ),
    replays: accuracyOf(
      classified.replays.map(({ id, diverged }) => ({
        really: truths.get(id)?.degraded ?? false,
        found: diverged,
      })),
    ),
    slices: matrix.strategies.map(({ id, degradedSessions }) => {
      const own = records.sessions.filter(
        ({ id: session, strategy }) => strategy === id && bySession.has(session),
      );
      const really = own.filter((session) => reallyDegraded.has(session.id)).length;
      return { strategy: id, really: shareOf(really, own.length), found: degradedSessions };
    }),
    recovery: matrix.strategies.map(({ id, recovery }) => {
      const draws = drawsOf(records, id, challengedDegraded);
      const well = draws.filter((replayIds) => !isHit(replayIds)).length;
      return { strategy: id, really: shareOf(well, draws.length), found: recovery };
    }),
    mechanism: matrix.diagnosis.text,
    verdict: matrix.diagnosis.verdict,
    noiseBand: matrix.comparisons.find(({ b }) => b === copy) ?? null,
  };
}

/** The replays of each draw of an operation that was applied to a really degraded session. */
function drawsOf(
  { challenges, replays }: RunRecords,
  operation: string,
  reallyDegraded: ReadonlySet<string>,
): readonly (readonly string[])[] {
  return challenges
    .filter(({ session }) => reallyDegraded.has(session))
    .flatMap((challenge) =>
      challenge.draws
        .filter((draw) => draw.operation === operation)
        .map((draw) =>
          replays
            .filter(
              ({ purpose }) =>
                purpose.kind === "challenge" &&
                purpose.challenge === challenge.id &&
                purpose.draw === draw.id,
            )
            .map(({ id }) => id),
        ),
    )
    .filter((ids) => ids.length > 0);
}

function accuracyOf(cases: readonly { readonly really: boolean; readonly found: boolean }[]) {
  const bad = cases.filter(({ really }) => really);
  const good = cases.filter(({ really }) => !really);
  return {
    sensitivity: shareOf(bad.filter(({ found }) => found).length, bad.length),
    specificity: shareOf(good.filter(({ found }) => !found).length, good.length),
  };
}

function shareOf(hits: number, of: number): Share {
  return { hits, of, ...clopperPearson(hits, of, 0.95) };
}
