import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../base/base.ts";
import type { Channel } from "../record/record.ts";
import { structureHash, type Structure } from "../structure/structure.ts";
import { averageLinkage } from "./clusters.ts";
import {
  calibrate,
  isDegraded,
  scoreAgainst,
  scoreReplays,
  shiftBetween,
  type ReplayScore,
  type StructuredReplay,
} from "./divergence.ts";

const gate: readonly Channel[] = ["ending", "tools", "files", "code"];

function behaviour(
  tools: readonly string[],
  file = "src/page.ts",
  ending = "completed",
): Structure {
  return {
    ending,
    tools,
    targets: tools.map((call) => ({ call, target: file })),
    files: [{ path: file, kind: "modified" }],
    code: [],
    answer: ["p"],
    effort: {
      thinkingSteps: 0,
      thinkingTokens: null,
      turns: tools.length,
      steps: tools.length,
      calls: tools.length,
      words: 1,
      wordsBetweenCalls: 0,
      cacheRatio: null,
      edits: 1,
      readsPerEdit: 1,
      editsWithoutRead: 0,
      repeatedCalls: 0,
      testsAfterLastEdit: true,
    },
  };
}

const healthy = behaviour(["Read", "Edit", "Bash(node test)"]);
const wordy = behaviour(["Grep", "Read", "Edit", "Bash(node test)"]);
const hasty = behaviour(["Edit"]);
const elsewhere = behaviour(["Read", "Write"], "src/other.ts");

type Played = {
  readonly session: string;
  readonly structure: Structure;
  readonly prompt?: string;
  readonly client?: string;
};
function replaysOf(played: readonly Played[]): StructuredReplay[] {
  return played.map(({ session, structure, prompt, client }, index) => ({
    replayId: `r${index}`,
    promptId: prompt ?? "fix",
    clientConfiguration: client ?? "plain",
    session,
    structure,
    gate,
  }));
}

/** `count` sessions, each of which plays `each` in turn. */
function sessions(
  name: string,
  count: number,
  each: readonly Structure[],
  client = "plain",
): Played[] {
  return Array.from({ length: count }, (_none, index) =>
    each.map((structure) => ({ session: `${name}-${index}`, structure, client })),
  ).flat();
}

function divergedShare(
  replays: readonly StructuredReplay[],
  scores: ReadonlyMap<string, ReplayScore>,
  of: string,
): number {
  const own = replays.filter((replay) => replay.session.startsWith(of));
  return own.filter((replay) => isDiverged(scores.get(replay.replayId))).length / own.length;
}

function isDiverged(score: ReplayScore | undefined): boolean {
  return score?.kind === "scored" && score.diverged;
}

describe("with 10 % degraded sessions", () => {
  const replays = replaysOf([
    ...sessions("healthy", 27, [healthy, healthy]),
    ...sessions("degraded", 3, [hasty, hasty]),
  ]);

  test("the reference is the healthy mode", () => {
    const [prompt] = calibrate(replays).prompts;
    expect(prompt).toMatchObject({
      ambiguous: false,
      note: "",
      reference: { structure: healthy, share: 0.9, sessions: 30 },
    });
    expect(prompt?.threshold).toEqual({ ending: 0.1, tools: 0.1, files: 0.1, code: 0.1 });
  });

  test("every replay of a degraded session diverges in its tools and none of a healthy one does", () => {
    const { scores } = scoreReplays(replays);
    expect(divergedShare(replays, scores, "degraded")).toBe(1);
    expect(divergedShare(replays, scores, "healthy")).toBe(0);
    expect(scores.get("r54")).toEqual({
      kind: "scored",
      diverged: true,
      severity: expect.closeTo(20 / 3, 9),
      distances: { ending: 0, tools: expect.closeTo(2 / 3, 9), files: 0, code: 0 },
      over: ["tools"],
    });
  });

  test("a frozen calibration judges new replays the same way", () => {
    const calibration = calibrate(replays);
    const [good, bad] = replaysOf(sessions("new", 1, [healthy, hasty]));
    if (good === undefined || bad === undefined) throw new Error("two replays were made");
    expect(isDiverged(scoreAgainst(good, calibration))).toBe(false);
    expect(isDiverged(scoreAgainst(bad, calibration))).toBe(true);
    expect(scoreAgainst(bad, JSON.parse(JSON.stringify(calibration)))).toEqual(
      scoreAgainst(bad, calibration),
    );
    expect(scoreAgainst({ ...good, promptId: "new" }, calibration)).toEqual({
      kind: "set-aside",
      reason: "no reference for new under plain",
    });
  });
});

