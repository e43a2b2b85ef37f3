import type { PreparedAgent } from "../agents/agents.ts";
import { describeEnding } from "../transcript/transcript.ts";
import type { ObservedRequest } from "../wire/wire.ts";
import { conversationOf } from "./conversation.ts";
import { playProbe, type PlayedStep, type PlayOrder } from "./playProbe.ts";

export type PreflightOrder = Pick<PlayOrder, "model" | "betas" | "flags" | "credentialKind">;

/** What a configuration does on the wire, measured before anything is spent; or why it could not be measured. */
export type Preflight =
  | {
      readonly kind: "measured";
      /** sorted set of the betas that its conversation requests carry */
      readonly betas: readonly string[];
      /** `Fingerprint.client` of its first conversation request */
      readonly client: string;
      /** model that it asks for; differs from the configured one where the client maps or resolves it */
      readonly modelAsked: string | null;
      /** hosts and ports that it tried past the recorder, each once */
      readonly egress: readonly string[];
    }
  | {
      readonly kind: "problem";
      readonly problem: string;
      /** it ended by itself: in a run it would do no better */
      readonly hasCrashed: boolean;
    };

/**
 * Plays one text prompt of a configuration against an embedded simulated vendor: about a second, free, no key needed.
 * @returns a problem, in one sentence, when the client cannot be run like this
 */
export async function preflight(
  prepared: PreparedAgent,
  order: PreflightOrder,
): Promise<Preflight> {
  const played = await playProbe({ ...order, prepared, steps: ["text"], settleMs: 0 });
  const step = played.steps.find(({ id }) => id === "text");
  const problem = problemOf(prepared.version, step);
  const requests = step === undefined ? [] : conversationOf(step);
  const [first] = requests;
  if (problem !== null || first === undefined) {
    const hasCrashed = step?.ending?.kind === "crashed";
    return { kind: "problem", problem: problem ?? "", hasCrashed };
  }
  return {
    kind: "measured",
    betas: betasOf(requests),
    client: first.fingerprint.client,
    modelAsked: first.modelAsked,
    egress: played.egress,
  };
}

/** Sorted set of the betas of some requests. */
export function betasOf(requests: readonly ObservedRequest[]): readonly string[] {
  return [...new Set(requests.flatMap(({ betas }) => betas))].sort();
}

/** Why a version did not play a prompt as it should, in one sentence; null when it did. */
export function problemOf(version: string, step: PlayedStep | undefined): string | null {
  const ending = step?.ending ?? null;
  if (step === undefined || ending?.kind !== "completed") {
    return `version ${version} could not play a prompt against the simulated vendor (${ending === null ? "nothing was played" : describeEnding(ending)})`;
  }
  if (conversationOf(step).length > 0) return null;
  return `version ${version} answered a prompt without asking its vendor`;
}
