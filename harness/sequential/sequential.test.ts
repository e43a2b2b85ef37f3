import { expect, test } from "vitest";
import { seededRandom } from "../base/base.ts";
import type { SequentialRecord } from "../record/record.ts";
import { beginNight, decide, isClear, judgeStrategies, takeInWave } from "./sequential.ts";

const rule = { alpha: 0.05, tolerated: 0.05, promised: 0.1 };
const start = {
  run: "b",
  seed: 2,
  key: "same",
  rule,
  strategies: ["reset", "restart"],
  mostWaves: 6,
  repeatsUnderSeed: true,
};
const night = (changes: Partial<SequentialRecord> = {}): SequentialRecord => ({
  key: "same",
  rule,
  nights: [{ run: "a", seed: 1 }],
  waves: 3,
  mostWaves: 6,
  stoppedAfter: null,
  strategies: [
    { id: "reset", rates: [0.5, 0.25] },
    { id: "restart", rates: [0, 0.125] },
  ],
  ...changes,
});

test("a night goes on with the evidence of the latest one under the same configuration", () => {
  const older = night({ nights: [{ run: "0", seed: 0 }], strategies: [] });
  const begun = beginNight(start, [night(), older]);
  expect(begun.nights).toEqual([
    { run: "a", seed: 1 },
    { run: "b", seed: 2 },
  ]);
  expect(begun.strategies).toEqual(night().strategies);
  expect(begun).toMatchObject({ waves: 0, stoppedAfter: null, mostWaves: 6 });
});

const many = Array.from({ length: 200 }, () => 0.5);
test.each<[string, Partial<SequentialRecord>]>([
  ["another configuration", { key: "other" }],
  ["a simulated vendor that would only repeat that night", { nights: [{ run: "a", seed: 2 }] }],
  [
    "a night that ended with a clear answer",
    {
      strategies: [
        { id: "reset", rates: many },
        { id: "restart", rates: many },
      ],
    },
  ],
])("it begins from nothing after %s", (_what, changes) => {
  const begun = beginNight(start, [night(changes)]);
  expect(begun.nights).toEqual([{ run: "b", seed: 2 }]);
  expect(begun.strategies).toEqual([
    { id: "reset", rates: [] },
    { id: "restart", rates: [] },
  ]);
});

test("a real vendor does not repeat itself under an equal seed", () => {
  const begun = beginNight({ ...start, seed: 1, repeatsUnderSeed: false }, [night()]);
  expect(begun.nights).toHaveLength(2);
});

test("a strategy that began later starts from nothing beside those that go on", () => {
  const begun = beginNight({ ...start, strategies: ["reset", "pin-ttl"] }, [night()]);
  expect(begun.strategies.map(({ rates }) => rates.length)).toEqual([2, 0]);
});

test("nights that go on with each other know as much as one long night", () => {
  const waves = [[0.5, 0, 0.25], [1], [0, 0]].map((rates) => new Map([["reset", rates]]));
  const alone = { ...start, strategies: ["reset"] };
  const long = waves.reduce(takeInWave, beginNight(alone, []));
  const first = waves.slice(0, 1).reduce(takeInWave, beginNight({ ...alone, seed: 9 }, []));
  const second = waves.slice(1).reduce(takeInWave, beginNight(alone, [first]));
  expect(judgeStrategies(second)).toEqual(judgeStrategies(long));
  expect(second.waves).toBe(2);
});

test("without a lane nothing is clear, and the rate may be anything", () => {
  const record = beginNight(start, []);
  expect(isClear(record)).toBe(false);
  expect(judgeStrategies(record)[0]).toMatchObject({
    mean: null,
    interval: { lower: 0, upper: 1 },
    clarity: "open",
  });
});

test("a rate far above what is tolerated is too high, one of nothing low enough", () => {
  const strategies = [
    { id: "reset", rates: Array.from({ length: 30 }, () => 0.4) },
    { id: "pin-ttl", rates: Array.from({ length: 60 }, () => 0) },
    { id: "restart", rates: [0.1, 0.05] },
  ];
  const judged = judgeStrategies({ rule, strategies });
  expect(judged.map(({ clarity }) => clarity)).toEqual(["too-high", "low-enough", "open"]);
  for (const { interval, mean } of judged) {
    expect(interval.lower).toBeLessThanOrEqual(mean ?? 0);
    expect(interval.upper).toBeGreaterThanOrEqual(mean ?? 1);
  }
  expect(isClear({ rule, strategies })).toBe(false);
  expect(isClear({ rule, strategies: strategies.slice(0, 2) })).toBe(true);
});

test("looked at after every wave, four strategies at the border are rarely called too high", () => {
  const worlds = 1000;
  let wrong = 0;
  for (let world = 0; world < worlds; world++) {
    const random = seededRandom(world, "border");
    let record = beginNight({ ...start, strategies: ["a", "b", "c", "d"] }, []);
    let isWrong = false;
    for (let wave = 0; wave < 6 && !isWrong; wave++) {
      const rates = () => Array.from({ length: 5 }, () => (random() < 0.1 ? 0.5 : 0));
      record = takeInWave(record, new Map(["a", "b", "c", "d"].map((id) => [id, rates()])));
      isWrong = decide(record).some(({ clarity }) => clarity === "too-high");
    }
    if (isWrong) wrong++;
  }
  expect(wrong / worlds).toBeLessThan(0.05);
});
