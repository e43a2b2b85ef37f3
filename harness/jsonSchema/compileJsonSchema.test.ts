import { expect, test } from "vitest";
import { compileJsonSchema } from "./jsonSchema.ts";

function problemIn(schema: Readonly<Record<string, unknown>>, value: unknown): string | null {
  const compiled = compileJsonSchema(schema);
  if (compiled.kind === "unusable") throw new Error(compiled.reason);
  return compiled.problemIn(value);
}

test.each<[Readonly<Record<string, unknown>>, unknown, unknown]>([
  [{ required: ["a"] }, { a: 1 }, {}],
  [{ properties: { a: { type: "string", default: "x" } }, required: ["a"] }, { a: "x" }, {}],
  [{ allOf: [{ type: "number" }, { minimum: 3 }] }, 3, 2],
  [{ not: { type: "string" } }, 3, "x"],
  [{ if: { type: "number" }, else: { minLength: 2 } }, 3, "x"],
  [{ type: "array", minItems: 1 }, [1], []],
  [{ type: "array", uniqueItems: true }, [1, 2], [1, 1]],
  [{ enum: [[1], { a: 1 }] }, [1], [2]],
  [{ prefixItems: [{ type: "number" }], items: false }, [1], [1, 2]],
  [{ $ref: "#/$defs/n", $defs: { n: { type: "number" } } }, 3, "x"],
  [{ $schema: "http://json-schema.org/draft-07/schema#", items: [{ type: "number" }] }, [1], ["x"]],
])("%j: %j passes, %j fails", (schema, right, wrong) => {
  expect(problemIn(schema, right)).toBeNull();
  expect(problemIn(schema, wrong)).not.toBeNull();
});

test("a problem says where and what is allowed", () => {
  const schema = { properties: { "a/b": { items: { enum: ["x", "y"] } } } };
  expect(problemIn(schema, { "a/b": ["x", "z"] })).toBe(
    'a/b.1: must be equal to one of the allowed values: ["x","y"]',
  );
  expect(problemIn({ additionalProperties: false }, { secret: 1 })).toContain('"secret"');
});

test.each<[Readonly<Record<string, unknown>>, readonly string[], string]>([
  [{ requird: ["a"] }, [], 'unknown keyword: "requird"'],
  [{ properties: { a: { type: "nummer" } } }, ["properties", "a", "type"], '"number"'],
  [{ $ref: "http://127.0.0.1:9/schema.json" }, [], "can't resolve reference"],
  [{ $schema: "http://json-schema.org/draft-04/schema#" }, [], "draft-04"],
  [{ pattern: "(" }, [], "regular expression"],
  [{ $async: true, type: "object" }, [], "$async"],
])("%j is refused, because it could not be held to", (schema, path, reason) => {
  const compiled = compileJsonSchema(schema);
  expect(compiled).toMatchObject({ kind: "unusable", path });
  expect(compiled.kind === "unusable" && compiled.reason).toContain(reason);
});

test("a value nested beyond the stack fails with a reason instead of an error", () => {
  const depth = 100_000;
  const value: unknown = JSON.parse("[".repeat(depth) + "]".repeat(depth));
  const schema = {
    $ref: "#/$defs/list",
    $defs: { list: { type: "array", items: { $ref: "#/$defs/list" } } },
  };
  expect(problemIn(schema, value)).toBe("it is nested too deeply to be judged");
});
