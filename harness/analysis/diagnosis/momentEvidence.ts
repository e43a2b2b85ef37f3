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
  const observed = verdicts.map(divergedBefore);
  const best = moments.toSorted((a, b) => riseAt(b, observed) - riseAt(a, observed))[0];
  if (best === undefined) {
    return {
      id: "onset-at-one-time",
      measured: "no two sessions ran across a common moment",
      n: 0,
      basis: { kind: "test", p: null, holds: false, isEnough: false },
    };
  }
  const highest = (counts: readonly Counts[]) =>
    moments.reduce((most, moment) => Math.max(most, riseAt(moment, counts)), 0);
  const units = sessions.map((own, index) => ({
    group: `${own[0]?.strategy}/${own.length}`,
    value: observed[index] ?? [],
  }));
  const random = material.randomFor("onset-at-one-time");
  const ofCalendar = exchangeTest(units, highest, random) ?? 1;
  return {
    id: "onset-at-one-time",
    measured: `${describeMoment(best, sessions)}; p ${ofCalendar.toFixed(3)} that any wave does the same at that age`,
    n: sessions.length,
    basis: {
      kind: "test",
      p: permutationTest(() => shuffleEach(verdicts, observed, random), highest, observed),
      holds: ofCalendar <= significance,
      isEnough: hasEnough(sessions.flat(), sessions.length),
    },
  };
}

/** Whether each replay of a session diverged, in the order in which they were played. */
type Verdicts = readonly boolean[];

/** Diverged replays among the first so many of a session, from none to all. */
type Counts = readonly number[];

function shuffleEach(
  verdicts: readonly Verdicts[],
  observed: readonly Counts[],
  random: Random,
): readonly Counts[] {
  return verdicts.map((own, session) =>
    own.includes(true) ? divergedBefore(shuffled(own, random)) : (observed[session] ?? []),
  );
}

/** A moment, and the sessions that ran across it with the number of their replays that began before. */
type Moment = {
  readonly atMs: number;
  readonly across: readonly { readonly session: number; readonly before: number }[];
};

/** Of a run with more moments so many are tried, evenly spread: every arrangement of the test tries all of them again. */
const mostMoments = 1_000;

function momentsOf(sessions: readonly (readonly Observation[])[]): readonly Moment[] {
  const starts = [...new Set(sessions.flat().map(({ startMs }) => startMs))].sort((a, b) => a - b);
  const step = Math.max(1, starts.length / mostMoments);
  const tried = Array.from(
    { length: Math.min(starts.length, mostMoments) },
    (_none, index) => starts[Math.floor(index * step)] ?? 0,
  );
  const across = new Map(tried.map((atMs): [number, Moment["across"][number][]] => [atMs, []]));
  for (const [session, own] of sessions.entries()) {
    const played = own.map(({ startMs }) => startMs).sort((a, b) => a - b);
    const [first, last] = [played[fewestOnASide - 1] ?? 0, played.at(-fewestOnASide) ?? 0];
    for (let index = firstAfter(tried, first); index < tried.length; index++) {
      const atMs = tried[index] ?? 0;
      if (atMs > last) break;
      const before = played.filter((startMs) => startMs < atMs).length;
      across.get(atMs)?.push({ session, before });
    }
  }
  return [...across]
    .map(([atMs, own]) => ({ atMs, across: own }))
    .filter((moment) => moment.across.length >= 2);
}

/** Index of the first of ascending numbers that lies above a bound. */
function firstAfter(ascending: readonly number[], bound: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}

function divergedBefore(own: Verdicts): Counts {
  const counts = [0];
  let diverged = 0;
  for (const one of own) counts.push((diverged += one ? 1 : 0));
  return counts;
}

/** Diverged replays after a moment beyond those expected if the moment meant nothing, scaled to compare moments. */
function riseAt({ across }: Moment, counts: readonly Counts[]): number {
  let [excess, information] = [0, 0];
  for (const { session, before } of across) {
    const own = counts[session] ?? [0];
    const played = own.length - 1;
    const [early, all] = [own[before] ?? 0, own[played] ?? 0];
    const after = played - before;
    excess += all - early - (all * after) / played;
    information += (before * after) / played;
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
