import { z } from "zod";
import type { LogEvent } from "./conversation.ts";
import { list, maybeText } from "./fields.ts";
import { isObject, parseJson } from "./parse.ts";

/** Chat messages as OpenAI's API, tau-bench, mini-swe-agent and Inspect write them; what differs is read leniently. */
const chatMessage = z.object({
  role: z.string(),
  content: z.unknown().optional(),
  tool_calls: list,
  /** results: which call they answer */
  tool_call_id: maybeText,
  reasoning_content: maybeText,
  error: z.unknown().optional(),
});

/** `{id, function: {name, arguments: "{…}"}}`, `{id, name, arguments: {…}}` or `{id, function: "name", arguments: {…}}` */
const chatCall = z.object({
  id: maybeText,
  name: maybeText,
  function: z.union([
    z.string().transform((name) => ({ name, arguments: undefined })),
    z.object({ name: z.string(), arguments: z.unknown().optional() }),
    z
      .unknown()
      .optional()
      .transform(() => null),
  ]),
  arguments: z.unknown().optional(),
});

/** The events of chat messages; system messages are part of the task, not of the replay. */
export function chatEvents(messages: readonly unknown[]): LogEvent[] {
  return messages.flatMap((raw, index): LogEvent[] => {
    const { data } = chatMessage.safeParse(raw);
    if (data === undefined) return [];
    const text = chatText(data.content);
    if (data.role === "user") return [{ kind: "prompt", text }];
    if (data.role === "tool") {
      const kind = isObject(data.error) || data.error === true ? "failed" : "ok";
      const outcome = { kind, output: text } as const;
      return [{ kind: "result", callId: data.tool_call_id ?? "", outcome }];
    }
    if (data.role !== "assistant") return [];
    const reasoning = data.reasoning_content ?? reasoningOf(data.content);
    return [
      { kind: "thinking", text: reasoning },
      { kind: "text", text },
      ...data.tool_calls.flatMap((call) => callEvents(String(index), call)),
    ];
  });
}

function callEvents(messageId: string, raw: unknown): LogEvent[] {
  const { data } = chatCall.safeParse(raw);
  const name = data?.function?.name ?? data?.name;
  if (!data || !name) return [];
  const given = data.function?.arguments ?? data.arguments;
  return [{ kind: "call", messageId, id: data.id ?? "", name, input: inputOf(given) }];
}

/** Arguments that are no object, broken JSON among them, stay visible as text. */
function inputOf(given: unknown): Readonly<Record<string, unknown>> {
  if (isObject(given)) return given;
  if (typeof given !== "string" || given.trim() === "") return {};
  const parsed = parseJson(given);
  return parsed.kind === "object" ? parsed.value : { arguments: given };
}

const textPart = z.object({ type: z.literal("text"), text: z.string() });
const reasoningPart = z.object({ type: z.literal("reasoning"), reasoning: z.string() });

/** The words of a message, whose content is a text or a list of parts. */
export function chatText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.flatMap((part: unknown) => textPart.safeParse(part).data?.text ?? []).join("\n");
}

function reasoningOf(content: unknown): string {
  if (!Array.isArray(content)) return "";
  const parts = content.map((part: unknown) => reasoningPart.safeParse(part).data?.reasoning);
  return parts.filter((part) => part !== undefined).join("\n");
}
