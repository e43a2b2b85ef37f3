import { expect, test } from "vitest";
import { syntheticRun } from "../syntheticRun.ts";
import { promptReport } from "./promptReport.ts";

const reset = { id: "reset", share: 0.2, healthyNoise: 0.02, degradedNoise: 0.9 };
const restart = { ...reset, id: "restart", replaysPerSession: 1 };
const options = { parse: () => null };
const asked = { promptId: "prompt-1", strategy: null };

test("modes of a recorded prompt are those of the known truth, and the degraded sessions hold the other mode", () => {
  const records = syntheticRun({ strategies: [reset, restart], lanes: 30 });
  const { behaviour, strategies } = promptReport(records, asked, options);
  expect(strategies).toEqual(["reset", "restart"]);
  const [only] = behaviour.configurations;
  expect(only).toMatchObject({ clientConfiguration: "as-given", replays: 120, lanes: 60 });
  expect(only?.modes.map(({ difference }) => difference)).toEqual([
    "",
    expect.stringMatching(/^changes astray.txt instead of usual.txt, runs WebFetch, WebSearch/),
  ]);
  expect(only?.modes[0]?.diverged).toEqual({ count: 0, of: only?.modes[0]?.replays });
  expect(only?.firstDivergence).toMatchObject({ step: 1, branches: [{ token: "Read" }, {}] });
  expect(only?.belonging.find(({ factor }) => factor === "session")?.answer).toBe("belongs");
});

test("missing and unattested replays are counted with their reasons and left out", () => {
  const lossy = { ...reset, missing: 0.2, unattested: 0.2 };
  const records = syntheticRun({ strategies: [lossy], lanes: 20 });
  const { behaviour, leftOut } = promptReport(records, asked, options);
  const compared = behaviour.configurations[0]?.replays ?? 0;
  expect(leftOut.missing).toBeGreaterThan(0);
  expect(leftOut.unattested).toBeGreaterThan(0);
  expect(compared + leftOut.missing + leftOut.unattested).toBe(40);
  expect(leftOut.notes[0]).toMatch(
    /^\d+ of 40 replays are missing \(\d+ timed-out, for example no answer within 1.0 s \(idle\)\)/,
  );
});

test("one strategy alone keeps the prompt's thresholds", () => {
  const records = syntheticRun({ strategies: [reset, restart], lanes: 20 });
  const all = promptReport(records, asked, options);
  const one = promptReport(records, { ...asked, strategy: "restart" }, options);
  expect(one.strategies).toEqual(["restart"]);
  expect(one.behaviour.configurations[0]).toMatchObject({ replays: 40, strategies: ["restart"] });
  expect(one.behaviour.threshold).toEqual(all.behaviour.threshold);
});

test("the order of the records changes no byte", () => {
  const records = syntheticRun({ strategies: [reset], lanes: 12 });
  const turned = { ...records, replays: records.replays.toReversed() };
  const text = (of: typeof records) => JSON.stringify(promptReport(of, asked, options));
  expect(text(turned)).toBe(text(records));
});