test("sampling noise within sessions raises the threshold until it no longer counts as divergence", () => {
  const replays = replaysOf([
    ...sessions("steady", 20, [healthy, healthy]),
    ...sessions("noisy", 7, [healthy, wordy]),
    ...sessions("degraded", 3, [hasty, hasty]),
  ]);
  const { calibrations, scores } = scoreReplays(replays);
  expect(calibrations.prompts[0]?.threshold.tools).toBe(0.25);
  expect(divergedShare(replays, scores, "noisy")).toBe(0);
  expect(divergedShare(replays, scores, "degraded")).toBe(1);
});

test("simulated: with 10 % degraded sessions and 5 % noise the reference is the healthy mode in each of 200 runs", () => {
  for (let run = 0; run < 200; run++) {
    const random = seededRandom("contaminated", run);
    const played = Array.from({ length: 30 }, (_none, session) => {
      const rate = random() < 0.1 ? 0.8 : 0.05;
      return [0, 1].map(() => ({
        session: `s${session}`,
        structure: random() < rate ? hasty : healthy,
      }));
    });
    expect(calibrate(replaysOf(played.flat())).prompts[0]?.reference.structure).toBe(healthy);
  }
});

describe("a prompt with two equally frequent modes", () => {
  const replays = replaysOf([
    ...sessions("one", 15, [healthy, healthy]),
    ...sessions("two", 15, [elsewhere, elsewhere]),
  ]);

  test("is ambiguous, says so with numbers, and its replays are set aside by name", () => {
    const { calibrations, scores } = scoreReplays(replays);
    expect(calibrations.prompts[0]).toMatchObject({
      ambiguous: true,
      note: "AMBIGUOUS: the largest mode has 15 of 30 sessions, the second 15; no mode is the reference.",
    });
    expect([...scores.values()].every((score) => score.kind === "set-aside")).toBe(true);
    expect(scores.get("r0")).toEqual({ kind: "set-aside", reason: "fix is ambiguous under plain" });
  });

  test("is ambiguous for a frozen calibration too", () => {
    const [replay] = replays;
    if (replay === undefined) throw new Error("replays were made");
    expect(scoreAgainst(replay, calibrate(replays)).kind).toBe("set-aside");
  });
});

test("7 of 11 sessions are a majority of 60 % that a coin would also give: ambiguous", () => {
  const replays = replaysOf([...sessions("one", 7, [healthy]), ...sessions("two", 4, [elsewhere])]);
  expect(calibrate(replays).prompts[0]).toMatchObject({
    ambiguous: true,
    reference: { share: 7 / 11 },
  });
});

describe("two client configurations that do different things consistently", () => {
  const replays = replaysOf([
    ...sessions("a", 12, [healthy, healthy], "plain"),
    ...sessions("b", 12, [wordy, wordy], "pinned"),
  ]);

  test("have their own references, no divergence, and a shift", () => {
    const { calibrations, scores } = scoreReplays(replays);
    const [plain, pinned] = calibrations.prompts;
    if (plain === undefined || pinned === undefined)
      throw new Error("two configurations were played");
    expect([plain.reference.structure, pinned.reference.structure]).toEqual([healthy, wordy]);
    expect([...scores.values()].some(isDiverged)).toBe(false);
    expect(shiftBetween(plain, pinned)).toBeCloseTo(0.25 / gate.length, 12);
    expect(shiftBetween(plain, plain)).toBe(0);
  });

  test("share the threshold, because noise belongs to the prompt", () => {
    const noisy = [...replays, ...replaysOf(sessions("c", 3, [healthy, wordy], "third"))];
    const thresholds = calibrate(noisy).prompts.map((prompt) => prompt.threshold.tools);
    expect(new Set(thresholds)).toEqual(new Set([0.25]));
  });
});

describe("few data", () => {
  test("fewer than 10 pairs within sessions: the threshold is the assumed 0.3 and the note says so", () => {
    const [prompt] = calibrate(replaysOf(sessions("s", 20, [healthy]))).prompts;
    expect(prompt?.threshold).toEqual({ ending: 0.3, tools: 0.3, files: 0.3, code: 0.3 });
    expect(prompt?.note).toBe(
      "Threshold 0.3, assumed: 0 pairs of replays within one session, 10 are needed to measure the noise.",
    );
  });

  test("fewer than 10 sessions: a reference with a note on how many it rests", () => {
    const [prompt] = calibrate(replaysOf(sessions("s", 4, [healthy, healthy, healthy]))).prompts;
    expect(prompt).toMatchObject({
      ambiguous: false,
      note: "The reference rests on 4 sessions; 10 are needed to trust it.",
    });
  });

  test("one session alone is not its own yardstick", () => {
    const { scores } = scoreReplays(replaysOf(sessions("only", 1, [healthy, hasty])));
    expect(scores.get("r1")).toEqual({ kind: "set-aside", reason: "only one session played fix" });
  });

  test("no replay gives no calibration", () => {
    expect(scoreReplays([])).toEqual({ calibrations: { prompts: [] }, scores: new Map() });
  });
});

