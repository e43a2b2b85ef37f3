import { expect, test } from "vitest";
import { runInProcess } from "./testing/runInProcess.ts";

const strategies = ["reset", "restart", "suppress-betas", "pin-ttl", "fresh-identity"];

/** Each profile has one mechanism; `healthy` has none. */
test.each([
  ["healthy", null],
  ["mechanism-1-slices", "traffic-slicing"],
  ["mechanism-2-idle-bug", "idle-bug"],
  ["mechanism-3-system-prompt", "system-prompt"],
  ["mechanism-4-mid-session-update", "mid-session-update"],
  ["mechanism-5-beta-gated", "beta-gated"],
  ["mechanism-6-prompt-churn", "prompt-churn"],
])("on %s the diagnosis names %s, and the vendor is where it lies", async (vendor, mechanism) => {
  const { diagnosis, attribution, attestation } = await runInProcess({
    vendor,
    seed: 11,
    lanes: 30,
    perPrompt: 2,
    waves: 6,
    strategies,
  });
  expect(diagnosis.verdict).toEqual(
    mechanism === null ? { kind: "none" } : { kind: "named", mechanism },
  );
  if (mechanism !== null) expect(diagnosis.ranked[0]?.mechanism).toBe(mechanism);
  expect(attribution.verdict).toBe("vendor");
  expect(attestation.strategies.every(({ unattested }) => unattested === 0)).toBe(true);
});
