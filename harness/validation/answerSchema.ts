import { UserError } from "../base/base.ts";
import { compileJsonSchema } from "../jsonSchema/jsonSchema.ts";
import { finalTextOf } from "../transcript/transcript.ts";
import type { Seen } from "./seen.ts";
import type { Judgement } from "./types.ts";

/**
 * Prepares the check of answers against a JSON schema. The answer is JSON as a whole, or its last fenced block that is
 * JSON counts, since agents like to say a sentence before it.
 * @throws UserError when the schema cannot be used; reading a suite has made sure of it
 */
export function answerCheck(schema: Readonly<Record<string, unknown>>): (seen: Seen) => Judgement {
  const compiled = compileJsonSchema(schema);
  if (compiled.kind === "unusable")
    throw new UserError(`answerSchema cannot be used: ${compiled.reason}.`, {
      advice: "Write a JSON schema, for example { type: object, required: [total] }.",
    });
  return ({ replay }) => {
    const answer = jsonOf(finalTextOf(replay.transcript));
    if (answer === null) return { passed: false, evidence: "the answer holds no JSON" };
    const problem = compiled.problemIn(answer.value);
    return { passed: problem === null, evidence: problem ?? "valid" };
  };
}

/** In an object, because the answer may be the JSON value null. */
function jsonOf(text: string): { readonly value: unknown } | null {
  const fences = [...text.matchAll(/^```[^\n]*\n(.*?)^```/gms)].map(([, source]) => source ?? "");
  for (const candidate of [text, ...fences.toReversed()]) {
    const parsed = parseJson(candidate);
    if (parsed !== null) return parsed;
  }
  return null;
}

function parseJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Prose is not JSON; that is an answer, not an error.
    return null;
  }
}
