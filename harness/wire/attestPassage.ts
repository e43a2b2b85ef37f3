import { contradicted, contradictionsIn, shown, unless } from "./attestFindings.ts";
import type { Check } from "./attestTypes.ts";

/** What could not be read can hide anything. */
export const checkReadable: Check = ({ seen }) =>
  contradictionsIn(seen.requests, seen, ({ method, body, failure }) =>
    body === null && !withoutBody.has(method)
      ? `could not be read: ${failure ?? "the body is no JSON object"}`
      : null,
  );

const withoutBody = new Set(["GET", "HEAD", "OPTIONS", "DELETE"]);

/** Every answer that the agent reports must have passed the recorder. */
export const checkAnswers: Check = ({ seen }) => {
  const { answerIds } = seen.process;
  if (answerIds.length === 0) {
    return [
      shown(
        "the agent does not tell the ids of its answers: one from elsewhere would not be noticed",
      ),
    ];
  }
  const passed = new Set(seen.requests.map(({ messageId }) => messageId));
  const unseen = answerIds.filter((id) => !passed.has(id));
  return unless(
    unseen.length === 0
      ? []
      : [
          contradicted(
            `${unseen.length} of ${answerIds.length} answers of the agent never passed the recorder (${unseen.slice(0, 3).join(", ")})`,
          ),
        ],
    "every answer that the agent reported passed the recorder",
  );
};

/** Where the vendor and its services live; what else is tried is a tool's doing. */
const vendorHosts = /(?:^|\.)(?:anthropic\.com|claude\.ai|claude\.com)$/;

/** Nothing may be asked of the vendor past the recorder. All such connections were refused, whoever tried. */
export const checkEgress: Check = ({ expected, seen }) => {
  const targets = [...new Set(seen.process.egress.map(({ target }) => target))].sort();
  const isKnown = (target: string) =>
    expected.knownEgress.includes(target) || expected.knownEgress.includes(hostOf(target));
  const forbidden = targets.filter(
    (target) => vendorHosts.test(hostOf(target)) && !isKnown(target),
  );
  const known = targets.filter(isKnown);
  const others = targets.filter((target) => !isKnown(target));
  return unless(
    forbidden.length === 0
      ? []
      : [contradicted(`it tried to reach ${forbidden.join(", ")} past the recorder`)],
    ...(targets.length === 0 ? ["nothing was tried past the recorder"] : []),
    ...(known.length === 0 ? [] : [`refused, as known of this version: ${known.join(", ")}`]),
    ...(others.length === 0 ? [] : [`refused, as no business of the vendor: ${listed(others)}`]),
  );
};

/** Tools may try anything, and evidence is stored with every replay. */
const mostListed = 5;

function listed(targets: readonly string[]): string {
  const rest = targets.length - mostListed;
  return targets.slice(0, mostListed).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

function hostOf(target: string): string {
  return target.replace(/:\d+$/, "");
}
