import { z } from "zod";
import { suiteSchema } from "./suiteSchema.ts";

/** The format of a suite as JSON Schema (draft 7, which the YAML language server knows), as text with a final newline. */
export function suiteJsonSchema(): string {
  const schema = z.toJSONSchema(suiteSchema, { io: "input", target: "draft-7" });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
