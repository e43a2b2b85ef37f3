import type { PromptCalibration } from "../divergence/divergence.ts";
import type { PromptRecord } from "../record/record.ts";
import type { PromptResult } from "./types.ts";

/** Threshold and reference of every prompt under every client configuration, in the order of the suite. */
export function promptResults(
  prompts: readonly PromptRecord[],
  configurations: readonly string[],
  calibrations: readonly PromptCalibration[],
): readonly PromptResult[] {
  return prompts.flatMap(({ id }) =>
    configurations.map((clientConfiguration) => {
      const found = calibrations.find(
        (one) => one.promptId === id && one.clientConfiguration === clientConfiguration,
      );
      return found === undefined ? withoutReference(id, clientConfiguration) : resultOf(found);
    }),
  );
}

function withoutReference(id: string, clientConfiguration: string): PromptResult {
  const note = "no usable replay";
  return { id, clientConfiguration, threshold: {}, reference: null, ambiguous: false, note };
}

function resultOf(calibration: PromptCalibration): PromptResult {
  const { promptId: id, clientConfiguration, threshold, ambiguous, note } = calibration;
  const { hash, share, sessions } = calibration.reference;
  return {
    id,
    clientConfiguration,
    threshold,
    reference: { hash, share, sessions },
    ambiguous,
    note,
  };
}
