import { expect, test } from "vitest";
import { overhead, type PerReplay } from "./overhead.ts";

const base: PerReplay = {
  seconds: 100,
  wallSeconds: 1,
  tokens: 1_000,
  costUsd: 0.01,
  processes: 0.125,
};
const label = (change: Partial<PerReplay>) => overhead({ ...base, ...change }, base, null).label;

test("the baseline itself is Low", () => {
  expect(overhead(base, base, "Low")).toMatchObject({ label: "Low", verdict: "supported" });
});

test("the largest of time, tokens and cost decides", () => {
  expect(label({ tokens: 1_050 })).toBe("Low");
  expect(label({ tokens: 1_050, seconds: 130 })).toBe("Medium");
  expect(label({ costUsd: 0.02 })).toBe("High");
});

test("a ratio within 2 % of a border gets both words", () => {
  expect(label({ seconds: 109 })).toBe("Low-Medium");
  expect(label({ seconds: 111 })).toBe("Low-Medium");
  expect(label({ seconds: 149 })).toBe("Medium-High");
});

test("a process per replay is at least Medium, some more processes at least Low-Medium", () => {
  expect(label({ processes: 1 })).toBe("Medium");
  expect(label({ processes: 0.25 })).toBe("Low-Medium");
  expect(label({ processes: 0.15 })).toBe("Low");
});

test("real time never changes the word", () => {
  expect(label({ wallSeconds: 1_000 })).toBe("Low");
});

test("without a usable replay the overhead is unknown and the claim open", () => {
  const nothing = {
    seconds: null,
    wallSeconds: null,
    tokens: null,
    costUsd: null,
    processes: null,
  };
  expect(overhead(nothing, base, "Low")).toMatchObject({ label: null, verdict: "inconclusive" });
});

test("a claim beside the measured words is refuted, one that shares a word stays open", () => {
  expect(overhead({ ...base, seconds: 200 }, base, "Low").verdict).toBe("refuted");
  expect(overhead({ ...base, processes: 0.25 }, base, "Medium-High").verdict).toBe("inconclusive");
});
