import fc from "fast-check";
import { expect, test } from "vitest";
import { fisherExact } from "../statistics/statistics.ts";
import { exactStratifiedTest, type ScoredStratum } from "./exactStratifiedTest.ts";

/** @param pattern one character per place: the score, `!` behind it for a label */
function stratum(pattern: string): ScoredStratum {
  return [...pattern.matchAll(/(\d)(!?)/g)].map(([, score, label]) => ({
    score: Number(score),
    labelled: label === "!",
  }));
}

test("one stratum with scores 0 and 1 is Fisher's exact test", () => {
  const test = exactStratifiedTest([stratum("1!1!1!1000!00")]);
  expect(test.greater).toBeCloseTo(fisherExact([3, 1], [1, 4]).greater, 12);
  expect(test).toMatchObject({ statistic: 3, informative: 1 });
});

test("law: the tail is the share of all arrangements of the labels that reach the sum", () => {
  const place = fc.record({ score: fc.integer({ min: 0, max: 2 }), labelled: fc.boolean() });
  const smallStratum = fc.array(place, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(smallStratum, { minLength: 1, maxLength: 3 }), (strata) => {
      const test = exactStratifiedTest(strata);
      if (test.greater === null) return;
      const sums = strata.reduce<number[]>(
        (before, own) => before.flatMap((sum) => subsetSums(own).map((added) => sum + added)),
        [0],
      );
      const reached = strata.flat().reduce((s, p) => s + (p.labelled ? p.score : 0), 0);
      const share = sums.filter((sum) => sum >= reached).length / sums.length;
      expect(test.greater).toBeCloseTo(share, 10);
    }),
  );
});

test("four sessions that are healthy first and degraded later are no accident", () => {
  const test = exactStratifiedTest(Array.from({ length: 4 }, () => stratum("00001!1!1!1!")));
  expect(test.greater).toBeCloseTo(1 / 70 ** 4, 12);
});

test("strata in which nothing differs say nothing, and alone they give no p", () => {
  const silent = [stratum("0!0!"), stratum("01"), stratum("1!0!")];
  expect(exactStratifiedTest(silent)).toMatchObject({ greater: null, informative: 0 });
});

/** Sums of the scores of all choices of as many places as carry a label. */
function subsetSums(own: ScoredStratum): number[] {
  const wanted = own.filter(({ labelled }) => labelled).length;
  return Array.from({ length: 2 ** own.length }, (_, mask) =>
    own.filter((_place, index) => (mask >> index) & 1),
  )
    .filter((chosen) => chosen.length === wanted)
    .map((chosen) => chosen.reduce((sum, { score }) => sum + score, 0));
}
