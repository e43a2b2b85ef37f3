import { z } from "zod";
import { parseDuration } from "../base/base.ts";

/** What a message says about a field: `it must be <allowed>. Write, for example, key: <example>.` */
export type Rule = { readonly allowed: string; readonly example: string };

/** The rule of every field of the format; what zod itself says about a mistake is never shown. */
export const rules = z.registry<Rule>();

/**
 * Gives a schema its rule for messages and its description for editors.
 * @returns a new schema; wrap it with `default` or `exactOptional` afterwards
 */
export function field<S extends z.ZodType>(schema: S, rule: Rule & { readonly about: string }): S {
  const described = schema.describe(rule.about);
  rules.add(described, { allowed: rule.allowed, example: rule.example });
  return described;
}

/** A mapping with nothing but these keys. */
export function section<S extends z.ZodRawShape>(
  shape: S,
  about: string,
  example: string,
): z.ZodObject<S, z.core.$strict> {
  const keys = Object.keys(shape).join(", ");
  return field(z.strictObject(shape), { allowed: `a mapping of ${keys}`, example, about });
}

export const count = (about: string, example: number) =>
  field(z.int().min(1), {
    allowed: "a whole number, 1 or more",
    example: String(example),
    about,
  });

export const wholeNumber = (about: string, example: number) =>
  field(z.int().min(0), {
    allowed: "a whole number, 0 or more",
    example: String(example),
    about,
  });

export const text = (about: string, example: string) =>
  field(z.string().regex(/\S/), { allowed: "a text that is not empty", example, about });

export const yesOrNo = (about: string) =>
  field(z.boolean(), { allowed: "true or false", example: "true", about });

export const texts = (about: string, example: string) =>
  field(z.array(text(about, example)).min(1), {
    allowed: "a list of one or more texts",
    example: `[${example}]`,
    about,
  });

/** Ids become parts of file names, URLs and lane ids. */
export const identifier = (about: string, example: string) =>
  field(z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), {
    allowed: "an id of lower-case letters, digits and single hyphens",
    example,
    about,
  });

export const oneOf = <const T extends readonly string[]>(values: T, about: string) =>
  field(z.enum(values), {
    allowed: `one of ${values.join(", ")}`,
    example: values[0] ?? "",
    about,
  });

/** Ranges and tags are refused: `latest` moves while a run goes on. */
export const version = (about: string, example: string) =>
  field(z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z]+([.-][0-9A-Za-z]+)*)?$/), {
    allowed: "an exact version number, not a range or a tag",
    example,
    about,
  });

/** A duration, read as milliseconds. */
export const duration = (about: string, example: string) =>
  field(
    z
      .string()
      .regex(/^(?=.*[1-9])\d+(\.\d+)?(ms|s|m|h|d)$/)
      .transform(parseDuration),
    {
      allowed: "a number above 0 with a unit (ms, s, m, h or d)",
      example,
      about,
    },
  );

/** The same setting for both agents, each of which may be left out. */
export const perAgent = (about: string) =>
  section(
    {
      "claude-code": version("version of the Claude Code CLI", "2.1.300").exactOptional(),
      sdk: version("revision of the sdk agent", "1.1.0").exactOptional(),
    },
    about,
    "{ claude-code: 2.1.300, sdk: 1.1.0 }",
  );
