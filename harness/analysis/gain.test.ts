import { expect, test } from "vitest";
import { unknownEstimate } from "./estimates.ts";
import { gainOf } from "./gain.ts";
import { exactShare } from "./shares.ts";

const recovered = (count: number, of: number) =>
  exactShare(count, of, { level: 0.95, method: "test", notes: [] });

test("none of 40 recovered is the word None and supports that claim", () => {
  expect(gainOf(recovered(0, 40), "None")).toEqual({
    label: "None",
    claimed: "None",
    verdict: "supported",
    note: "",
  });
});

test("none of 14 recovered spans None and Low, so None stays open and the note says how many would decide", () => {
  const gain = gainOf(recovered(0, 14), "None");
  expect(gain.label).toBe("None-Low");
  expect(gain.verdict).toBe("inconclusive");
  // 0 of n has an upper bound of 1 - 0.025^(1/n), which is below 10 % from n = 36 on.
  expect(gain.note).toBe("have 14 degraded sessions, need about 36");
});

test("nearly all recovered refutes the claim that nothing does", () => {
  const gain = gainOf(recovered(27, 30), "None");
  expect(gain.verdict).toBe("refuted");
});

test("a small sample can refute although it is too little for a word", () => {
  const gain = gainOf(recovered(2, 2), "None");
  expect(gain).toMatchObject({ label: null, verdict: "refuted" });
  expect(gain.note).toBe("the interval spans Low to Maximum");
});

test("an interval over more than two words gets no word and says which it spans", () => {
  const gain = gainOf(recovered(9, 10), null);
  expect(gain).toMatchObject({ label: null, verdict: "no-claim" });
  expect(gain.note).toBe("the interval spans Medium to Maximum");
});

test("an unknown recovery leaves every claim open", () => {
  const gain = gainOf(unknownEstimate("none", ["nothing"]), "Maximum");
  expect(gain).toMatchObject({ label: null, claimed: "Maximum", verdict: "inconclusive" });
});

test("a rate on the border of the claimed word needs more than anyone plays", () => {
  expect(gainOf(recovered(8, 10), "High").note).toContain("need more than 2000");
});
