import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, UserError } from "../base/base.ts";
import { builtInStrategies, strategyById, type Size, type Suite } from "../suite/suite.ts";
import { estimateRun, overBudget, planRun, strategyNeeds, type PlannedLane } from "./plan.ts";

const timeouts = { firstOutputMs: 1, idleMs: 1, afterResultMs: 1, wallMs: 1 };

function suiteOf(changes: Partial<Suite> & { readonly ids?: readonly string[] } = {}): Suite {
  const { ids = ["reset", "restart", "suppress-betas", "pin-ttl"], ...rest } = changes;
  return {
    name: "core",
    file: "/repository/suites/core.yaml",
    agent: {
      kind: "sdk",
      model: "claude-sonnet-4-5",
      cli: { "claude-code": "2.1.328", sdk: "1.2.0" },
      timeouts,
      maxTurns: 40,
    },
    prompts: ["a", "b", "c", "d"].map((id) => ({
      id,
      turns: ["Do it"],
      workspace: "/repository/w",
      expect: {},
      gate: ["tools"],
    })),
    strategies: ids.map(strategyById),
    size: { lanes: 30, perPrompt: 2, waves: 3 },
    budget: { usd: null, wallMs: null },
    challenge: { sessions: 14, mostScreened: 200, healthyShare: 0.1, draws: 3 },
    stop: { alpha: 0.05, tolerated: 0.05, promised: 0.1 },
    margins: { recovery: 0.2, divergence: 0.05 },
    vendor: "april",
    seed: 1,
    ...rest,
  };
}

function lanesOf(suite: Suite): readonly PlannedLane[] {
  return planRun(suite).waves.flatMap((wave) => wave.lanes);
}

const sizes = fc
  .record({
    lanes: fc.integer({ min: 1, max: 40 }),
    perPrompt: fc.integer({ min: 1, max: 4 }),
    waves: fc.integer({ min: 1, max: 12 }),
  })
  .filter((size): size is Size => size.waves <= size.lanes);

describe("a plan", () => {
  test("is the same, byte for byte, for the same suite and seed", () => {
    expect(canonicalJson(planRun(suiteOf()))).toBe(canonicalJson(planRun(suiteOf())));
  });

  test("has another order of lanes and of replays for another seed", () => {
    const [one, two] = [planRun(suiteOf({ seed: 1 })), planRun(suiteOf({ seed: 2 }))];
    const lanes = (plan: typeof one) => plan.waves[0]?.lanes.map((lane) => lane.id);
    const prompts = (plan: typeof one) =>
      plan.waves
        .flatMap((wave) => wave.lanes)
        .find((lane) => lane.id === "reset-w0-l00")
        ?.replays.map((replay) => replay.promptId);
    expect(lanes(one)).not.toEqual(lanes(two));
    expect(prompts(one)).not.toEqual(prompts(two));
  });

  test("law: every strategy has as many lanes in a wave as every other, and waves differ by one lane at most", () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (size, seed) => {
        const suite = suiteOf({ size, seed });
        const counts = planRun(suite).waves.map((wave) => {
          const perStrategy = suite.strategies.map(
            ({ id }) => wave.lanes.filter((lane) => lane.strategy === id).length,
          );
          expect(new Set(perStrategy).size).toBe(1);
          return perStrategy[0] ?? 0;
        });
        expect(counts).toHaveLength(size.waves);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(size.lanes);
      }),
    );
  });

  test("law: every lane plays every prompt as often as asked, under ids that occur once", () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (size, seed) => {
        const suite = suiteOf({ size, seed });
        const lanes = lanesOf(suite);
        const wanted = suite.prompts.flatMap(({ id }) =>
          Array.from({ length: size.perPrompt }, (_, repeat) => `${id} ${repeat}`),
        );
        for (const lane of lanes) {
          const played = lane.replays.map(({ promptId, repeat }) => `${promptId} ${repeat}`);
          expect(played.toSorted()).toEqual(wanted.toSorted());
        }
        const ids = lanes.flatMap((lane) => [lane.id, ...lane.replays.map((replay) => replay.id)]);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  test("names lanes over all waves and replays by their position", () => {
    const lanes = lanesOf(suiteOf({ ids: ["reset"], size: { lanes: 5, perPrompt: 1, waves: 2 } }));
    expect(lanes.map((lane) => lane.id).toSorted()).toEqual([
      "reset-w0-l00",
      "reset-w0-l01",
      "reset-w0-l02",
      "reset-w1-l03",
      "reset-w1-l04",
    ]);
    const last = lanes.find((lane) => lane.id === "reset-w1-l04");
    expect(last?.replays.map((replay) => replay.id)).toEqual([
      "reset-w1-l04-r00",
      "reset-w1-l04-r01",
      "reset-w1-l04-r02",
      "reset-w1-l04-r03",
    ]);
  });

  test("mixes the strategies of a wave instead of playing one after the other", () => {
    const [wave] = planRun(suiteOf()).waves;
    const order = wave?.lanes.map((lane) => lane.strategy) ?? [];
    const changes = order.filter((strategy, index) => strategy !== order[index - 1]).length;
    expect(changes).toBeGreaterThan(20);
  });

  test("keeps what is inside the other lanes when a strategy is added", () => {
    const few = lanesOf(suiteOf({ ids: ["reset", "restart"] }));
    const many = new Map(lanesOf(suiteOf()).map((lane) => [lane.id, lane]));
    for (const lane of few) expect(many.get(lane.id)).toEqual(lane);
  });

  test("refuses more waves than lanes", () => {
    expect(() => planRun(suiteOf({ size: { lanes: 2, perPrompt: 1, waves: 3 } }))).toThrow(
      new UserError("size.waves is 3; it must be no more than size.lanes, which is 2.", {
        advice: "Every wave needs a lane of every strategy: write fewer waves or more lanes.",
      }),
    );
  });
});

