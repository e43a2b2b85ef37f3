import { describe, expect, test } from "vitest";
import { beside, probe, request } from "../audit/testing/probes.ts";
import { partIsEqual } from "./changedPart.ts";
import { expectations } from "./expectations.ts";

function examine(name: string, ...probes: Parameters<typeof probe>[0][]) {
  const criterion = expectations.find((one) => one.name === name);
  return criterion?.examine(probes.map((over) => probe(over)));
}

const carrying = { "after-clear": { requests: [request({ assistantMessages: 3 })] } };
const silent = { text: { ending: "crashed", requests: [] } };

describe("an expectation", () => {
  test.each([
    ["clear-is-real", {}, { steps: carrying }],
    ["no-hidden-requests", {}, { steps: { end: { requests: [beside()] } } }],
    ["no-egress", {}, { egress: ["example.org:443"] }],
    ["model-as-asked", {}, { every: { modelAsked: "claude-opus-5-5" } }],
    ["answers-a-prompt", {}, { steps: silent }],
  ])("%s holds for a healthy client and fails for one that breaks it", (name, good, bad) => {
    expect(examine(name, good)).toMatchObject({ kind: "seen", value: "holds" });
    expect(examine(name, bad)).toMatchObject({ kind: "seen", value: "fails" });
  });

  test("suppression-works holds when any beta is taken off", () => {
    expect(examine("suppression-works", {}, { every: { betas: [] } })).toMatchObject({
      value: "holds",
    });
    expect(examine("suppression-works", {}, {})).toMatchObject({ value: "fails" });
  });

  test("says nothing of a client that does not answer", () => {
    expect(examine("clear-is-real", { steps: silent })).toMatchObject({ kind: "unknown" });
  });
});

describe("a part of the fingerprint", () => {
  test("is compared by its value", () => {
    expect(partIsEqual("tools.Bash").examine([probe()])).toMatchObject({ value: "bbbb" });
  });

  test("may be the beginning of several", () => {
    expect(partIsEqual("tools").examine([probe()])).toMatchObject({
      value: '{"tools.Bash":"bbbb","tools.Read":"cccc"}',
    });
  });

  test("that is not there is a value of its own", () => {
    expect(partIsEqual("tools.Monitor").examine([probe()])).toMatchObject({
      kind: "seen",
      value: null,
    });
  });

  test("cannot be seen in a client that does not answer", () => {
    expect(partIsEqual("system").examine([probe({ steps: silent })]).kind).toBe("unknown");
  });
});
