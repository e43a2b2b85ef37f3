import { z } from "zod";
import { parseJson } from "./parseJson.ts";
import type { ObservedRequest } from "./types.ts";

/** What a request's body tells; the same for every version of the Messages API that a client may speak. */
export type RequestContent = Pick<
  ObservedRequest,
  "modelAsked" | "tools" | "bodyFeatures" | "assistantMessages" | "maxTokens" | "deviceId"
> & { readonly sessionId: string | null };

/** Every field falls back alone: a client that writes one of them in a new way must not hide the others. */
const bodySchema = z.looseObject({
  model: z.string().nullable().catch(null),
  max_tokens: z.number().nullable().catch(null),
  tools: z.array(z.object({ name: z.string().catch("") })).catch([]),
  // Not looked into by the schema: histories are long, and only the roles are read.
  messages: z.array(z.unknown()).catch([]),
  metadata: z.object({ user_id: z.string().catch("") }).catch({ user_id: "" }),
  thread: z
    .object({ previous_message_id: z.string().nullable().catch(null) })
    .nullable()
    .catch(null),
});

const userSchema = z.object({
  device_id: z.string().nullable().catch(null),
  session_id: z.string().nullable().catch(null),
});

/** Describes a parsed body; null gives a content of which nothing is known. */
export function describeBody(body: Readonly<Record<string, unknown>> | null): RequestContent {
  const parsed = bodySchema.safeParse(body);
  return parsed.success ? contentOf(parsed.data) : unknownContent;
}

const unknownContent: RequestContent = {
  modelAsked: null,
  tools: [],
  bodyFeatures: [],
  assistantMessages: 0,
  maxTokens: null,
  deviceId: null,
  sessionId: null,
};

function contentOf(body: z.infer<typeof bodySchema>): RequestContent {
  // With message threads the vendor holds the context: earlier messages are there though none is sent.
  const continuesThread = typeof body.thread?.previous_message_id === "string";
  const assistants = body.messages.filter(isFromAssistant).length;
  const names = body.tools.map((tool) => tool.name).filter((name) => name !== "");
  return {
    modelAsked: body.model,
    tools: [...new Set(names)].sort(),
    bodyFeatures: featuresOf(body),
    assistantMessages: assistants + (continuesThread ? 1 : 0),
    maxTokens: body.max_tokens,
    ...readUser(body.metadata.user_id),
  };
}

function isFromAssistant(message: unknown): boolean {
  return (
    typeof message === "object" &&
    message !== null &&
    "role" in message &&
    message.role === "assistant"
  );
}

/** Keys that every request has, or that differ from request to request without being a feature. */
const ordinaryKeys = new Set([
  "messages",
  "system",
  "tools",
  "metadata",
  "stream",
  "model",
  "max_tokens",
]);

/** `temperature`, `thinking`, `thinking.type=enabled`, `output_config.effort`: names, and values only of `type`. */
function featuresOf(body: Readonly<Record<string, unknown>>): readonly string[] {
  const present = Object.entries(body).filter(
    ([key, value]) => !ordinaryKeys.has(key) && value !== null && value !== undefined,
  );
  return present.flatMap(([key, value]) => [key, ...innerFeatures(key, value)]).sort();
}

function innerFeatures(key: string, value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([inner, setting]) =>
    inner === "type" && typeof setting === "string" ? `${key}.type=${setting}` : `${key}.${inner}`,
  );
}

/** Before 2.1.104 the client wrote `user_<device>_account_<account>_session_<id>`, later a JSON text. */
function readUser(userId: string): { deviceId: string | null; sessionId: string | null } {
  const json = userSchema.safeParse(parseJson(userId));
  if (json.success) return { deviceId: json.data.device_id, sessionId: json.data.session_id };
  const match = /^user_([0-9a-f]+)_account_.*?_?session_([0-9a-f-]+)$/i.exec(userId);
  return { deviceId: match?.[1] ?? null, sessionId: match?.[2] ?? null };
}
