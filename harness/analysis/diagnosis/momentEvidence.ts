import { shuffled, type Random } from "../../base/base.ts";
import { exchangeTest, permutationTest } from "./permutation.ts";
import type { Material, Observation } from "./material.ts";
import { longSessions } from "./sessionEvidence.ts";
import type { Measurement } from "./types.ts";
import { countText, hasEnough, rateOf } from "./rates.ts";

/** Replays that a session must have on either side of a moment to tell anything about it. */
const fewestOnASide = 2;

/** That the moment is a matter of the calendar is asked only once there is an onset, so it needs no correction of its own. */
const significance = 0.05;

/**
 * Do running sessions turn bad at one moment of the calendar? Two questions in a row. Is there a moment at which sessions
 * turn? The moment is searched for, and the replays of each session are shuffled: that is the p of the table. And is it the
 * moment, or do sessions turn at that age in every wave? For that, whole sessions of a strategy are exchanged between waves.
 */
export function onsetAtOneTime(material: Material): Measurement {
  const sessions = longSessions(material).filter((own) => own.length >= 2 * fewestOnASide);
  const moments = momentsOf(sessions);
  const verdicts = sessions.map((own) => own.map(({ diverged }) => diverged));
  const best = moments.toSorted((a, b) => riseAt(b, verdicts) - riseAt(a, verdicts))[0];
  if (best === undefined) {
    return {
      id: "onset-at-one-time",
      measured: "no two sessions ran across a common moment",
      n: 0,
      basis: { kind: "test", p: null, holds: false, isEnough: false },
    };
  }
  const highest = (arranged: readonly Verdicts[]) =>
    moments.reduce((most, moment) => Math.max(most, riseAt(moment, arranged)), 0);
  const units = sessions.map((own, index) => ({
    group: `${own[0]?.strategy}/${own.length}`,
    value: verdicts[index] ?? [],
  }));
  const random = material.randomFor("onset-at-one-time");
  const ofCalendar = exchangeTest(units, highest, random) ?? 1;
  return {
    id: "onset-at-one-time",
    measured: `${describeMoment(best, sessions)}; p ${ofCalendar.toFixed(3)} that any wave does the same at that age`,
    n: sessions.length,
    basis: {
      kind: "test",
      p: permutationTest(() => shuffleEach(verdicts, random), highest, verdicts),
      holds: ofCalendar <= significance,
      isEnough: hasEnough(sessions.flat(), sessions.length),
    },
  };
}

/** Whether each replay of a session diverged, in the order in which they were played. */
type Verdicts = readonly boolean[];

function shuffleEach(verdicts: readonly Verdicts[], random: Random): readonly Verdicts[] {
  return verdicts.map((own) => (own.includes(true) ? shuffled(own, random) : own));
}

/** A moment, and the sessions that ran across it with the number of their replays that began before. */
type Moment = {
  readonly atMs: number;
  readonly across: readonly { readonly session: number; readonly before: number }[];
};

function momentsOf(sessions: readonly (readonly Observation[])[]): readonly Moment[] {
  const starts = [...new Set(sessions.flat().map(({ startMs }) => startMs))].sort((a, b) => a - b);
  return starts
    .map((atMs) => ({
      atMs,
      across: sessions.flatMap((own, session) => {
        const before = own.filter(({ startMs }) => startMs < atMs).length;
        const isAcross = before >= fewestOnASide && own.length - before >= fewestOnASide;
        return isAcross ? [{ session, before }] : [];
      }),
    }))
    .filter(({ across }) => across.length >= 2);
}

/** Diverged replays after a moment beyond those expected if the moment meant nothing, scaled to compare moments. */
function riseAt({ across }: Moment, verdicts: readonly Verdicts[]): number {
  let [excess, information] = [0, 0];
  for (const { session, before } of across) {
    const own = verdicts[session] ?? [];
    let [early, all] = [0, 0];
    for (let index = 0; index < own.length; index++) {
      if (own[index] !== true) continue;
      all++;
      if (index < before) early++;
    }
    const after = own.length - before;
    excess += all - early - (all * after) / own.length;
    information += (before * after) / own.length;
  }
  return excess / Math.sqrt(information);
}

function describeMoment(
  { atMs, across }: Moment,
  sessions: readonly (readonly Observation[])[],
): string {
  const own = across.flatMap(({ session }) => sessions[session] ?? []);
  const before = rateOf(own.filter(({ startMs }) => startMs < atMs));
  const after = rateOf(own.filter(({ startMs }) => startMs >= atMs));
  return `at minute ${Math.round(atMs / 60_000)}, in the ${across.length} sessions running then, ${countText(before)} before and ${countText(after)} after`;
}
