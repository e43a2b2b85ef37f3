import { contradictionsIn, unless } from "./attestFindings.ts";
import type { Check, Expectation } from "./attestTypes.ts";
import { isExperimentalBeta } from "./betas.ts";
import type { ObservedRequest } from "./types.ts";

/**
 * Suppression holds for every request, hidden ones too; what else the conversation sends must be what was measured before
 * the run, on every request: clients drop a beta by themselves when a vendor refuses it.
 */
export const checkBetas: Check = ({ expected: { betas }, seen, conversation }) => {
  const suppressed = betas.mode === "suppressed";
  const wanted = betas.expected ?? conversation[0]?.betas ?? [];
  const basis = betas.expected === null ? "like the first" : "as measured before the run";
  const wrong = [
    ...contradictionsIn(suppressed ? seen.requests : [], seen, (request) => {
      const leaked = request.betas.filter(isExperimentalBeta);
      return leaked.length === 0
        ? null
        : `carried ${leaked.join(", ")}, which was to be suppressed`;
    }),
    ...contradictionsIn(conversation, seen, (request) => {
      const difference = differenceOf(request, wanted, suppressed);
      return difference === "" ? null : `${difference}, not ${basis}`;
    }),
  ];
  const list = wanted.join(", ") || "none";
  const doubt = vacuity(betas, wanted);
  return unless(
    wrong,
    ...(suppressed ? ["no request carried an experimental beta"] : []),
    `every request of the conversation carried ${list}, ${basis}`,
    ...(doubt === null ? [] : [doubt]),
  );
};

/** Experimental betas that suppression let through are told already. */
function differenceOf(
  { betas }: ObservedRequest,
  wanted: readonly string[],
  suppressed: boolean,
): string {
  const lacking = wanted.filter((beta) => !betas.includes(beta));
  const added = betas.filter(
    (beta) => !wanted.includes(beta) && !(suppressed && isExperimentalBeta(beta)),
  );
  return [
    ...(lacking.length === 0 ? [] : [`lacked beta ${lacking.join(", ")}`]),
    ...(added.length === 0 ? [] : [`added beta ${added.join(", ")}`]),
  ].join(" and ");
}

/** Why the promise could not have been broken, or not been seen to be; null when it could. */
function vacuity(betas: Expectation["betas"], wanted: readonly string[]): string | null {
  if (betas.mode === "forwarded") {
    if (betas.expected === null) return "which betas are to be forwarded was not measured";
    return wanted.some(isExperimentalBeta)
      ? null
      : "vacuous: this client has no experimental beta to forward";
  }
  return betas.unsuppressed?.some(isExperimentalBeta) === false
    ? "vacuous: this client has no experimental beta to suppress"
    : null;
}
