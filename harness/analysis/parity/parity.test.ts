import { expect, test } from "vitest";
import type { ClientText, Fingerprint } from "../../record/record.ts";
import { syntheticRun } from "../syntheticRun.ts";
import { clientParts, indexClients } from "./clientParts.ts";
import { compareParts } from "./compareParts.ts";
import { textChange } from "./textChange.ts";

function fingerprint(name: string, parts: Fingerprint["parts"]): Fingerprint {
  return { hash: `hash-${name}`, client: `client-${name}`, parts };
}

const usual = fingerprint("usual", { system: "s1", "tools.Bash": "b1", "messages.prompt": "p1" });
const other = fingerprint("other", { system: "s2", "tools.Bash": "b1", "betas.new": "sent" });

/** The parts of eight replays, of which the first `others` opened with the other fingerprint. */
function partsOf(others: number, sent: readonly Fingerprint[] = [usual, other]) {
  const records = syntheticRun({
    lanes: 1,
    strategies: [{ id: "reset", share: 0, healthyNoise: 0, degradedNoise: 0 }],
  });
  const replays = records.replays.map((replay, index) => {
    const { hash, client } = index < others ? other : usual;
    return { ...replay, wire: replay.wire && { ...replay.wire, opening: hash, clients: [client] } };
  });
  const parts = clientParts(replays, indexClients({ fingerprints: sent, sessions: [] }));
  if (parts === null) throw new Error("nothing was seen");
  return parts;
}

test("a part that only some replays sent is added, with how many did", () => {
  const { added, sometimes } = compareParts(partsOf(3), partsOf(0), []);
  expect(added).toEqual([{ part: "betas.new", value: "sent", replays: 3, baselineReplays: 0 }]);
  expect(sometimes).toEqual([]);
});

test("a part that varies within a strategy is named as varying, and is not changed", () => {
  expect(compareParts(partsOf(3), partsOf(0), [])).toMatchObject({
    varying: ["system"],
    changed: [],
  });
  expect(compareParts(partsOf(8), partsOf(0), [])).toMatchObject({
    changed: [{ part: "system", before: "s1", after: "s2", text: null }],
  });
});

test("the conversation is no part of the client", () => {
  expect([...partsOf(0).parts.keys()]).toEqual(["system", "tools.Bash"]);
});

test("runs that were recorded without fingerprints are compared by what their summaries name", () => {
  const parts = partsOf(0, []);
  expect(parts.source).toBe("summaries");
  expect([...parts.parts.keys()]).toContain("betas.context-management");
});

const texts: readonly ClientText[] = [
  { part: "system", hash: "s1", characters: 9, lines: 2, against: null, diff: null },
  {
    part: "system",
    hash: "s2",
    characters: 9,
    lines: 2,
    against: "s1",
    diff: "@@ -2 +2,2 @@\n-Be long.\n+Be brief.\n+Be kind.",
  },
  { part: "system", hash: "s3", characters: 9, lines: 1, against: "s1", diff: null },
];

test("the difference of two texts can be read in both directions", () => {
  expect(textChange("system", { before: "s1", after: "s2" }, texts)).toMatchObject({
    linesAdded: 2,
    linesRemoved: 1,
  });
  expect(textChange("system", { before: "s2", after: "s1" }, texts)).toEqual({
    linesAdded: 1,
    linesRemoved: 2,
    diff: "@@ -2,2 +2 @@\n-Be brief.\n-Be kind.\n+Be long.",
  });
});

test("two texts that were never compared, or whose difference was too large, have none", () => {
  expect(textChange("system", { before: "s1", after: "s3" }, texts)).toBeNull();
  expect(textChange("system", { before: "s2", after: "s3" }, texts)).toBeNull();
});
