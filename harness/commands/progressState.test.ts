import { expect, test } from "vitest";
import { advance, initialProgress, progressLine, progressView } from "./progressState.ts";

const simulated = {
  id: "7f3a9c01",
  vendor: { kind: "simulated", profile: "april" },
} as const;

function halfWay() {
  const started = advance(initialProgress(simulated), {
    kind: "run-started",
    runId: "7f3a9c01",
    waves: 4,
    lanes: 80,
    replays: 640,
    alreadySaved: 100,
  });
  return { ...advance(started, { kind: "wave-started", wave: 1, lanes: 20 }), replaysDone: 320 };
}

test("the line tells wave, replays, speed, time left and cost; what an earlier sitting did does not count as speed", () => {
  expect(progressLine(halfWay(), 60_000)).toBe(
    "wave 2/4 · replays 320/640 · 220/min · 1 min 27 s left · simulated cost $0.0000",
  );
});

test("nothing is promised about the time left before anything was played", () => {
  expect(progressLine(initialProgress(simulated), 0)).toContain("? left");
});

test("failures are shown as soon as there are any", () => {
  const state = { ...halfWay(), missing: 3, unattested: 1, challenges: 2, challengeReplays: 44 };
  expect(progressLine(state, 60_000)).toMatch(
    /challenges 2 \(44 replays\) · missing 3 · unattested 1$/,
  );
});

test("the live view says SIMULATED and fits the terminal", () => {
  const lines = progressView(halfWay(), 60_000, 60);
  expect(lines[0]).toBe("run 7f3a9c01 · SIMULATED vendor");
  expect(lines[1]).toContain("50 %");
  for (const line of lines) expect(line.length).toBeLessThan(60);
});
