import { expect, test } from "vitest";
import { classifyRun, computeMatrix } from "../analysis/analysis.ts";
import { syntheticRun } from "../analysis/syntheticRun.ts";
import { compareWithTruth, type PlayedTruth } from "./compareWithTruth.ts";
import { holdProfilesToGates } from "./profileGates.ts";
import { renderProfilesMarkdown } from "./renderProfiles.ts";

const sticky = { share: 0.3, healthyNoise: 0, degradedNoise: 1 };
const records = syntheticRun({
  strategies: [
    { id: "reset", ...sticky },
    { id: "reset-b", ...sticky },
    { id: "restart", ...sticky, replaysPerSession: 1 },
  ],
  draws: 3,
});
const options = { parse: () => null };

function compare(isSpoiled: (way: string, id: string) => boolean, run = records) {
  const played = run.replays.map(({ id, transcript }): PlayedTruth => {
    const way = JSON.stringify(transcript).includes("the astray way") ? "astray" : "usual";
    const degraded = isSpoiled(way, id);
    return { replayId: id, experiments: degraded ? ["slice"] : [], degraded, way };
  });
  return compareWithTruth({
    records: run,
    matrix: computeMatrix(run, options),
    classified: classifyRun(run, options),
    played,
    copy: "reset-b",
  });
}

test("verdicts that agree with the vendor are fully sensitive and specific, and recovery is as it really was", () => {
  const result = compare((way) => way === "astray");
  expect(result.sessions.sensitivity.of).toBeGreaterThan(10);
  for (const { sensitivity, specificity } of [result.sessions, result.replays]) {
    expect(sensitivity.hits).toBe(sensitivity.of);
    expect(specificity.hits).toBe(specificity.of);
  }
  const [reset, , restart] = result.recovery;
  expect(reset?.really.hits).toBe(0);
  for (const one of [reset, restart]) {
    expect(one?.really.of).toBeGreaterThan(10);
    expect(one?.found).toMatchObject({ count: one?.really.hits, of: one?.really.of });
  }
  expect(result.noiseBand).toMatchObject({ a: "reset", b: "reset-b" });
  expect(renderProfilesMarkdown([result], [])).toContain("noise band (A/A): reset-b diverged");
});

test("a vendor that spoiled other replays than those found makes the verdicts neither", () => {
  const { sessions, replays } = compare((way) => way !== "astray");
  const result = compare((way) => way !== "astray");
  const failed = holdProfilesToGates([result]).filter(({ passed }) => !passed);
  expect(failed.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["degraded sessions are found", "slice of reset, seed 7"]),
  );
  expect(sessions.sensitivity.hits).toBe(0);
  expect(replays.specificity.hits).toBe(0);
});

test("verdicts that agree pass all gates, and a wrong mechanism is one that fails", () => {
  const result = compare((way) => way === "astray");
  const gates = holdProfilesToGates([{ ...result, profile: "sticky" }]);
  expect(gates.length).toBeGreaterThan(6);
  expect(gates.filter(({ passed }) => !passed)).toEqual([]);
  const wrong = { kind: "named", mechanism: "idle-bug" } as const;
  const healthy = holdProfilesToGates([{ ...result, profile: "healthy", verdict: wrong }]);
  expect(healthy.find(({ passed }) => !passed)).toMatchObject({
    name: "no wrong mechanism is named, seed 7",
    text: "idle-bug, really none",
  });
});

test("sessions that were only screened count for recovery, and not for the slice", () => {
  const isScreened = ({ lane }: { readonly lane: string }) =>
    lane.endsWith("l00") || lane.endsWith("l03");
  const screened = {
    ...records,
    replays: records.replays.map((replay) =>
      replay.purpose.kind === "lane" && replay.strategy === "reset" && isScreened(replay)
        ? { ...replay, purpose: { kind: "screen" as const } }
        : replay,
    ),
  };
  const before = compare((way) => way === "astray");
  const after = compare((way) => way === "astray", screened);
  expect(after.recovery.map(({ really }) => really.of)).toEqual(
    before.recovery.map(({ really }) => really.of),
  );
  expect(after.slices[0]?.really.of).toBe((before.slices[0]?.really.of ?? 0) - 2);
});
