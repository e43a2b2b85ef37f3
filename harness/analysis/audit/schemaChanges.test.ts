import { expect, test } from "vitest";
import { schemaChanges } from "./schemaChanges.ts";

const schema = {
  type: "object",
  required: ["command"],
  additionalProperties: false,
  properties: {
    command: { type: "string", description: "What to run" },
    timeout: { type: "number" },
    todos: {
      type: "array",
      items: { type: "object", properties: { status: { enum: ["open", "done"] } } },
    },
  },
};

test("equal schemas have no changes, whatever the order of their keys", () => {
  const { properties, ...rest } = schema;
  expect(schemaChanges(schema, { properties, ...rest })).toEqual([]);
});

test("changes are told by the property and keyword that they concern", () => {
  const changed = {
    ...schema,
    required: ["timeout"],
    additionalProperties: true,
    properties: {
      ...schema.properties,
      command: { type: "string", description: "The command" },
      timeout: { type: "integer" },
      todos: {
        type: "array",
        items: { type: "object", properties: { status: { enum: ["open", "closed"] } } },
      },
    },
  };
  expect(schemaChanges(schema, changed)).toEqual([
    { property: "(input)", keyword: "additionalProperties", from: "false", to: "true" },
    { property: "command", keyword: "description", from: "What to run", to: "The command" },
    { property: "command", keyword: "required", from: "yes", to: null },
    { property: "timeout", keyword: "required", from: null, to: "yes" },
    { property: "timeout", keyword: "type", from: "number", to: "integer" },
    {
      property: "todos[].status",
      keyword: "enum",
      from: '["open","done"]',
      to: '["open","closed"]',
    },
  ]);
});

test("a property that came or went is one change, with all that it holds", () => {
  const { todos: _, ...properties } = schema.properties;
  expect(schemaChanges(schema, { ...schema, properties })).toEqual([
    { property: "todos", keyword: "property", from: "array", to: null },
  ]);
  expect(schemaChanges({ ...schema, properties }, schema)).toEqual([
    { property: "todos", keyword: "property", from: null, to: "array" },
  ]);
});

test("a name with a dot in it is not taken for a path", () => {
  const dotted = { ...schema, properties: { ...schema.properties, "a.b": { type: "string" } } };
  expect(schemaChanges(schema, dotted)).toEqual([
    { property: "a.b", keyword: "property", from: null, to: "string" },
  ]);
});

test("what is no schema at all is compared as it is", () => {
  expect(schemaChanges(null, true)).toEqual([
    { property: "(input)", keyword: "schema", from: "null", to: "true" },
  ]);
});
