import type { Random } from "../../base/base.ts";
import { holm, stickinessTest } from "../../statistics/statistics.ts";
import { groupBy } from "../estimates.ts";
import { associationTest, type AssociatedUnit } from "./associationTest.ts";
import { belongingText } from "./belongingText.ts";
import type { AskedMode, PlacedReplay, TestedMode } from "./testedMode.ts";
import type { Belonging, Factor } from "./types.ts";

/** Below this many independent units a pattern is an anecdote. */
const fewestToTell = 6;
const alpha = 0.05;
/** Arrangements of the permutation tests; the largest runs make do with fewer. */
const draws = 4_999;
const drawsOfMany = 1_999;
const many = 2_000;

const factors: readonly Factor[] = ["session", "wave", "version", "strategy"];

/**
 * Whether modes belong to sessions, waves, versions or strategies. For sessions the replays are exchanged between the sessions of one
 * strategy and wave; for the others whole lanes are, because replays of a lane are no independent witnesses. Holm over all tests.
 * @param modes those that are asked about, of several replays each
 */
export function belongingOf(
  placed: readonly PlacedReplay[],
  modes: readonly string[],
  randomFor: (what: string) => Random,
): readonly Belonging[] {
  const tests = modes.flatMap((mode) =>
    factors.map((factor) => {
      const random = randomFor(`${mode}/${factor}`);
      const asked = { placed, mode, factor };
      return {
        ...asked,
        ...(factor === "session" ? sessionTest(asked, random) : laneTest(asked, factor, random)),
      };
    }),
  );
  const adjusted = adjust(tests.map(({ p }) => p));
  return tests.map((test, index) => {
    const pAdjusted = adjusted[index] ?? null;
    const answer = pAdjusted === null ? "unclear" : pAdjusted < alpha ? "belongs" : "no-sign";
    const { mode, factor, p, n, why } = test;
    const text = belongingText({ ...test, answer, pAdjusted });
    return { mode, factor, answer, p, pAdjusted, n, why, text };
  });
}

type TestResult = Pick<TestedMode, "p" | "n" | "why">;

function sessionTest({ placed, mode }: AskedMode, random: Random): TestResult {
  const sessions = groupBy(placed, ({ replay }) => replay.session);
  const n = [...sessions.values()].filter((own) => own.length > 1).length;
  if (n < fewestToTell)
    return unknown(n, `${n} sessions played the prompt more than once; ${fewestToTell} are needed`);
  const { p, note } = stickinessTest(
    placed.map(({ replay, mode: own }) => ({
      cell: JSON.stringify([replay.strategy, replay.wave]),
      unit: replay.session,
      diverged: own === mode ? 1 : 0,
    })),
    random,
    drawsFor(placed.length),
  );
  return { p, n, why: note ?? "" };
}

function laneTest(
  asked: AskedMode,
  factor: Exclude<Factor, "session">,
  random: Random,
): TestResult {
  const lanes = [...groupBy(asked.placed, ({ replay }) => replay.lane).values()];
  const units = lanes.flatMap((own): readonly AssociatedUnit[] => {
    const level = mostFrequent(own.flatMap(({ replay }) => replay[factor] ?? []));
    if (level === null) return [];
    const value = own.filter(({ mode }) => mode === asked.mode).length / own.length;
    return [{ level, stratum: stratumOf(own, factor), value }];
  });
  const n = units.length;
  const levels = [...new Set(units.map(({ level }) => level))];
  if (levels.length === 0) return unknown(n, `no ${factor} is known`);
  if (levels.length === 1) return unknown(n, `there is only the ${factor} ${levels[0]}`);
  if (n < fewestToTell) return unknown(n, `there are ${n} lanes; ${fewestToTell} are needed`);
  const p = associationTest(units, random, drawsFor(asked.placed.length));
  return { p, n, why: p === null ? `within a ${other[factor]} nothing differs` : "" };
}

/** What must be equal for lanes to be exchangeable. */
const other = { wave: "strategy", version: "wave", strategy: "wave" } as const;

function stratumOf(own: readonly PlacedReplay[], factor: Exclude<Factor, "session">): string {
  return mostFrequent(own.flatMap(({ replay }) => replay[other[factor]] ?? [])) ?? "";
}

/** The most frequent text, the first of the alphabet where several are; null of nothing. */
function mostFrequent(texts: readonly string[]): string | null {
  const [best] = [...groupBy(texts, (text) => text)].sort(
    ([a, as], [b, bs]) => bs.length - as.length || (a < b ? -1 : 1),
  );
  return best?.[0] ?? null;
}

function drawsFor(replays: number): number {
  return replays > many ? drawsOfMany : draws;
}

function unknown(n: number, why: string): TestResult {
  return { p: null, n, why };
}

function adjust(p: readonly (number | null)[]): readonly (number | null)[] {
  const known = p.flatMap((one) => (one === null ? [] : [one]));
  const adjusted = holm(known);
  let next = 0;
  return p.map((one) => (one === null ? null : (adjusted[next++] ?? null)));
}
