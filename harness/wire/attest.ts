import type { Attestation } from "../record/record.ts";
import { checkBetas } from "./attestBetas.ts";
import { checkContext } from "./attestContext.ts";
import { checkDevice, checkProcess } from "./attestIdentity.ts";
import { checkModel } from "./attestModel.ts";
import { checkAnswers, checkEgress, checkReadable } from "./attestPassage.ts";
import type { Check, EarlierReplay, Expectation, Sighting, Watched } from "./attestTypes.ts";
import { checkFlags, checkVersion } from "./attestVersion.ts";
import { conversationOf } from "./conversation.ts";

export type { EarlierReplay, Expectation, Sighting } from "./attestTypes.ts";

/**
 * Whether wire and process prove that a replay's strategy took effect.
 * @param earlier the lane's replays before this one
 * @returns every piece of evidence, or every reason against it; evidence says where a promise could not have been broken
 */
export function attest(
  expected: Expectation,
  seen: Sighting,
  earlier: readonly EarlierReplay[],
): Attestation {
  const readable = seen.requests.filter(({ body }) => body !== null);
  const conversation = conversationOf(readable, seen.process.answerIds);
  const watched: Watched = { expected, seen, earlier, conversation };
  const silence = silenceOf(watched);
  if (silence !== null) return { kind: "unobserved", reason: silence };
  const findings = checks.flatMap((check) => check(watched));
  const reasons = findings.flatMap((f) => (f.kind === "contradicted" ? [f.reason] : []));
  if (reasons.length > 0) return { kind: "unattested", reason: reasons.join("; ") };
  return {
    kind: "attested",
    evidence: findings.flatMap((f) => (f.kind === "shown" ? [f.evidence] : [])),
  };
}

const checks: readonly Check[] = [
  checkReadable,
  checkVersion,
  checkFlags,
  checkModel,
  checkBetas,
  checkContext,
  checkProcess,
  checkDevice,
  checkAnswers,
  checkEgress,
];

/** Why nothing can be said; null when something can. An agent that has answers all the same got them elsewhere. */
function silenceOf({ seen, conversation }: Watched): string | null {
  const { requests, process } = seen;
  if (process.answerIds.length > 0) return null;
  if (requests.length === 0) return "no request was seen on the wire";
  if (requests.some(({ body, modelServed }) => body === null && modelServed !== null)) return null;
  return conversation.some(({ modelServed }) => modelServed !== null)
    ? null
    : "no request got an answer that names its model";
}
