import { z } from "zod";
import { rules, type Rule } from "./fields.ts";
import type { Path } from "./problem.ts";

export type Schema = z.core.$ZodType;

/** The schema of what stands at a path, seen through defaults, options and unions. */
export function schemaAt(schema: Schema, path: Path): Schema | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return schema;
  for (const candidate of unwrapped(schema)) {
    const inner = childOf(candidate, part);
    if (inner !== undefined) return schemaAt(inner, rest);
  }
  return undefined;
}

function childOf(schema: Schema, part: string | number): Schema | undefined {
  if (schema instanceof z.ZodObject) {
    const shape: Readonly<Record<string, Schema>> = schema.shape;
    return Object.hasOwn(shape, part) ? shape[part] : undefined;
  }
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

/** The schemas inside wrappers and unions. */
export function unwrapped(schema: Schema): readonly Schema[] {
  const inner = innerOf(schema);
  if (inner !== null) return unwrapped(inner);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(unwrapped);
  return [schema];
}

function innerOf(schema: Schema): Schema | null {
  if (
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return schema.unwrap();
  }
  return schema instanceof z.ZodPipe ? schema.in : null;
}

/**
 * The rule of a schema, or of what it wraps. A schema without one is a bug that a test looks for.
 * @throws Error then
 */
export function ruleOf(schema: Schema | undefined): Rule {
  if (schema === undefined) throw new Error("The suite's format has no field at this path.");
  const own = rules.get(schema);
  if (own !== undefined) return own;
  const inner = innerOf(schema);
  if (inner === null) throw new Error("A field of the suite's format has no rule.");
  return ruleOf(inner);
}

/** The keys that a mapping may have. */
export function keysOf(schema: Schema | undefined): readonly string[] {
  if (schema === undefined) return [];
  return unwrapped(schema).flatMap((candidate) =>
    candidate instanceof z.ZodObject ? Object.keys(candidate.shape) : [],
  );
}

/** The words that are allowed where only some are. */
export function wordsOf(schema: Schema | undefined): readonly string[] {
  if (schema === undefined) return [];
  return unwrapped(schema).flatMap((candidate) =>
    candidate instanceof z.ZodEnum ? candidate.options.map(String) : [],
  );
}
