import fc from "fast-check";
import { expect, test } from "vitest";
import { accuracySpread, agreementRates } from "./agreementRates.ts";
import { cohenKappa } from "./cohenKappa.ts";
import { clusterEntropy } from "./entropy.ts";
import { fleissKappa } from "./fleissKappa.ts";
import { jensenShannonDivergence } from "./jensenShannon.ts";
import { krippendorffAlpha } from "./krippendorffAlpha.ts";
import { noiseComponents, pairedNoiseComponents } from "./noiseComponents.ts";
import { actionConsistency, outcomeConsistency, resourceConsistency } from "./reliabilityScores.ts";
import { alignmentDistance, commonSubsequence, multisetJaccard } from "./sequenceSimilarity.ts";
import { projectStandardError, variancePartition } from "./variancePartition.ts";

const answer = fc.constantFrom("a", "b", "c");
const prompts = fc.array(fc.array(answer, { minLength: 3, maxLength: 3 }), {
  minLength: 1,
  maxLength: 8,
});

test("law: perfect agreement is 1 by every measure, and renaming the answers changes none", () => {
  fc.assert(
    fc.property(prompts, (replays) => {
      const renamed = replays.map((row) => row.map((value) => `new ${value}`));
      expect(agreementRates(renamed)).toEqual(agreementRates(replays));
      expect(krippendorffAlpha(renamed, "nominal")).toEqual(krippendorffAlpha(replays, "nominal"));
      const equal = replays.map(([first = "a"]) => [first, first, first]);
      expect(agreementRates(equal)).toMatchObject({
        totalAgreement: 1,
        modalShare: 1,
        pairwiseAgreement: 1,
        flipRate: 0,
      });
      const { alpha } = krippendorffAlpha(equal, "nominal");
      if (alpha !== null) expect(alpha).toBe(1);
    }),
  );
});

test("an answer that cannot be parsed agrees with nothing, not even with another one", () => {
  expect(agreementRates([[null, null, null]])).toMatchObject({
    totalAgreement: 0,
    uniqueValues: 3,
    pairwiseAgreement: 0,
  });
  expect(agreementRates([["a"], ["b", "b"]])).toMatchObject({
    totalAgreement: 1,
    note: "1 prompts with fewer than two replays left out",
  });
  expect(agreementRates([])).toMatchObject({ totalAgreement: null, note: "no prompt" });
  expect(accuracySpread([[true, false], [true, true], [false, false], []])).toEqual({
    best: 2 / 3,
    worst: 1 / 3,
    spread: 1 / 3,
  });
  expect(accuracySpread([])).toEqual({ best: null, worst: null, spread: null });
});

test("law: exchanging two raters changes no kappa, and full agreement is 1", () => {
  const cell = fc.integer({ min: 0, max: 9 });
  const square = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), {
    minLength: 3,
    maxLength: 3,
  });
  fc.assert(
    fc.property(
      square,
      fc.constantFrom("none" as const, "linear" as const, "quadratic" as const),
      (table, weights) => {
        const turned = table.map((_, i) => table.map((row) => row[i] ?? 0));
        const [one, other] = [cohenKappa(table, 0.95, weights), cohenKappa(turned, 0.95, weights)];
        expect(other.kappa ?? 9).toBeCloseTo(one.kappa ?? 9, 10);
        expect(other.variance ?? 9).toBeCloseTo(one.variance ?? 9, 10);
      },
    ),
  );
  expect(
    cohenKappa(
      [
        [5, 0],
        [0, 5],
      ],
      0.95,
    ),
  ).toMatchObject({ kappa: 1, interval: { upper: 1 } });
  expect(
    cohenKappa(
      [
        [5, 0],
        [0, 0],
      ],
      0.95,
    ).note,
  ).toBe("only one category occurs");
  expect(cohenKappa([], 0.95).note).toBe("no item");
  expect(() => cohenKappa([[1, 2]], 0.95)).toThrow(RangeError);
});

test("agreement that cannot be measured is null with the reason", () => {
  expect(fleissKappa([])).toEqual({ kappa: null, note: "no item" });
  expect(
    fleissKappa([
      [3, 0],
      [3, 0],
    ]).note,
  ).toBe("only one category occurs");
  expect(() =>
    fleissKappa([
      [3, 0],
      [2, 0],
    ]),
  ).toThrow(RangeError);
  expect(krippendorffAlpha([["a"]], "nominal").note).toBe("no unit has two values");
  expect(krippendorffAlpha([["a", "a"]], "nominal").note).toBe("all values are equal");
  expect(() => krippendorffAlpha([["a", "b"]], "ordinal")).toThrow(RangeError);
  expect(outcomeConsistency([])).toBeNull();
  expect(actionConsistency([["Read"]])).toBeNull();
  expect(resourceConsistency([1])).toBeNull();
});