test("a session's own vote does not count in its reference", () => {
  const [low, high] = [healthy, elsewhere].sort((a, b) =>
    structureHash(a, gate) < structureHash(b, gate) ? -1 : 1,
  );
  if (low === undefined || high === undefined) throw new Error("two structures were sorted");
  const replays = replaysOf([...sessions("one", 2, [high]), ...sessions("two", 1, [low])]);
  const { calibrations, scores } = scoreReplays(replays);
  expect(calibrations.prompts[0]?.reference.structure).toBe(high);
  // Without itself, a session of the larger mode sees a tie, which goes to the smaller hash.
  expect([...scores.values()].map(isDiverged)).toEqual([true, true, true]);
});

test("law: neither the order of the replays nor the names of the sessions change a score", () => {
  const base = [
    ...sessions("a", 8, [healthy, wordy]),
    ...sessions("b", 3, [elsewhere, hasty]),
    ...sessions("c", 4, [healthy, healthy]),
  ];
  const replays = replaysOf(base);
  const expected = scoreReplays(replays);
  fc.assert(
    fc.property(fc.shuffledSubarray(replays, { minLength: replays.length }), (shuffled) => {
      const renamed = shuffled.map((replay) => ({ ...replay, session: `x${replay.session}` }));
      const { calibrations, scores } = scoreReplays(renamed);
      expect(calibrations).toEqual(expected.calibrations);
      for (const [id, score] of expected.scores) expect(scores.get(id)).toEqual(score);
    }),
    { numRuns: 20 },
  );
});

describe("average linkage", () => {
  const cluster = (
    points: readonly number[],
    cut: number,
    weights = points.map(() => 1),
  ): number[][] =>
    averageLinkage(weights, (a, b) => Math.abs((points[a] ?? 0) - (points[b] ?? 0)), cut)
      .map((indices) => indices.toSorted((a, b) => a - b))
      .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));

  test("joins by the mean distance, not by the nearest or the farthest pair", () => {
    // 0-1 and 2.2-3.2 lie 1.2 to 3.2 apart, 2.2 on average.
    expect(cluster([0, 1, 2.2, 3.2], 2.1)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(cluster([0, 1, 2.2, 3.2], 2.3)).toEqual([[0, 1, 2, 3]]);
  });

  test("law: equals joining the closest pair again and again", () => {
    const point = fc.double({ min: 0, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        fc.uniqueArray(point, { minLength: 1, maxLength: 12 }),
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        (points, cut) => {
          expect(cluster(points, cut)).toEqual(closestPairs(points, cut));
        },
      ),
    );
  });

  test("law: a weight stands for as many equal points", () => {
    const repeated = [0, 0, 0, 1.5, 4];
    expect(cluster(repeated, 2)).toEqual([[0, 1, 2, 3], [4]]);
    expect(cluster([0, 1.5, 4], 2, [3, 1, 1])).toEqual([[0, 1], [2]]);
    expect(cluster([0, 2, 3.1], 1.9, [9, 1, 1])).toEqual([[0], [1, 2]]);
  });
});

/** The definition, in cubic time. */
function closestPairs(points: readonly number[], cut: number): number[][] {
  const clusters = points.map((_point, index) => [index]);
  const apart = (a: readonly number[], b: readonly number[]): number =>
    a
      .flatMap((i) => b.map((j) => Math.abs((points[i] ?? 0) - (points[j] ?? 0))))
      .reduce((sum, one) => sum + one, 0) /
    (a.length * b.length);
  for (;;) {
    const pairs = clusters.flatMap((a, i) =>
      clusters.slice(i + 1).map((b) => ({ a, b, apart: apart(a, b) })),
    );
    const [closest] = pairs.sort((x, y) => x.apart - y.apart);
    if (closest === undefined || closest.apart > cut) break;
    clusters.splice(clusters.indexOf(closest.b), 1);
    closest.a.push(...closest.b);
  }
  return clusters
    .map((one) => one.toSorted((a, b) => a - b))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

test("a session is degraded when at least half of at least two scored replays diverge", () => {
  expect(isDegraded([true, false])).toBe(true);
  expect(isDegraded([true, false, false])).toBe(false);
  expect(isDegraded([true])).toBe(false);
  expect(isDegraded([])).toBe(false);
});
