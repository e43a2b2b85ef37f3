/** One line of stdin, understood. */
export type Input =
  | { readonly kind: "prompt"; readonly text: string }
  | { readonly kind: "control"; readonly requestId: string; readonly subtype: string }
  /** a blank line or a type that we do not know: left alone, as Claude Code does */
  | { readonly kind: "ignored" };

/**
 * Reads one line of the stream-json protocol. By hand and not with zod, whose import alone costs more than this whole program.
 * @throws SyntaxError when the line is not JSON
 * @throws TypeError when a message of a known type has the wrong shape
 */
export function readInput(line: string): Input {
  if (line.trim() === "") return { kind: "ignored" };
  const value: unknown = JSON.parse(line);
  switch (field(value, "type")) {
    case "user":
      return { kind: "prompt", text: promptText(field(field(value, "message"), "content")) };
    case "control_request":
      return {
        kind: "control",
        requestId: text(field(value, "request_id"), "request_id"),
        subtype: text(field(field(value, "request"), "subtype"), "request.subtype"),
      };
    default:
      return { kind: "ignored" };
  }
}

function promptText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content) || content.length === 0) {
    throw new TypeError("message.content must be a text or a list of text blocks");
  }
  return content.map((block) => text(field(block, "text"), "message.content[].text")).join("\n");
}

function text(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw new TypeError(`${name} must be a text`);
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