test("law: entropy lies between 0 and the logarithm of the clusters, whatever their order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 6 }), (counts) => {
      const { nats, normalised } = clusterEntropy(counts);
      if (nats === null) return;
      expect(nats).toBeLessThanOrEqual(Math.log(counts.filter(Boolean).length) + 1e-12);
      expect(normalised ?? 0).toBeLessThanOrEqual(1 + 1e-12);
      expect(clusterEntropy(counts.toReversed()).nats).toBeCloseTo(nats, 10);
    }),
  );
  expect(clusterEntropy([]).note).toBe("no replay");
  expect(clusterEntropy([4])).toMatchObject({ nats: 0, normalised: 0, pairDisagreement: 0 });
});

test("law: Jensen-Shannon divergence is symmetric, 0 for equal distributions and at most ln 2", () => {
  const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(weights, weights, (p, q) => {
      const divergence = jensenShannonDivergence(p, q);
      if (divergence === null) return;
      expect(jensenShannonDivergence(q, p)).toBeCloseTo(divergence, 12);
      expect(divergence).toBeLessThanOrEqual(Math.LN2 + 1e-12);
      expect(
        jensenShannonDivergence(
          p,
          p.map((weight) => 3 * weight),
        ),
      ).toBeCloseTo(0, 12);
    }),
  );
  expect(jensenShannonDivergence([0, 0], [1, 0])).toBeNull();
  expect(() => jensenShannonDivergence([1], [1, 0])).toThrow(RangeError);
});

test("law: similarities of sequences are symmetric, and an exchange of neighbours is one edit", () => {
  const sequence = fc.array(answer, { maxLength: 8 });
  fc.assert(
    fc.property(sequence, sequence, (a, b) => {
      expect(commonSubsequence(b, a)).toBe(commonSubsequence(a, b));
      expect(multisetJaccard(b, a)).toBe(multisetJaccard(a, b));
      expect(alignmentDistance(b, a)).toBe(alignmentDistance(a, b));
      expect(commonSubsequence(a, a)).toBe(a.length);
    }),
  );
  expect(alignmentDistance(["Read", "Edit"], ["Edit", "Read"])).toBe(1);
});

test("law: noise adds up to the whole, and a strategy against itself has no data noise", () => {
  const scores = fc.array(
    fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 3, maxLength: 3 }),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(scores, (table) => {
      const { total, data, prediction, corrected } = noiseComponents(table);
      expect((data ?? 0) + (prediction ?? 0)).toBeCloseTo(total ?? 0, 12);
      expect((corrected?.data ?? 0) + (corrected?.prediction ?? 0)).toBeCloseTo(total ?? 0, 12);
      expect(pairedNoiseComponents(table, table).data).toBeCloseTo(0, 12);
    }),
  );
  expect(noiseComponents([[1], [0]])).toMatchObject({
    corrected: null,
    note: "a single replay cannot show noise",
  });
  expect(noiseComponents([]).note).toBe("no prompt");
  expect(() => pairedNoiseComponents([[1]], [])).toThrow(RangeError);
});

test("variance is put where it belongs, and more sessions help only against what sits in sessions", () => {
  const sticky = [0, 1, 5, 2].map((level) => [
    [level, level + 0.1],
    [level, level - 0.1],
  ]);
  const { components, sessionShare, note } = variancePartition(sticky);
  expect(sessionShare).toBeGreaterThan(0.95);
  expect(note).toContain("set to 0: sessionPrompt");
  const sizes = { sessions: 10, prompts: 4, replays: 2 };
  if (components === null) throw new Error("components expected");
  const more = projectStandardError(components, { ...sizes, sessions: 40 });
  expect(more / projectStandardError(components, sizes)).toBeCloseTo(0.5, 2);
  expect(variancePartition([]).note).toContain("at least two");
  expect(() =>
    variancePartition([
      [[1, 2], [1]],
      [
        [1, 2],
        [1, 2],
      ],
    ]),
  ).toThrow(RangeError);
});
