import { shiftBetween, type PromptCalibration } from "../divergence/divergence.ts";
import { meanOf, pointEstimate, unknownEstimate } from "./estimates.ts";
import type { Estimate } from "./types.ts";

const method = "mean distance of references over prompts";
const oneReference =
  "Strategies of the baseline's client configuration share its references: shift is 0.";
const noInterval = "Shift compares two references, so it has no interval.";

/**
 * How far a client configuration's usual structures lie from the baseline's: consistent, but different. 0 within one configuration.
 * Prompts without an unambiguous reference on both sides are left out.
 */
export function shiftFrom(
  baseline: string | null,
  configuration: string,
  calibrations: readonly PromptCalibration[],
): Estimate {
  if (baseline === null)
    return unknownEstimate(method, ["Shift is unknown: there is no baseline."]);
  const firm = calibrations.filter(({ ambiguous }) => !ambiguous);
  const own = firm.filter(({ clientConfiguration }) => clientConfiguration === configuration);
  const pairs = own.flatMap((calibration) => {
    const other = firm.find(
      ({ clientConfiguration, promptId }) =>
        clientConfiguration === baseline && promptId === calibration.promptId,
    );
    return other === undefined ? [] : [{ own: calibration, other }];
  });
  const shift = meanOf(pairs.map((pair) => shiftBetween(pair.other, pair.own)));
  if (shift === null) {
    return unknownEstimate(method, ["Shift is unknown: no prompt has a reference on both sides."]);
  }
  const notes = [configuration === baseline ? oneReference : noInterval];
  return pointEstimate(shift, { n: pairs.length, method, notes });
}
