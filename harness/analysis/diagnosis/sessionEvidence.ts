import { groupBy } from "../estimates.ts";
import { exactStratifiedTest, type ScoredStratum } from "../exactStratifiedTest.ts";
import { stickinessTest } from "../../statistics/statistics.ts";
import type { Material, Observation } from "./material.ts";
import type { Measurement } from "./types.ts";
import { countText, hasEnough, rateOf } from "./rates.ts";

/** Does divergence cluster in processes that play several replays? */
export function sticksToSession(material: Material): Measurement {
  const own = replaysOf(material, ({ oneReplayPerSession }) => !oneReplayPerSession);
  return stickiness(own, ({ session }) => session, {
    id: "sticks-to-session",
    unit: "sessions",
    material,
  });
}

/** Does divergence cluster in devices though every replay has a process of its own? */
export function sticksToDevice(material: Material): Measurement {
  const own = replaysOf(
    material,
    ({ oneReplayPerSession, changesIdentity }) => oneReplayPerSession && !changesIdentity,
  );
  return stickiness(own, ({ lane }) => lane, { id: "sticks-to-device", unit: "lanes", material });
}

/** Are sessions healthy first and degraded later? */
export function onsetInSession(material: Material): Measurement {
  const sessions = longSessions(material);
  const test = exactStratifiedTest(
    sessions.map((own) =>
      own.map(({ diverged }, index) => ({
        score: Math.floor((3 * index) / own.length),
        labelled: diverged,
      })),
    ),
  );
  const third = (wanted: number) =>
    rateOf(
      sessions.flatMap((own) =>
        own.filter((_, index) => Math.floor((3 * index) / own.length) === wanted),
      ),
    );
  return {
    id: "onset-in-session",
    measured:
      sessions.length === 0
        ? "no session played three replays"
        : `first third of a session ${countText(third(0))}, last third ${countText(third(2))} diverged`,
    n: sessions.length,
    basis: {
      kind: "test",
      p: test.greater,
      holds: test.statistic > test.expected,
      isEnough: hasEnough(sessions.flat(), sessions.length),
    },
  };
}

/** A pause from which on a session counts as idle: what vendors keep warm for a session is dropped about then. */
const idleFromMs = 5 * 60_000;

/** Do sessions diverge after a pause: right after it, or from it on? The smaller p counts twice. */
export function afterIdling(material: Material): Measurement {
  const sessions = longSessions(material);
  const rightAfter = sessions.map((own) => markAfterPause(own, false));
  const everAfter = sessions.map((own) => markAfterPause(own, true));
  const tests = [rightAfter, everAfter].map(exactStratifiedTest);
  const known = tests.flatMap(({ greater }) => greater ?? []);
  const paused = sessions.filter((own) => own.some(({ idleMs }) => idleMs >= idleFromMs));
  const replays = paused.flat();
  const isAfter = ({ idleMs }: Observation) => idleMs >= idleFromMs;
  return {
    id: "after-idling",
    measured:
      paused.length === 0
        ? "no session paused for five minutes or more"
        : `right after a pause ${countText(rateOf(replays.filter(isAfter)))}, else ${countText(rateOf(replays.filter((one) => !isAfter(one))))} diverged`,
    n: paused.length,
    basis: {
      kind: "test",
      p: known.length === 0 ? null : Math.min(1, 2 * Math.min(...known)),
      holds: tests.some(({ statistic, expected }) => statistic > expected),
      isEnough: hasEnough(replays, paused.length),
    },
  };
}

function markAfterPause(session: readonly Observation[], stays: boolean): ScoredStratum {
  let isAfter = false;
  return session.map(({ idleMs, diverged }) => {
    isAfter = idleMs >= idleFromMs || (stays && isAfter);
    return { score: isAfter ? 1 : 0, labelled: diverged };
  });
}

/** Sessions long enough to have a beginning and an end, each in the order in which it was played. */
export function longSessions({ observations }: Material): readonly (readonly Observation[])[] {
  return [...groupBy(observations, ({ session }) => session).values()]
    .filter((own) => own.length >= 3)
    .map((own) => own.toSorted((a, b) => a.startMs - b.startMs));
}

function replaysOf(
  { observations, strategies }: Material,
  isWanted: (traits: Material["strategies"][number]) => boolean,
): readonly Observation[] {
  const wanted = new Set(strategies.filter(isWanted).map(({ id }) => id));
  return observations.filter(({ strategy }) => wanted.has(strategy));
}

function stickiness(
  replays: readonly Observation[],
  unitOf: (replay: Observation) => string,
  about: {
    readonly id: "sticks-to-session" | "sticks-to-device";
    readonly unit: string;
    readonly material: Material;
  },
): Measurement {
  const units = [...groupBy(replays, unitOf).values()];
  const test = stickinessTest(
    replays.map((replay) => ({
      cell: `${replay.strategy}/${replay.wave}/${replay.promptId}`,
      unit: unitOf(replay),
      diverged: replay.diverged ? 1 : 0,
    })),
    about.material.randomFor(about.id),
  );
  const degraded = units.filter((own) => own.length > 1 && rateOf(own).rate >= 0.5).length;
  return {
    id: about.id,
    measured:
      replays.length === 0
        ? `no strategy shows it`
        : `in ${degraded} of ${units.length} ${about.unit} at least half of the replays diverged`,
    n: units.length,
    basis: { kind: "test", p: test.p, holds: true, isEnough: hasEnough(replays, units.length) },
  };
}
