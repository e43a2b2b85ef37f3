import type { Random } from "../../base/base.ts";
import type { ClientText } from "../../record/record.ts";
import { holm, strategyPermutationTest } from "../../statistics/statistics.ts";
import { groupBy } from "../estimates.ts";
import { exactStratifiedTest } from "../exactStratifiedTest.ts";
import { textChange } from "../parity/textChange.ts";
import type { PartAssociation } from "./types.ts";
import { sideOf, stageOf, type SentReplay, type VaryingPart } from "./unusualParts.ts";

type Options = {
  readonly texts: readonly ClientText[];
  /** a generator of its own for each set of parts, so that one more part leaves the others' p alone */
  readonly randomFor: (part: string) => Random;
};

/** Tests every varying part; parts that vary in the same replays are one test. Sorted by p, the smallest first. */
export function associateParts(
  replays: readonly SentReplay[],
  varying: readonly VaryingPart[],
  options: Options,
): readonly PartAssociation[] {
  const alike = groupBy(
    varying,
    (one) => `${stageOf(one.part)}${sideOf(one.part)}${one.unusual.join("")}`,
  );
  const tested = [...alike.values()].flatMap(
    (parts) => associationOf(replays, parts, options) ?? [],
  );
  const adjusted = holm(tested.flatMap(({ p }) => p ?? []));
  return tested
    .map((one) => ({ ...one, pAdjusted: one.p === null ? null : (adjusted.shift() ?? null) }))
    .sort((a, b) => (a.p ?? 2) - (b.p ?? 2));
}

function associationOf(
  replays: readonly SentReplay[],
  parts: readonly VaryingPart[],
  { texts, randomFor }: Options,
): PartAssociation | null {
  const [first] = parts;
  if (first === undefined) return null;
  const marked = replays.map((replay, index) => ({
    ...replay,
    isUnusual: first.unusual[index] === 1,
  }));
  const unusual = marked.filter(({ isUnusual }) => isUnusual);
  return {
    parts: parts.map(({ part }) => part),
    stage: stageOf(first.part),
    side: sideOf(first.part),
    unusual: {
      diverged: unusual.filter(({ diverged }) => diverged).length,
      conforming: unusual.filter(({ diverged }) => !diverged).length,
    },
    lanes: new Set(unusual.map(({ lane }) => lane)).size,
    p: associationTest(marked, randomFor(first.part)),
    pAdjusted: null,
    changes: parts.map(({ part, before, after }) => ({
      part,
      before,
      after,
      text: textChange(part, { before, after }, texts),
    })),
  };
}

type MarkedReplay = SentReplay & { readonly isUnusual: boolean };

/**
 * Does divergence go with the unusual value? Replays of a lane are not independent, so the question is asked twice, each time
 * in a way that a sticky lane cannot answer for: within lanes (labels move among the replays of one lane, exact) and
 * between lanes (whole lanes change sides within wave and strategy). The smaller p counts twice where both could be asked.
 */
function associationTest(replays: readonly MarkedReplay[], random: Random): number | null {
  const lanes = [...groupBy(replays, ({ lane }) => lane).values()];
  const within = exactStratifiedTest(
    lanes.map((own) =>
      own.map(({ isUnusual, diverged }) => ({ score: isUnusual ? 1 : 0, labelled: diverged })),
    ),
  ).twoSided;
  const units = lanes.map((own) => ({
    stratum: `${own[0]?.wave}/${own[0]?.strategy}`,
    arm: shareOf(own, ({ isUnusual }) => isUnusual) >= 0.5 ? ("a" as const) : ("b" as const),
    rate: shareOf(own, ({ diverged }) => diverged),
  }));
  const between = units.some(({ arm }) => arm === "a")
    ? strategyPermutationTest(units, random, draws).p
    : null;
  const known = [within, between].flatMap((p) => p ?? []);
  return known.length === 0 ? null : Math.min(1, known.length * Math.min(...known));
}

/** The smallest p is 0.0005, small enough for Holm over a hundred parts. */
const draws = 1999;

function shareOf(replays: readonly MarkedReplay[], counts: (one: MarkedReplay) => boolean): number {
  return replays.filter(counts).length / replays.length;
}
