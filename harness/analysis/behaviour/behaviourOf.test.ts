import { describe, expect, test } from "vitest";
import { behaviourOf } from "./behaviourOf.ts";
import {
  syntheticBehaviour,
  syntheticOptions,
  type SyntheticBehaviour,
} from "./syntheticBehaviour.ts";
import type { BehaviourReplay, ConfigurationBehaviour } from "./types.ts";

const gate = ["ending", "tools", "files", "code"] as const;
const fix = { "src/a.ts": "export const a = 1;" };
const usual = { steps: ["Read src/a.ts", "Edit src/a.ts", "$ npm test"], changed: fix };
const untested = { steps: ["Read src/a.ts", "Edit src/a.ts"], changed: fix };

function many(count: number, prefix: string, one: Omit<SyntheticBehaviour, "id">) {
  return Array.from({ length: count }, (_, index) =>
    syntheticBehaviour({ ...one, id: `${prefix}${String(index).padStart(2, "0")}` }),
  );
}

function behaviour(replays: readonly BehaviourReplay[]): ConfigurationBehaviour {
  const all = behaviourOf({ promptId: "fix", gate, replays }, syntheticOptions);
  const [only] = all.configurations;
  if (only === undefined || all.configurations.length > 1) throw new Error("one expected");
  return only;
}

describe("modes", () => {
  test("eighteen replays of twenty do the same and two skip the tests: two modes and one line", () => {
    const { modes } = behaviour([...many(18, "a", usual), ...many(2, "b", untested)]);
    expect(modes.map(({ name, replays, difference }) => [name, replays, difference])).toEqual([
      ["A", 18, ""],
      ["B", 2, "skips the tests (Bash(npm test) after Edit)"],
    ]);
    expect(modes[1]?.medoid).toBe("b00");
    expect(modes[1]?.share).toMatchObject({ value: 0.1, count: 2, of: 20, n: 20 });
    expect(modes[1]?.share.upper).toBeCloseTo(0.325, 3);
    expect(modes[1]?.besideA.map(({ a, own }) => [a?.kind, own?.kind])).toEqual([
      ["call", "call"],
      ["call", "call"],
      ["call", undefined],
      ["text", "text"],
    ]);
  });

  test("replays that differ less than the noise of the prompt's own sessions are one mode", () => {
    const noisy = { ...usual, steps: ["Read src/a.ts", "Read src/a.ts", ...usual.steps.slice(1)] };
    const replays = Array.from({ length: 12 }, (_, index) =>
      ["x", "y"].map((half) =>
        syntheticBehaviour({
          ...((index + half.length) % 2 === 0 || half === "x" ? usual : noisy),
          id: `${index}${half}`,
          session: `s${index}`,
        }),
      ),
    ).flat();
    expect(behaviour(replays).modes).toHaveLength(1);
    expect(behaviour(replays).modes[0]?.ways).toBe(2);
  });

  test("each difference from mode A is said in words, the most telling first", () => {
    const difference = (one: Omit<SyntheticBehaviour, "id">) => {
      const { modes } = behaviour([...many(9, "a", usual), ...many(1, "b", one)]);
      return modes[1]?.difference;
    };
    expect(difference({ ...usual, ending: { kind: "refused" } })).toBe(
      "ends refused instead of completed",
    );
    expect(difference({ ...usual, changed: { ...fix, "src/x.ts": "let x;" } })).toBe(
      "also changes src/x.ts",
    );
    expect(difference({ ...usual, changed: { "src/x.ts": "let x;" } })).toBe(
      "changes src/x.ts instead of src/a.ts",
    );
    expect(difference({ ...usual, changed: {} })).toBe("changes no file");
    expect(difference({ steps: usual.steps.slice(1), changed: fix })).toBe(
      "edits without reading (skips Read at the beginning)",
    );
    expect(difference({ ...usual, steps: ["Read src/a.ts"] })).toBe("stops after Read");
    const reads = ["Read src/b.ts", "Read src/c.ts", "Read src/d.ts"];
    expect(difference({ ...usual, steps: [...reads, ...usual.steps] })).toBe(
      "runs Read 3 more times",
    );
    expect(difference({ ...usual, steps: ["Grep src", ...usual.steps.slice(1)] })).toMatch(
      /^runs Grep instead of Read/,
    );
    expect(difference({ ...usual, steps: usual.steps.toReversed() })).toMatch(
      /^takes the same steps in another order/,
    );
    expect(
      difference({ ...usual, changed: { "src/a.ts": "function a() { return [1, 2]; }" } }),
    ).toMatch(/^different code in src\/a\.ts \(distance \.\d\d\)$/);
    expect(difference({ steps: [], answer: "## No\n\n- one\n- two" })).toBe(
      "changes no file, uses no tool at all, answers as h2, ul×2 instead of p",
    );
  });

  test("a replay that differs in everything gets the first differences and a count of the others", () => {
    const other = {
      steps: ["Grep lib", "$ git log", "Write lib/z.ts", "Write lib/y.ts", "$ make all"],
      changed: { "lib/z.ts": "z", "lib/y.ts": "y" },
      ending: { kind: "truncated", at: "max-tokens" } as const,
    };
    const { modes } = behaviour([...many(9, "a", usual), ...many(1, "b", other)]);
    expect(modes[1]?.difference).toMatch(/^ends truncated.*, and \d more differences?$/);
    expect(modes[1]?.difference.length).toBeLessThan(130);
    expect(modes[1]?.differences.length).toBeGreaterThan(2);
  });
});

