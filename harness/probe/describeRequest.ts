import type { ProbedRequest } from "../record/record.ts";
import { normaliseText, workingDirectoryIn, type ObservedRequest } from "../wire/wire.ts";
import { additionsOf, readRawRequest, textsOf } from "./rawRequest.ts";
import { prompts } from "./scenario.ts";

const said = Object.values(prompts);

/** A request with the client's own texts, normalised so that two probes of one version give the same. */
export function describeRequest(observed: ObservedRequest, isConversation: boolean): ProbedRequest {
  const raw = readRawRequest(observed.raw);
  const system = textsOf(raw.system).join("\n\n");
  const additions = additionsOf(raw, said);
  const place = workingDirectoryIn(system) ?? workingDirectoryIn(additions);
  return {
    method: observed.method,
    path: observed.path,
    isConversation,
    status: observed.status,
    modelAsked: observed.modelAsked,
    maxTokens: observed.maxTokens,
    betas: observed.betas,
    assistantMessages: observed.assistantMessages,
    parts: observed.fingerprint.parts,
    system: normaliseText(system, place),
    tools: raw.tools.map(({ name, description, input_schema: schema }) => ({
      name,
      description: normaliseText(description, place),
      schema,
    })),
    additions: normaliseText(additions, place),
    bytes: Buffer.byteLength(JSON.stringify(observed.raw) ?? ""),
  };
}
