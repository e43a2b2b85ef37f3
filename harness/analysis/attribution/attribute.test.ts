import { expect, test } from "vitest";
import type { Fingerprint, RunRecords } from "../../record/record.ts";
import { computeMatrix } from "../computeMatrix.ts";
import { syntheticRun } from "../syntheticRun.ts";

const usual: Fingerprint = {
  hash: "h1",
  client: "c1",
  parts: { client: "claude-cli/2.1.328", system: "s1", "tools.Bash": "b1", "messages.shape": "u" },
};
const other: Fingerprint = { hash: "h2", client: "c2", parts: { ...usual.parts, system: "s2" } };

/** A run in which a fifth of the sessions is degraded; `sentBy` says what a session's replays sent. */
function run(sentBy: (session: string, isDegraded: boolean) => Fingerprint): RunRecords {
  const records = syntheticRun({
    lanes: 40,
    strategies: [{ id: "reset", share: 0.2, healthyNoise: 0.02, degradedNoise: 0.9 }],
  });
  const failures = new Map<string, number>();
  for (const { session, command } of records.replays) {
    if (command?.passed === false) failures.set(session, (failures.get(session) ?? 0) + 1);
  }
  return {
    ...records,
    fingerprints: [usual, other],
    texts: [
      { part: "system", hash: "s1", characters: 9, lines: 1, against: null, diff: null },
      {
        part: "system",
        hash: "s2",
        characters: 20,
        lines: 2,
        against: "s1",
        diff: "@@ -1,0 +2,1 @@\n+Be brief.",
      },
    ],
    replays: records.replays.map((replay) => {
      const sent = sentBy(replay.session, (failures.get(replay.session) ?? 0) >= 4);
      const wire = replay.wire && { ...replay.wire, opening: sent.hash, clients: [sent.client] };
      return { ...replay, wire };
    }),
  };
}

const attributionOf = (records: RunRecords) =>
  computeMatrix(records, { parse: () => null }).attribution;

test("when all replays sent the same, it points at the vendor", () => {
  const attribution = attributionOf(run(() => usual));
  expect(attribution.verdict).toBe("vendor");
  expect(attribution.text).toContain("this points at the vendor");
});

test("when the diverging replays sent another system prompt, it is the client, and the difference is named", () => {
  const attribution = attributionOf(run((_, isDegraded) => (isDegraded ? other : usual)));
  expect(attribution.verdict).toBe("client");
  expect(attribution.parts.flatMap(({ parts }) => parts)).toContain("system");
  expect(JSON.stringify(attribution.parts)).toContain("Be brief.");
});

test("another prompt that has nothing to do with divergence is not blamed", () => {
  const attribution = attributionOf(
    run((session) => (/[02468]-s\d+$/.test(session) ? other : usual)),
  );
  expect(attribution.verdict).not.toBe("client");
});

test("without fingerprints nothing is known", () => {
  const records = syntheticRun({
    strategies: [{ id: "reset", share: 0.2, healthyNoise: 0.02, degradedNoise: 0.9 }],
  });
  expect(attributionOf(records).verdict).toBe("unknown");
});