describe("first divergence", () => {
  test("says after which common steps replays part, and into which branches", () => {
    const longer = { ...usual, steps: [...usual.steps.slice(0, 2), "Grep src", "$ npm test"] };
    const { firstDivergence, departures } = behaviour([
      ...many(6, "a", { ...usual, diverged: false }),
      ...many(3, "b", { ...longer, diverged: true }),
      ...many(1, "c", untested),
    ]);
    expect(firstDivergence).toMatchObject({
      in: "tools",
      step: 3,
      preceding: [
        { step: 1, token: "Read", target: "src/a.ts" },
        { step: 2, token: "Edit", target: "src/a.ts" },
      ],
      branches: [
        { token: "Bash(npm test)", target: "npm test", replays: 6, diverged: { count: 0, of: 6 } },
        { token: "Grep", replays: 3, diverged: { count: 3, of: 3 }, example: "b00" },
        { token: null, target: null, replays: 1, diverged: null },
      ],
    });
    expect(departures).toMatchObject({ stay: 6, leave: 4, medianStep: 3, withinFirstTwo: 0 });
    expect(departures.steps).toEqual([{ step: 3, replays: 4 }]);
  });

  test("replays that take the same steps part in what they aim at", () => {
    const elsewhere = { ...usual, steps: ["Read src/b.ts", ...usual.steps.slice(1)] };
    const { firstDivergence } = behaviour([...many(4, "a", usual), ...many(2, "b", elsewhere)]);
    expect(firstDivergence).toMatchObject({
      in: "targets",
      step: 1,
      branches: [
        { target: "src/a.ts", replays: 4 },
        { target: "src/b.ts", replays: 2 },
      ],
    });
  });

  test("where each replay goes its own way, the first twenty branches are described and the others counted", () => {
    const { firstDivergence, alignment } = behaviour(
      Array.from({ length: 400 }, (_, index) =>
        syntheticBehaviour({ id: `r${index}`, steps: [`Tool${index} x`] }),
      ),
    );
    expect(firstDivergence?.branches).toHaveLength(20);
    expect(firstDivergence?.rest).toEqual({ branches: 380, replays: 380 });
    expect(alignment.rows).toHaveLength(300);
    expect(alignment.leftOut).toBe(100);
  });

  test("transcripts of a thousand calls are cut to what can be read", () => {
    const steps = Array.from({ length: 1_000 }, (_, index) => `tool${index % 50} x`);
    const other = steps.with(10, "Grep y");
    const { modes, alignment } = behaviour([
      ...many(4, "a", { steps }),
      ...many(1, "b", { steps: other, ending: { kind: "refused" } }),
    ]);
    expect(modes[0]?.steps).toHaveLength(201);
    expect(modes[0]?.steps[100]).toEqual({ kind: "omitted", steps: 801 });
    expect(modes[1]?.difference).toBe(
      "ends refused instead of completed, runs Grep instead of tool10",
    );
    expect(modes[1]?.besideA.length).toBeLessThan(20);
    expect(alignment.rows).toHaveLength(2);
  });

  test("replays that all do the same never part", () => {
    const { firstDivergence, modes, departures } = behaviour(many(5, "a", usual));
    expect(firstDivergence).toBeNull();
    expect(modes).toHaveLength(1);
    expect(departures).toMatchObject({ stay: 5, leave: 0, medianStep: null });
  });
});

