import {
  Ajv,
  type AnySchemaObject,
  type ErrorObject,
  type Options,
  type ValidateFunction,
} from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { messageOf } from "../base/base.ts";

/** A JSON schema that can be held against values, or why it cannot. */
export type CompiledSchema =
  | {
      readonly kind: "schema";
      /** what is wrong with a value, in words; null when nothing is */
      readonly problemIn: (value: unknown) => string | null;
    }
  | {
      readonly kind: "unusable";
      /** keys that lead to the mistake; as far as it is known */
      readonly path: readonly string[];
      readonly reason: string;
    };

/*
 * Strict, because a keyword that is written wrong would pass over in silence and the check could never fail. The other
 * strict rules are about taste. Formats are annotations, as draft 2020-12 has it. Nothing is ever fetched: `compile` knows
 * no other schemas than the one given.
 */
const options: Options = {
  strict: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  validateFormats: false,
  logger: false,
};

/**
 * Prepares a JSON schema, draft 7 where its `$schema` says so, else draft 2020-12. ajv generates code from it, so the schema
 * must come from the user's own files.
 */
export function compileJsonSchema(schema: Readonly<Record<string, unknown>>): CompiledSchema {
  const named = schema["$schema"];
  const isDraft7 = typeof named === "string" && named.includes("draft-07");
  const ajv = isDraft7 ? new Ajv(options) : new Ajv2020(options);
  try {
    const problem = shapeProblem(ajv, schema);
    if (problem !== null) return problem;
    const validate = ajv.compile(schema);
    if ("$async" in validate) return unusable("$async is not supported");
    return { kind: "schema", problemIn: (value) => problemOf(validate, value) };
  } catch (error) {
    // Unknown keywords, references that lead nowhere, unknown drafts, broken patterns.
    return unusable(messageOf(error));
  }
}

function unusable(reason: string): CompiledSchema {
  return { kind: "unusable", path: [], reason };
}

/** What the draft's own schema says of the schema, with the place. */
function shapeProblem(ajv: Ajv, schema: AnySchemaObject): CompiledSchema | null {
  if (ajv.validateSchema(schema) === true) return null;
  const [error] = ajv.errors ?? [];
  if (error === undefined) return unusable("it is not a JSON schema");
  const path = error.instancePath.split("/").slice(1).map(unescaped);
  return { kind: "unusable", path, reason: reasonOf(error) };
}

/** JSON pointers write / as ~1 and ~ as ~0 (RFC 6901). */
function unescaped(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

function problemOf(validate: ValidateFunction, value: unknown): string | null {
  try {
    if (validate(value)) return null;
  } catch (error) {
    // A schema that refers to itself goes as deep as the value does.
    if (error instanceof RangeError) return "it is nested too deeply to be judged";
    throw error;
  }
  const [error] = validate.errors ?? [];
  if (error === undefined) return "invalid";
  const where = error.instancePath.split("/").slice(1).map(unescaped).join(".");
  return where === "" ? reasonOf(error) : `${where}: ${reasonOf(error)}`;
}

function reasonOf({ message, params }: ErrorObject): string {
  const allowed: unknown = params["allowedValues"] ?? params["allowedValue"];
  const extra: unknown = params["additionalProperty"] ?? params["unevaluatedProperty"];
  const detail = allowed ?? extra;
  const text = message ?? "invalid";
  return detail === undefined ? text : `${text}: ${JSON.stringify(detail)}`;
}
