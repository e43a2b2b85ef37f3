import { canonicalJson, type Redactor } from "../base/base.ts";
import type { WireBody } from "../record/record.ts";
import { clientPieces } from "./clientPieces.ts";
import { createMemo, jsonOf } from "./memo.ts";
import { isJsonObject, type JsonObject } from "./parseJson.ts";
import { shortHash } from "./shortHash.ts";

/**
 * Makes of a body what may be recorded: the client's own texts (system prompt, descriptions of tools, reminders) are replaced by
 * their hash and length, and who sent it by a hash; secrets are redacted.
 */
export type BodyRecorder = (body: JsonObject) => WireBody;

/**
 * Secrets are looked for in the texts themselves, before they are written as JSON: there, the n of a line break would stand
 * before them.
 */
export function createBodyRecorder(redact: Redactor): BodyRecorder {
  // A session sends the same system prompt and tools with every request, and its history, one message longer.
  const prompts = createMemo<string>(2_000_000);
  const history = createMemo<string>(8_000_000);
  const recordedAt = (key: string, value: unknown) => {
    if (key === "system" || key === "tools") {
      return prompts(jsonOf(value), () => canonicalJson(redact(replaceTexts(value, "text"))));
    }
    // Ids of device and session.
    if (key === "metadata") return canonicalJson(summaryOf(canonicalJson(value)));
    return canonicalJson(redact(value));
  };
  return ({ messages, ...frame }) => ({
    frame: objectOf(
      frame,
      (key, value) => `${canonicalJson(redact(key))}:${recordedAt(key, value)}`,
    ),
    messages: Array.isArray(messages)
      ? messages.map((message: unknown) =>
          history(jsonOf(message), () => canonicalJson(redact(withoutClientTexts(message)))),
        )
      : [],
  });
}

/** Canonical JSON of an object whose entries are written by `write`. */
function objectOf(object: JsonObject, write: (key: string, value: unknown) => string): string {
  const entries = Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, value]) => write(key, value)).join(",")}}`;
}

/** Keys under which stands what is written for the model. Names, types and allowed values stay. */
const prose = new Set(["text", "description", "title", "examples"]);

function replaceTexts(value: unknown, key: string): unknown {
  if (typeof value === "string") return prose.has(key) ? summaryOf(value) : value;
  if (Array.isArray(value)) return value.map((item) => replaceTexts(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([inner, content]) => [inner, replaceTexts(content, inner)]),
  );
}

function summaryOf(text: string) {
  return { sha256: shortHash(text), characters: text.length };
}

function withoutClientTexts(message: unknown): unknown {
  if (!isJsonObject(message)) return message;
  const { role, content } = message;
  if (role === "assistant") return message;
  return { ...message, content: recordedContent(content, role === "system") };
}

/** Content of a message, or of a tool's result inside it. */
function recordedContent(content: unknown, isClients: boolean): unknown {
  if (typeof content === "string") return recordedText(content, isClients);
  if (!Array.isArray(content)) return content;
  return content.map((block: unknown) => {
    if (!isJsonObject(block)) return block;
    if (typeof block["text"] === "string") {
      return { ...block, text: recordedText(block["text"], isClients) };
    }
    return block["type"] === "tool_result"
      ? { ...block, content: recordedContent(block["content"], isClients) }
      : block;
  });
}

/** A text of the client becomes its summary; inside of another text, a tag that says the same. */
function recordedText(text: string, isClients: boolean): unknown {
  if (isClients) return summaryOf(text);
  const pieces = clientPieces(text);
  if (!pieces.some((piece) => piece.isClients)) return text;
  if (pieces.every((piece) => piece.isClients || piece.text.trim() === "")) return summaryOf(text);
  return pieces.map((piece) => (piece.isClients ? inText(piece.text) : piece.text)).join("");
}

function inText(text: string): string {
  const { sha256, characters } = summaryOf(text);
  return `<client-text>${characters} characters, sha256 ${sha256}</client-text>`;
}
