import { expect, test } from "vitest";
import { runInProcess } from "./testing/runInProcess.ts";

const strategies = ["reset", "restart", "suppress-betas", "pin-ttl", "fresh-identity"];

/** Each profile has one mechanism; `healthy` has none. Slices look most like others, so they take most lanes to be told. */
test.each([
  ["healthy", null, 24],
  ["mechanism-1-slices", "traffic-slicing", 30],
  ["mechanism-2-idle-bug", "idle-bug", 24],
  ["mechanism-3-system-prompt", "system-prompt", 24],
  ["mechanism-4-mid-session-update", "mid-session-update", 24],
  ["mechanism-5-beta-gated", "beta-gated", 24],
  ["mechanism-6-prompt-churn", "prompt-churn", 24],
])(
  "on %s the diagnosis names %s, and the vendor is where it lies",
  async (vendor, mechanism, lanes) => {
    const { diagnosis, attribution, attestation } = await runInProcess({
      vendor,
      seed: 11,
      lanes,
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
  },
);
