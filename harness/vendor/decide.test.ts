import fc from "fast-check";
import { expect, test } from "vitest";
import { decide, drawOutcome, type Client, type Situation } from "./decide.ts";
import type { Conditions, Experiment, VendorProfile } from "./profile.ts";
import { loadScripts } from "./script.ts";
import type { AnnouncedReplay } from "./types.ts";

const beta = "context-management-2025-06-27";
const client: Client = { kind: "claude-code", version: "2.1.328", betas: new Set([beta]) };
const time = { replayMinutes: 12, startMinutes: 0.5, pause: null, waveMinutes: 100 };
const quiet: VendorProfile = {
  name: "t",
  description: "t",
  variety: 0,
  noise: 0,
  time,
  experiments: [],
};
const always: Experiment = {
  id: "x",
  share: 1,
  unit: "process",
  conditions: {},
  effect: { degrade: 1 },
};

function replay(change: Partial<AnnouncedReplay> = {}): AnnouncedReplay {
  return {
    processId: "p1",
    replayId: "r1",
    device: "d1",
    account: "a1",
    atMinute: 0,
    sessionAgeMinutes: 0,
    idleMinutes: 0,
    conversation: 0,
    ...change,
  };
}

function outcomeOf(experiment: Partial<Experiment>, situation: Partial<Situation>) {
  const profile = { ...quiet, experiments: [{ ...always, ...experiment }] };
  return drawOutcome(profile, { seed: 1, replay: replay(), client, ...situation }).kind;
}

const someSituations: readonly [string, Conditions, Partial<Situation>, boolean][] = [
  ["its beta is sent", { betas: [beta] }, {}, true],
  ["one of its betas is missing", { betas: [beta, "other"] }, {}, false],
  ["the version is in the range", { client: { "claude-code": ">=2.1.320" } }, {}, true],
  [
    "the version is too old",
    { client: { "claude-code": ">=2.1.320" } },
    { client: { ...client, version: "2.1.300" } },
    false,
  ],
  ["the client is not named", { client: { sdk: ">=1.0.0" } }, {}, false],
  [
    "the client is unknown",
    { client: { sdk: ">=1.0.0" } },
    { client: { ...client, kind: null } },
    false,
  ],
  [
    "the session is old enough",
    { sessionAgeAtLeast: 45 },
    { replay: replay({ sessionAgeMinutes: 45 }) },
    true,
  ],
  [
    "the session is too young",
    { sessionAgeAtLeast: 45 },
    { replay: replay({ sessionAgeMinutes: 44.9 }) },
    false,
  ],
  ["the session was idle", { idleAtLeast: 60 }, { replay: replay({ idleMinutes: 60 }) }, true],
  ["the session was not idle", { idleAtLeast: 60 }, { replay: replay({ idleMinutes: 0 }) }, false],
  [
    "the window is open",
    { calendar: { from: 100, to: 200 } },
    { replay: replay({ atMinute: 100 }) },
    true,
  ],
  [
    "the window is closed again",
    { calendar: { from: 100, to: 200 } },
    { replay: replay({ atMinute: 200 }) },
    false,
  ],
  [
    "the window never closes",
    { calendar: { from: 100 } },
    { replay: replay({ atMinute: 9_999 }) },
    true,
  ],
];
test.each(someSituations)(
  "an experiment whose conditions are met takes effect: %s",
  (_name, conditions, situation, holds) => {
    expect(outcomeOf({ conditions }, situation)).toBe(holds ? "degraded" : "usual");
  },
);

test("the share of processes in an experiment is the declared one, and each stays in it or out of it", () => {
  const profile = { ...quiet, experiments: [{ ...always, share: 0.1 }] };
  const processes = Array.from({ length: 4_000 }, (_, i) => `p${i}`);
  const held = processes.filter((processId) => {
    const kinds = ["r1", "r2", "r3"].map(
      (replayId) =>
        drawOutcome(profile, { seed: 7, replay: replay({ processId, replayId }), client }).kind,
    );
    expect(new Set(kinds).size).toBe(1);
    return kinds[0] === "degraded";
  });
  // Four standard errors of a share of 10 % among 4,000.
  expect(Math.abs(held.length / processes.length - 0.1)).toBeLessThan(0.019);
});

const units: readonly [Experiment["unit"], keyof AnnouncedReplay][] = [
  ["request", "replayId"],
  ["conversation", "conversation"],
  ["process", "processId"],
  ["device", "device"],
  ["account", "account"],
];
test.each(units)(
  "an experiment by %s is drawn anew when, and only when, %s changes",
  (unit, field) => {
    const drawn = (change: Partial<AnnouncedReplay>) =>
      outcomeOf({ unit, share: 0.5 }, { replay: replay(change) });
    const values = Array.from({ length: 40 }, (_, i) =>
      field === "conversation" ? i : `other ${i}`,
    );
    expect(new Set(values.map((value) => drawn({ [field]: value }))).size).toBe(2);
    const others = units.filter(
      ([, other]) => other !== field && !(unit === "conversation" && other === "processId"),
    );
    for (const [, other] of others) {
      const changed = values.map((value, i) =>
        drawn({ [other]: other === "conversation" ? i : value }),
      );
      expect(new Set(changed).size).toBe(1);
    }
  },
);

test("law: a decision depends on nothing but the situation", async () => {
  const [script] = await loadScripts();
  if (script === undefined) throw new Error("no script");
  const profile = { ...quiet, variety: 0.3, noise: 0.3, experiments: [{ ...always, share: 0.3 }] };
  const decided = (ids: readonly string[]) =>
    new Map(
      ids.map((replayId) => [
        replayId,
        decide(profile, script, {
          seed: 1,
          replay: replay({ replayId, processId: replayId }),
          client,
        }).way,
      ]),
    );
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 20 }), (ids) => {
      expect([...decided(ids.toReversed())].toReversed()).toEqual([...decided(ids)]);
    }),
  );
});

test("an effect that names its forms plays only these, one that prefers a way always plays that", async () => {
  const [script] = await loadScripts();
  if (script === undefined) throw new Error("no script");
  const waysWith = (effect: Experiment["effect"]) => {
    const profile = { ...quiet, variety: 1, experiments: [{ ...always, effect }] };
    const ids = Array.from({ length: 60 }, (_, i) => `r${i}`);
    return new Set(
      ids.map(
        (replayId) =>
          decide(profile, script, { seed: 1, replay: replay({ replayId }), client }).way,
      ),
    );
  };
  expect(waysWith({ degrade: 1, forms: ["loops", "claims-done"] })).toEqual(
    new Set(["loops", "claims-done"]),
  );
  expect(waysWith({ degrade: 1 })).toEqual(new Set(script.degraded.map((form) => form.id)));
  expect(waysWith({ prefer: 2 })).toEqual(new Set([script.ways[2]?.id]));
  expect(waysWith({ degrade: 0 })).toEqual(new Set([script.ways[1]?.id]));
});
