import { expect, test } from "vitest";
import { unknownEstimate } from "./estimates.ts";
import { gainOf, type GainEvidence } from "./gain.ts";
import { pairedShare } from "./pairedShare.ts";
import { exactShare } from "./shares.ts";

/** So many of so many sessions recovered, none of them under the sham; one draw each. */
function recovered(count: number, of: number): GainEvidence {
  const pairs = Array.from({ length: of }, (_, index) => ({
    difference: index < count ? 1 : 0,
    observations: 1,
  }));
  const share = pairedShare(pairs, 0.9);
  const details = { method: "test", notes: [] };
  return {
    recovery: exactShare(count, of, { ...details, level: 0.95 }),
    beyondSham: {
      value: share?.value ?? null,
      lower: share?.lower ?? null,
      upper: share?.upper ?? null,
      level: 0.9,
      n: of,
      ...details,
    },
    margin: 0.2,
    usdPerSession: 1.5,
  };
}

test("none of 14 is equivalent to the sham within 20 points, whatever word it still spans", () => {
  const gain = gainOf(recovered(0, 14), "None");
  expect(gain).toMatchObject({ label: "None-Low", verdict: "supported" });
  expect(gain.note).toBe("beyond the sham [-19, 19] %, within the margin of ±20 points");
});

test("none of 10 is not enough, and the note says how many would do and what they cost", () => {
  const gain = gainOf(recovered(0, 10), "None");
  expect(gain.verdict).toBe("inconclusive");
  // The bound is 1 - 0.05^(1/n), which is below 20 % from n = 14 on.
  expect(gain.note).toContain("have 10 degraded sessions, need about 14, costs about $6.00");
});

test("nearly all recovered refutes the claim that nothing does", () => {
  const gain = gainOf(recovered(27, 30), "None");
  expect(gain.verdict).toBe("refuted");
  expect(gain.note).toContain("outside of what the claim means");
});

test("a word that names a range is supported within the margin, and refuted beyond what it means", () => {
  expect(gainOf(recovered(26, 30), "High").verdict).toBe("supported");
  expect(gainOf(recovered(4, 30), "High").verdict).toBe("refuted");
  expect(gainOf(recovered(7, 10), "High").verdict).toBe("inconclusive");
});

test("a superlative needs its bound: all of 14 recovered says nothing about more than 99 %", () => {
  const gain = gainOf(recovered(14, 14), "Maximum");
  expect(gain.verdict).toBe("inconclusive");
  expect(gain.note).toMatch(/need about \d{3}, .*; it needs a lower bound of 99 %/);
  expect(gainOf(recovered(600, 600), "Maximum").verdict).toBe("supported");
  expect(gainOf(recovered(600, 600), "Very high").verdict).toBe("supported");
  expect(gainOf(recovered(10, 30), "Maximum").verdict).toBe("refuted");
});

test("an interval over more than two words gets no word and says which it spans", () => {
  const gain = gainOf(recovered(9, 10), null);
  expect(gain).toMatchObject({ label: null, verdict: "no-claim" });
  expect(gain.note).toBe("the interval spans Medium to Maximum");
});

test("an unknown recovery leaves every claim open", () => {
  const unknown = unknownEstimate("none", ["nothing"]);
  const evidence = { recovery: unknown, beyondSham: unknown, margin: 0.2, usdPerSession: null };
  expect(gainOf(evidence, "Maximum")).toMatchObject({
    label: null,
    claimed: "Maximum",
    verdict: "inconclusive",
  });
});

test("a rate on the border of what the data could tell apart needs more than anyone plays", () => {
  // At exactly 99 % the bound never leaves the border.
  expect(gainOf(recovered(99, 100), "Maximum").note).toContain("need more than 2000");
});

test("a rate beside the border of its word is called that, and no plan of thousands of sessions is priced", () => {
  const gain = gainOf(recovered(48, 51), "Very high");
  expect(gain.verdict).toBe("inconclusive");
  expect(gain.note).toContain("94 % lies too near the border of the claim at 95 % to be told with");
  expect(gain.note).not.toContain("$");
});
