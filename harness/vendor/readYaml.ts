import { readFile } from "node:fs/promises";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { messageOf, UserError, type SourcePosition } from "../base/base.ts";

/**
 * Reads a YAML file and checks it against a schema.
 * @throws UserError with file, line and column for the first thing that is wrong
 */
export async function readYaml<T extends z.ZodType>(file: string, schema: T): Promise<z.infer<T>> {
  const lines = new LineCounter();
  const document = parseDocument(await readText(file), { lineCounter: lines });
  const at = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [broken] = document.errors;
  if (broken !== undefined) {
    throw new UserError(`This is no YAML: ${broken.message.split("\n")[0]}.`, {
      advice: "Mend the line.",
      position: at(broken.pos[0]),
    });
  }
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map((key) => (typeof key === "symbol" ? key.toString() : key));
  throw new UserError(
    `${path.join(".") || "The file"}: ${issue?.message ?? "is not as expected"}.`,
    {
      advice: "Compare it with the files in fixtures/vendors and fixtures/scripts.",
      position: at(offsetOf(document, path)),
    },
  );
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UserError(`${file} cannot be read (${messageOf(error)}).`, {
      advice: "Check the path.",
      cause: error,
    });
  }
}

/** Where the nearest node on the way to a key begins; a key that is missing has no place of its own. */
function offsetOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly (string | number)[],
): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node !== "object" || node === null || !("range" in node)) continue;
    if (Array.isArray(node.range) && typeof node.range[0] === "number") return node.range[0];
  }
  return 0;
}
