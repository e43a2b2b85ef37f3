import { expect, test } from "vitest";
import { runInProcess } from "./testing/runInProcess.ts";

/** Long-run divergence of each strategy, as fixtures/vendors/april.yaml states and the vendor's own test confirms. */
const truth = { reset: 0.3864, restart: 0.2083, "suppress-betas": 0.089, "pin-ttl": 0.04 };

test.each([1, 2])(
  "on april, seed %d, the four strategies come out in the order of the truth and each interval covers it",
  async (seed) => {
    const matrix = await runInProcess({ vendor: "april", seed, lanes: 30, perPrompt: 2, waves: 6 });
    const measured = new Map(matrix.strategies.map(({ id, divergence }) => [id, divergence]));
    const order = [...measured].toSorted(([, a], [, b]) => (b.value ?? 0) - (a.value ?? 0));
    expect(order.map(([id]) => id)).toEqual(Object.keys(truth));
    for (const [id, rate] of Object.entries(truth)) {
      expect(measured.get(id)?.lower).toBeLessThan(rate);
      expect(measured.get(id)?.upper).toBeGreaterThan(rate);
    }
    const best = matrix.comparisons.find(({ b }) => b === "pin-ttl");
    expect(best?.pAdjusted).toBeLessThan(0.05);
    expect(best?.difference.upper).toBeLessThan(0);
  },
);
