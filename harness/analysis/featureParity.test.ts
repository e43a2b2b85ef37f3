import { expect, test } from "vitest";
import { featureParity, parityDetail } from "./featureParity.ts";
import type { ClientParts } from "./parity/clientParts.ts";

/** A client that sent these parts in all of its four replays. */
function client(parts: Readonly<Record<string, string>>, version = "2.1.328"): ClientParts {
  return {
    source: "fingerprints",
    replays: 4,
    parts: new Map(
      Object.entries(parts).map(([part, value]) => [
        part,
        { replays: 4, values: new Map([[value, 4]]) },
      ]),
    ),
    versions: new Set([version]),
  };
}

const parts = { "betas.a": "sent", "tools.Read": "r1", "body.thinking.type": "enabled" };
const baseline = client(parts);

function parityOf(own: ClientParts | null, claimed: string | null = "Full") {
  const pair = { own, baseline };
  return featureParity(pair, parityDetail(pair, []), claimed);
}

test("a client that keeps everything has full parity, also when it adds something", () => {
  const parity = parityOf(client({ ...parts, "tools.Task": "t1" }));
  expect(parity).toMatchObject({ label: "Full", verdict: "supported", lost: [] });
  expect(parity.added).toEqual(["tools.Task"]);
});

test("a lost beta makes parity reduced and is named", () => {
  const { "betas.a": _lost, ...kept } = parts;
  const parity = parityOf(client(kept));
  expect(parity).toMatchObject({ label: "Reduced", verdict: "refuted", lost: ["betas.a"] });
  expect(parity.note).toBe("lost betas.a");
});

test("a tool that is described otherwise is changed, not lost", () => {
  const parity = parityOf(client({ ...parts, "tools.Read": "r2" }));
  expect(parity).toMatchObject({ label: "Full", lost: [], changed: ["tools.Read"] });
});

test("what changes within a strategy's own replays is no difference between strategies", () => {
  const own = client(parts);
  const varying = new Map(own.parts).set("tools.Read", {
    replays: 4,
    values: new Map([
      ["r1", 1],
      ["r2", 3],
    ]),
  });
  expect(parityOf({ ...own, parts: varying }).changed).toEqual([]);
});

test("another client version is controlled, whatever it lost", () => {
  const parity = parityOf(client({ "tools.Read": "r1" }, "2.1.300"), "Controlled");
  expect(parity).toMatchObject({ label: "Controlled", verdict: "supported" });
  expect(parity.lost).toEqual(["betas.a", "body.thinking.type"]);
});

test("what the wire never saw is unknown, not full", () => {
  expect(parityOf(null)).toMatchObject({ label: null, verdict: "inconclusive" });
});
