import { assert, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom, shuffled } from "../../base/base.ts";
import { computeScore, defaultLogGate } from "./computeScore.ts";
import { logged } from "./testing/logged.ts";
import type { Grouping, LoggedReplay, Reading } from "./types.ts";

const nothing = { count: 0, named: [] };
const read: Reading = {
  files: 0,
  bytes: 0,
  formats: [],
  transcripts: 0,
  subAgents: 0,
  copies: nothing,
  problems: nothing,
  notLogs: nothing,
  others: [],
  assumptions: [],
};
const score = (replays: readonly LoggedReplay[], by: Grouping = "prompt", gate = defaultLogGate) =>
  computeScore(replays, { read, by, gate, level: 0.95 });
const many = (count: number, name: string, parts: Parameters<typeof logged>[1] = {}) =>
  Array.from({ length: count }, (_, n) => logged(`${name}${n}`, parts));

describe("consistency", () => {
  const odd = { tools: ["Edit"], keys: { version: "2.1.10", date: "2026-03-09T01:00:00+02:00" } };
  const usual = { keys: { version: "2.1.9", date: "2026-03-02T12:00:00Z" } };
  const replays = [...many(27, "a", usual), ...many(3, "b", odd)];

  test("replays are compared with the other sessions' consensus, with an interval from 20 sessions on", () => {
    const { whole, prompts } = score(replays);
    expect(whole.divergence).toMatchObject({ value: 0.1, count: 3, of: 30, n: 30, level: 0.95 });
    expect(whole.byChannel).toEqual({ tools: 3 });
    expect(whole.agreement).toMatchObject({ n: 30, structureAgreement: 0, uniqueSequences: 2 });
    expect(prompts).toMatchObject([
      { replays: 30, sessions: 30, consensus: 0.9, ambiguous: false },
    ]);
  });

  test("a version that behaves otherwise departs from the consensus, and its row says so without interval", () => {
    const { rows } = score(replays, "version");
    expect(rows.map(({ key, divergence }) => [key, divergence.value])).toEqual([
      ["2.1.9", 0],
      ["2.1.10", 1],
    ]);
    expect(rows[1]?.divergence.notes.join()).toContain("INSUFFICIENT SESSIONS");
  });

  test.each([
    ["date", ["2026-03-02", "2026-03-08"]],
    ["week", ["2026-03-02"]],
    ["model", ["unknown"]],
  ] as const)("rows by %s are %j, in UTC", (by, keys) => {
    expect(score(replays, by).rows.map(({ key }) => key)).toEqual(keys);
  });

  test("law: the order in which files were read changes no number", () => {
    const expected = JSON.stringify(score(replays, "version"));
    assert(
      property(integer(), (seed) => {
        const mixed = shuffled(replays, seededRandom(seed));
        expect(JSON.stringify(score(mixed, "version"))).toBe(expected);
      }),
      { numRuns: 5 },
    );
  });
});

describe("what cannot be compared", () => {
  test("prompts of one session are counted apart, without a row of their own", () => {
    const alone = logged("x", { keys: { prompt: "once" } });
    const { replays, rows, notes } = score([...many(5, "a"), alone]);
    expect([replays.alone, rows.map(({ key }) => key)]).toEqual([1, ["p"]]);
    expect(notes.join()).toContain("1 replay without another session");
    expect(score([alone]).notes.join()).toContain("score several logs of the same prompt together");
  });

  test("two against one is no majority without one of the two, so none of them is judged", () => {
    const { whole, replays, prompts } = score([...many(2, "a"), logged("b", { tools: ["Bash"] })]);
    expect([whole.divergence.value, replays.ambiguous]).toEqual([null, 3]);
    expect(prompts[0]?.note).toContain("NOT SCORED");
  });

  test("endings that say nothing about the agent are missing, never divergence", () => {
    const missing = { ...logged("m", { tools: ["Bash"] }), isMissing: true };
    expect(score([...many(5, "a"), missing]).replays).toMatchObject({ missing: 1, scored: 5 });
  });
});

describe("the gate", () => {
  const answers = [
    ...many(9, "a", { tools: [], answer: "# T\n\nx" }),
    logged("b", { tools: [], answer: "x" }),
  ];

  test("answers without any tool call are compared by their outline too", () => {
    expect(score(answers).whole).toMatchObject({ byChannel: { answer: 1 } });
  });

  test("only the channels that are asked for count", () => {
    expect(
      score([...many(9, "a"), logged("b", { tools: ["Bash"] })], "prompt", ["ending"]).whole
        .divergence.value,
    ).toBe(0);
  });
});

test("strategies of the same prompt have a consensus each", () => {
  const a = many(5, "a", { keys: { strategy: "restart" } });
  const b = many(5, "b", { tools: ["Bash"], keys: { strategy: "reset" } });
  const { whole, rows } = score([...a, ...b], "strategy");
  expect([whole.divergence.value, rows.length]).toEqual([0, 2]);
  expect(whole.agreement.structureAgreement).toBe(1);
});

test("pass^k and pass@k come from outcomes, where the logs tell them", () => {
  const solved = many(3, "a", { more: { outcome: true } });
  const { whole } = score([...solved, logged("b", { more: { outcome: false } })]);
  expect(whole.success?.rows.find(({ k }) => k === 2)).toMatchObject({ passHatK: 0.5, passAtK: 1 });
  expect(score(many(3, "a")).whole.success).toBeNull();
});

test("of one prompt it says where the replays part and into which modes they fall", () => {
  const replays = [...many(9, "a"), logged("b", { tools: ["Edit"] })];
  const options = { read, by: "prompt", gate: defaultLogGate, level: 0.95 } as const;
  const { behaviour } = computeScore(replays, { ...options, prompt: "p" });
  expect(behaviour?.configurations[0]).toMatchObject({
    replays: 10,
    firstDivergence: { step: 1 },
    modes: [{ replays: 9 }, { replays: 1, medoid: "b" }],
  });
  expect(computeScore(replays, { ...options, prompt: "other" }).behaviour).toBeNull();
  expect(score(replays).behaviour).toBeNull();
});

describe("effort", () => {
  test("each session counts once, and the interval is Student's from 20 sessions on", () => {
    const replays = Array.from({ length: 20 }, (_, n) =>
      logged(`s${n}`, { tools: n % 2 === 0 ? ["Read"] : ["Read", "Edit", "Bash"] }),
    );
    const again = { ...logged("s0", { tools: ["Read"] }), id: "s0 again" };
    const [table] = score(
      [...replays, again, logged("x", { keys: { version: "1" } })],
      "version",
    ).effort;
    const calls = table?.rows.at(-1)?.measures["calls"];
    // t(0.975, 19) = 2.0930, standard deviation 1.02598 of 20 values of 1 and 3.
    expect(calls).toMatchObject({ value: 2, n: 20, level: 0.95 });
    expect(calls?.upper).toBeCloseTo(2 + (2.093 * 1.02598) / Math.sqrt(20), 3);
    expect(table?.rows[0]?.measures["thinkingTokens"]?.value).toBeNull();
  });

  test("rows with different prompts are said to be so", () => {
    const replays = [
      logged("a", { keys: { version: "1" } }),
      logged("b", { keys: { version: "2", prompt: "q" } }),
    ];
    expect(score(replays, "version").effort[0]?.notes.join()).toContain("different prompts");
  });
});
