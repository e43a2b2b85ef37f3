import { expect, test } from "vitest";
import { seededRandom } from "../../base/base.ts";
import { compareHabits } from "./compareHabits.ts";
import { habitual } from "./syntheticHabits.ts";
import type { HabitDifference } from "./types.ts";
import type { ValidatedReplay } from "./validatedReplay.ts";

const level = 0.95;

/** The differences between diverging and conforming replays of one strategy. */
function differences(replays: readonly ValidatedReplay[]): readonly HabitDifference[] {
  const [diverging] = compareHabits([{ id: "reset", replays }], "reset", level);
  return diverging?.differences ?? [];
}

function difference(replays: readonly ValidatedReplay[], id: string): HabitDifference | undefined {
  return differences(replays).find((one) => one.id === id);
}

/** One replay per lane, of which the first `blind` edit without reading. */
function lanes(count: number, blind: number, place: Partial<ValidatedReplay>): ValidatedReplay[] {
  return Array.from({ length: count }, (_, lane) =>
    habitual(
      { ...place, lane: `${place.strategy ?? "reset"}-${place.diverged ?? ""}-${lane}` },
      lane < blind ? { editsWithoutRead: 1, readsPerEdit: 0 } : {},
    ),
  );
}

test("degraded behaviour is told in words", () => {
  const replays = [...lanes(50, 17, { diverged: true }), ...lanes(50, 3, { diverged: false })];
  expect(differences(replays)[0]).toMatchObject({
    id: "edits-without-read",
    sentence: "edits without reading 34 % against 6 %",
    lanes: { first: 50, second: 50 },
    isClear: true,
  });
  // What never happens on either side is not worth a sentence.
  expect(difference(replays, "repeated-calls")).toBeUndefined();
});

test("a difference between few lanes is told without an interval and is never clear", () => {
  const replays = [...lanes(19, 19, { diverged: true }), ...lanes(50, 0, { diverged: false })];
  expect(difference(replays, "edits-without-read")).toMatchObject({
    first: 1,
    second: 0,
    lower: null,
    isClear: false,
  });
});

test("many replays of few lanes do not count as many", () => {
  const replays = Array.from({ length: 800 }, (_, index) => {
    const lane = index % 20;
    const diverged = index % 40 < 20;
    return habitual(
      { lane: `${lane}`, diverged },
      { editsWithoutRead: diverged && lane < 4 ? 1 : 0 },
    );
  });
  expect(difference(replays, "edits-without-read")).toMatchObject({ first: 0.2, isClear: false });
});

test("a set with more of the long prompts does not pass for one that works longer", () => {
  const replays = Array.from({ length: 400 }, (_, index) => {
    const diverged = index % 4 === 0;
    const isLong = diverged ? index % 16 !== 0 : index % 16 === 1;
    const turns = (isLong ? 20 : 4) + (index % 3);
    return habitual(
      { promptId: isLong ? "long" : "short", lane: `${index % 40}`, diverged },
      { turns, editsWithoutRead: isLong ? 1 : 0 },
    );
  });
  const turns = difference(replays, "turns");
  expect(turns?.isClear).toBe(false);
  expect(Math.abs((turns?.first ?? 0) - (turns?.second ?? 99))).toBeLessThan(0.5);
  expect(difference(replays, "edits-without-read")?.second).toBeCloseTo(0.75, 10);
});

test("prompts that only one of the two sets has are left out", () => {
  const replays = [
    ...lanes(30, 0, { diverged: true, promptId: "shared" }),
    ...lanes(30, 30, { diverged: true, promptId: "only" }),
    ...lanes(30, 10, { diverged: false, promptId: "shared" }),
  ];
  expect(difference(replays, "edits-without-read")).toMatchObject({ first: 0, second: 1 / 3 });
});

test("means are compared with an interval over lanes; without any spread there is none", () => {
  const turnsOf = (diverged: boolean, lane: number) => (diverged ? 8 : 4) + (lane % 3);
  const replays = (spread: boolean) =>
    [true, false].flatMap((diverged) =>
      Array.from({ length: 30 }, (_, lane) =>
        habitual(
          { lane: `${lane}`, diverged },
          { turns: spread ? turnsOf(diverged, lane) : diverged ? 8 : 4 },
        ),
      ),
    );
  expect(difference(replays(true), "turns")).toMatchObject({
    sentence: "turns 9.0 against 5.0",
    unit: "mean",
  });
  const apart = [...replays(true)].map((one, index) =>
    one.diverged === true && index % 5 === 0
      ? habitual({ ...one }, { turns: one.effort.turns + 1 })
      : one,
  );
  expect(difference(apart, "turns")?.isClear).toBe(true);
  expect(difference(replays(false), "turns")).toMatchObject({ lower: null, isClear: false });
});

test("what is not reported is not compared", () => {
  const replays = [...lanes(30, 0, { diverged: true }), ...lanes(30, 0, { diverged: false })];
  expect(difference(replays, "thinking-tokens")).toBeUndefined();
});

test("a failing check is told after the signs of effort", () => {
  const results = (passed: boolean) => [{ id: "command" as const, passed, evidence: "" }];
  const replays = [
    ...lanes(50, 30, { diverged: true }).map((one) => ({ ...one, results: results(false) })),
    ...lanes(50, 0, { diverged: false }).map((one) => ({ ...one, results: results(true) })),
  ];
  expect(
    differences(replays)
      .filter(({ isClear }) => isClear)
      .map(({ id }) => id),
  ).toEqual(["edits-without-read", "reads-per-edit", "failing-command"]);
});

test("strategies are compared with the baseline, and replays of all strategies within theirs", () => {
  const reset = [...lanes(30, 0, { diverged: true }), ...lanes(30, 0, { diverged: false })];
  const other = lanes(30, 30, { strategy: "other", diverged: false });
  const compared = compareHabits(
    [
      { id: "reset", replays: reset },
      { id: "other", replays: other },
    ],
    "reset",
    level,
  );
  expect(compared.map(({ kind, strategy }) => [kind, strategy])).toEqual([
    ["diverging", null],
    ["diverging", "reset"],
    ["strategy", "other"],
  ]);
  // `other` has no diverging replay, so its habits do not pass for those of conforming replays.
  expect(compared[0]?.differences.find(({ id }) => id === "edits-without-read")).toBeUndefined();
  expect(compared[2]?.differences[0]).toMatchObject({
    sentence: "edits without reading 100 % against 0 %",
    isClear: true,
  });
});

test("where diverging replays do nothing else, hardly any run says that they do", () => {
  const runs = 200;
  let alarms = 0;
  for (let seed = 0; seed < runs; seed++) {
    const random = seededRandom(seed, "habits");
    const replays = Array.from({ length: 240 }, (_, index) => {
      const lane = index % 30;
      const chance = lane % 5 === 0 ? 0.5 : 0.1;
      const effort = {
        editsWithoutRead: random() < chance ? 1 : 0,
        repeatedCalls: random() < 0.05 ? 1 : 0,
        testsAfterLastEdit: random() < 0.7,
        turns: 4 + Math.floor(random() * 4) + (lane % 5),
        wordsBetweenCalls: random() * 20,
      };
      return habitual(
        { lane: `${lane}`, promptId: `${index % 4}`, diverged: random() < 0.2 },
        effort,
      );
    });
    if (differences(replays).some(({ isClear }) => isClear)) alarms++;
  }
  expect(alarms).toBeLessThanOrEqual(runs * 0.05);
});