describe("what a mode belongs to", () => {
  test("two of twenty sessions hold all replays of mode B", () => {
    const replays = Array.from({ length: 20 }, (_, session) =>
      many(4, `s${session}r`, {
        ...(session < 2 ? untested : usual),
        session: `s${session}`,
        wave: String(session % 2),
        strategy: "reset",
        version: "2.1.0",
      }),
    ).flat();
    const { belonging } = behaviour(replays);
    const of = (factor: string) => belonging.find((one) => one.factor === factor);
    expect(of("session")?.answer).toBe("belongs");
    expect(of("session")?.text).toMatch(
      /^Mode B belongs to sessions: 2 of 20 sessions hold its 8 replays \(p < 0\.001, 20 sessions\)\.$/,
    );
    expect(of("wave")).toMatchObject({ answer: "no-sign", n: 20 });
    expect(of("version")?.text).toContain("there is only the version 2.1.0");
    expect(of("strategy")?.answer).toBe("unclear");
  });

  test("a mode of one wave belongs to that wave, tested by lanes", () => {
    const replays = Array.from({ length: 24 }, (_, lane) =>
      many(2, `l${lane}r`, {
        ...(lane % 3 === 1 ? untested : usual),
        lane: `l${lane}`,
        session: `l${lane}`,
        wave: String(lane % 3),
        strategy: "reset",
      }),
    ).flat();
    const wave = behaviour(replays).belonging.find(({ factor }) => factor === "wave");
    expect(wave).toMatchObject({ answer: "belongs", n: 24 });
    expect(wave?.text).toContain("16 of 16 replays in wave 1, 0 of 32 elsewhere");
  });

  test("with few sessions nothing is claimed, however clear the picture", () => {
    const replays = Array.from({ length: 4 }, (_, session) =>
      many(5, `s${session}r`, { ...(session === 0 ? untested : usual), session: `s${session}` }),
    ).flat();
    const { belonging } = behaviour(replays);
    expect(belonging.map(({ answer }) => answer)).toEqual(Array(4).fill("unclear"));
    expect(belonging[0]?.text).toContain("4 sessions played the prompt more than once");
  });

  test("chance alone convicts at most as often as promised", () => {
    let convicted = 0;
    for (let run = 0; run < 40; run++) {
      const random = syntheticOptions.randomFor(`chance ${run}`);
      const replays = Array.from({ length: 40 }, (_, index) =>
        syntheticBehaviour({
          ...(random() < 0.3 ? untested : usual),
          id: `r${index}`,
          session: `s${index % 10}`,
          wave: String(index % 2),
        }),
      );
      const { belonging } = behaviour(replays);
      if (belonging.some(({ answer }) => answer === "belongs")) convicted++;
    }
    expect(convicted).toBeLessThanOrEqual(6);
  });
});

test("the order in which replays come changes nothing", () => {
  const replays = [
    ...many(6, "a", { ...usual, clientConfiguration: "one" }),
    ...many(3, "b", { ...untested, clientConfiguration: "one" }),
    ...many(9, "c", { ...untested, clientConfiguration: "two" }),
  ];
  const of = (all: readonly BehaviourReplay[]) =>
    JSON.stringify(behaviourOf({ promptId: "fix", gate, replays: all }, syntheticOptions));
  expect(of(replays.toReversed())).toBe(of(replays));
});

test("without transcripts calls and readable targets are shown", () => {
  const bare = many(3, "a", usual).map((replay) => ({ ...replay, transcript: null }));
  expect(behaviour(bare).modes[0]?.steps).toEqual([
    { kind: "call", token: "Read", aim: "src/a.ts", outcome: null },
    { kind: "call", token: "Edit", aim: "src/a.ts", outcome: null },
    { kind: "call", token: "Bash(npm test)", aim: "", outcome: null },
  ]);
});

test("no replay gives no configuration", () => {
  const none = behaviourOf({ promptId: "fix", gate, replays: [] }, syntheticOptions);
  expect(none.configurations).toEqual([]);
});
