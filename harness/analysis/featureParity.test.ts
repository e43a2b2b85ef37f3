import { expect, test } from "vitest";
import { featureParity, type ClientFeatures } from "./featureParity.ts";

const client = (features: readonly string[], version = "2.1.328"): ClientFeatures => ({
  features: new Set(features),
  versions: new Set([version]),
});
const baseline = client(["beta:a", "tool:Read", "body:thinking"]);

test("a client that keeps everything has full parity, also when it adds something", () => {
  const parity = featureParity(client([...baseline.features, "tool:Task"]), baseline, "Full");
  expect(parity).toMatchObject({ label: "Full", verdict: "supported", lost: [] });
  expect(parity.added).toEqual(["tool:Task"]);
});

test("a lost beta makes parity reduced and is named", () => {
  const parity = featureParity(client(["tool:Read", "body:thinking"]), baseline, "Full");
  expect(parity).toMatchObject({ label: "Reduced", verdict: "refuted", lost: ["beta:a"] });
  expect(parity.note).toBe("lost beta:a");
});

test("another client version is controlled, whatever it lost", () => {
  const parity = featureParity(client(["tool:Read"], "2.1.300"), baseline, "Controlled");
  expect(parity).toMatchObject({ label: "Controlled", verdict: "supported" });
  expect(parity.lost).toEqual(["beta:a", "body:thinking"]);
});

test("what the wire never saw is unknown, not full", () => {
  expect(featureParity(null, baseline, "Full")).toMatchObject({
    label: null,
    verdict: "inconclusive",
  });
});