describe("healthy sessions that are challenged", () => {
  const challenged = (suite: Suite) => lanesOf(suite).filter((lane) => lane.challengeIfHealthy);

  test("law: belong to the baseline, never to the first wave, and there is one at least", () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (size, seed) => {
        const found = challenged(suiteOf({ size, seed }));
        expect(found.length > 0).toBe(size.waves > 1);
        for (const lane of found) expect(lane.id).toMatch(/^reset-w[1-9]/);
      }),
    );
  });

  test("do not exist when the share is 0 and are all of them when it is 1", () => {
    expect(challenged(suiteOf({ challenge: { ...suiteOf().challenge, healthyShare: 0 } }))).toEqual(
      [],
    );
    expect(
      challenged(suiteOf({ challenge: { ...suiteOf().challenge, healthyShare: 1 } })),
    ).toHaveLength(20);
  });
});

describe("an estimate", () => {
  const time = { replayMinutes: 12, startMinutes: 0.5 };
  const estimateOf = (suite: Suite) => estimateRun(suite, planRun(suite), time);

  test("counts one process per lane, per replay, or per TTL that a lane outlives", () => {
    const spawns = estimateOf(suiteOf()).strategies.map(({ id, spawns }) => [id, spawns]);
    // Eight replays of 12 min: the fourth ends at 48.5 min, past the TTL of 45, so the fifth gets a new process.
    expect(spawns).toEqual([
      ["reset", 30],
      ["restart", 240],
      ["suppress-betas", 30],
      ["pin-ttl", 60],
    ]);
  });

  test("adds up lanes, replays and processes", () => {
    const { lanes, replays, spawns } = estimateOf(suiteOf());
    expect({ lanes, replays, spawns }).toEqual({ lanes: 120, replays: 960, spawns: 360 });
  });

  test("ranges over the worlds in which a screen ends early and late", () => {
    const { screened, replays } = estimateOf(suiteOf()).challenges;
    // Without a degraded session all 200 are screened; with one in two about 14 / 0.47, less what the lanes show.
    expect(screened.most).toBe(200);
    expect(screened.least).toBeGreaterThan(5);
    expect(screened.least).toBeLessThan(30);
    // 200 healthy sessions take two replays or more each.
    expect(replays.most).toBeGreaterThan(600);
    expect(replays.least).toBeGreaterThan(400);
  });

  test("holds no screen and no challenge where none is wanted, or no second wave judges", () => {
    const suite = suiteOf();
    const without = estimateRun(suite, planRun(suite), { ...time, withChallenges: false });
    const oneWave = estimateOf(suiteOf({ size: { lanes: 30, perPrompt: 2, waves: 1 } }));
    for (const { challenges, costUsd, assumptions } of [without, oneWave]) {
      expect(challenges.replays).toEqual({ least: 0, most: 0 });
      expect(costUsd?.least).toBe(costUsd?.most);
      expect(assumptions.join()).not.toContain("screen");
    }
  });

  test("counts a screen that can confirm nothing with all its sessions", () => {
    const { challenges } = estimateOf(suiteOf({ prompts: suiteOf().prompts.slice(0, 1) }));
    expect(challenges.screened).toEqual({ least: 200, most: 200 });
  });

  test("does not know the cost of a model whose price is unknown", () => {
    const suite = suiteOf();
    const unknown = { ...suite, agent: { ...suite.agent, model: "my-local-model" } };
    expect(estimateOf(unknown).costUsd).toBeNull();
    expect(estimateOf(suite).costUsd?.least).toBeGreaterThan(0);
  });

  test("says what it assumes", () => {
    expect(estimateOf(suiteOf()).assumptions).toContain(
      "a replay lasts 12 min, starting a process 0.5 min",
    );
  });
});

describe("a budget", () => {
  const estimate = {
    costUsd: { least: 30, most: 50 },
    agentMinutes: { least: 200, most: 600 },
  };

  test("is silent when the estimate fits", () => {
    expect(overBudget(estimate, { usd: 60, wallMs: 36_000_000 }, 2)).toEqual([]);
    expect(overBudget(estimate, { usd: null, wallMs: null }, 1)).toEqual([]);
  });

  test("says what surely and what perhaps goes over it", () => {
    expect(overBudget(estimate, { usd: 40, wallMs: null }, 1)).toEqual([
      "The cost of $30.00 to $50.00 may be over the budget of $40.00.",
    ]);
    expect(overBudget(estimate, { usd: 20, wallMs: 7_200_000 }, 2)).toEqual([
      "The cost of $30.00 to $50.00 is over the budget of $20.00.",
      "The time of up to about 5 h 0 min may be over the budget of 2 h 0 min.",
    ]);
  });
});

test("a strategy needs a real /clear, beta suppression or a pin as its fields say", () => {
  const needs = builtInStrategies.map((strategy) => {
    const { clear, betaSuppression, pin } = strategyNeeds(strategy);
    const needed = [clear && "clear", betaSuppression && "betas", pin && "pin"].filter(Boolean);
    return `${strategy.id}: ${needed.join(" ")}`;
  });
  expect(needs).toEqual([
    "reset: clear",
    "restart: ",
    "suppress-betas: clear betas",
    "pin-ttl: clear pin",
    "eval: clear betas pin",
    "guarded: clear",
    "fresh-identity: ",
    "flag-freeze: clear",
    "continue: ",
  ]);
});
