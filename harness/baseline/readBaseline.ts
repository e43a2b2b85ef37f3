import { messageOf, UserError } from "../base/base.ts";
import { baselineSchema, baselineSchemaName, headSchema, type Baseline } from "./schema.ts";
import { sealOf } from "./seal.ts";

const advice = "Restore the file from version control, or approve a run again.";

/**
 * A baseline from the text of its file.
 * @param file for messages
 * @throws UserError when it is damaged, of another schema, or no longer what was approved
 */
export function readBaseline(text: string, file: string): Baseline {
  const content = parseJson(text, file);
  const head = headSchema.safeParse(content);
  if (!head.success) throw new UserError(`${file} is not a baseline.`, { advice });
  if (head.data.schema !== baselineSchemaName) {
    throw new UserError(`${file} has the schema ${head.data.schema}, not ${baselineSchemaName}.`, {
      advice: head.data.schema.startsWith("sametwice.baseline/")
        ? "Use the version of sametwice that wrote it, or approve a run again."
        : "Name a file that sametwice baseline approve wrote.",
    });
  }
  const parsed = baselineSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined ? "" : ` at ${issue.path.join(".")}: ${issue.message}`;
    throw new UserError(`The baseline ${file} is damaged${where}.`, { advice });
  }
  if (sealOf(head.data) !== parsed.data.seal) {
    throw new UserError(
      `The baseline ${file} was changed after it was approved: its seal does not match.`,
      { advice },
    );
  }
  return parsed.data;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`The baseline ${file} is not JSON: ${messageOf(error)}.`, {
      advice,
      cause: error,
    });
  }
}
