import { z } from "zod";

/** One line of stream-json, reduced to what we read of it. Kinds that we do not know are `other`, never errors. */
export type AgentEvent =
  | { readonly kind: "init"; readonly sessionId: string | null; readonly version: string | null }
  | AssistantEvent
  | { readonly kind: "tool-results"; readonly results: readonly ToolResult[] }
  | { readonly kind: "permission-denied"; readonly toolUseId: string }
  | { readonly kind: "conversation-reset" }
  | ResultEvent
  | { readonly kind: "control-response"; readonly requestId: string }
  | { readonly kind: "other" };

/** Claude Code prints one of these for each content block; blocks of one API message share `messageId`. */
export type AssistantEvent = {
  readonly kind: "assistant";
  readonly messageId: string;
  /** written by the client, not by the model: `API Error: …`, answers to slash commands */
  readonly isSynthetic: boolean;
  /** `rate_limit`, `max_output_tokens` …: set on synthetic messages about a failure */
  readonly failure: string | null;
  readonly blocks: readonly Block[];
};

export type Block =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "thinking"; readonly text: string }
  | {
      readonly kind: "tool-use";
      readonly id: string;
      readonly name: string;
      readonly input: Readonly<Record<string, unknown>>;
    };

export type ToolResult = {
  readonly toolUseId: string;
  readonly isError: boolean;
  readonly output: string;
};

/** What closes a turn. Absent fields are null: old versions lack many of them. */
export type ResultEvent = {
  readonly kind: "result";
  readonly subtype: string | null;
  readonly isError: boolean;
  readonly text: string | null;
  readonly errors: readonly string[];
  readonly sessionId: string | null;
  readonly stopReason: string | null;
  readonly terminalReason: string | null;
  readonly apiErrorStatus: number | null;
  readonly turns: number | null;
  /** cumulative over the session */
  readonly totalCostUsd: number | null;
  readonly usage: z.infer<typeof usage>;
  readonly deniedToolUseIds: readonly string[];
  readonly localCommand: string | null;
  /** false for a turn that nobody asked for, such as the end of a background task */
  readonly isAnswer: boolean;
};

/** Reads one line. Null when it is not a JSON object with a type: not an event at all. */
export function parseEvent(line: string): AgentEvent | null {
  const envelope = eventEnvelope.safeParse(parseJson(line));
  if (!envelope.success) return null;
  const event = readers.get(envelope.data.type)?.safeParse(envelope.data);
  return event?.success ? event.data : { kind: "other" };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Not JSON, so not an event; the caller counts such lines.
    return undefined;
  }
}

const eventEnvelope = z.looseObject({ type: z.string() });
const maybeText = z.string().nullish().catch(null).transform(orNull);
const maybeNumber = z.number().nullish().catch(null).transform(orNull);

function orNull<T>(value: T | null | undefined): T | null {
  return value ?? null;
}

const block = z.union([
  z
    .object({ type: z.literal("text"), text: z.string() })
    .transform(({ text }): Block => ({ kind: "text", text })),
  z
    .object({ type: z.literal("thinking"), thinking: z.string() })
    .transform(({ thinking }): Block => ({ kind: "thinking", text: thinking })),
  z
    .object({
      type: z.literal("tool_use"),
      id: z.string(),
      name: z.string(),
      input: z.record(z.string(), z.unknown()).catch({}),
    })
    .transform(({ id, name, input }): Block => ({ kind: "tool-use", id, name, input })),
  z.unknown().transform(() => null),
]);

/** Events of sub-agents carry the call that they belong to: they are its inside, not steps of the turn. */
const parent = z.string().nullish().catch(null);

const assistant = z
  .object({
    message: z.object({ id: z.string(), model: maybeText, content: z.array(block) }),
    error: maybeText,
    parent_tool_use_id: parent,
  })
  .transform(({ message, error, parent_tool_use_id }): AgentEvent => {
    if (parent_tool_use_id) return { kind: "other" };
    return {
      kind: "assistant",
      messageId: message.id,
      isSynthetic: message.model === "<synthetic>",
      failure: error,
      blocks: message.content.filter((one) => one !== null),
    };
  });

const outputPart = z.union([
  z.object({ type: z.literal("text"), text: z.string() }).transform(({ text }) => text),
  z.object({ type: z.string() }).transform(({ type }) => `[${type}]`),
]);

const toolResult = z
  .object({
    type: z.literal("tool_result"),
    tool_use_id: z.string(),
    is_error: z.boolean().nullish().catch(null),
    content: z.union([
      z.string(),
      z.array(outputPart).transform((parts) => parts.join("\n")),
      z.unknown().transform(() => ""),
    ]),
  })
  .transform(({ tool_use_id, is_error, content }): ToolResult => ({
    toolUseId: tool_use_id,
    isError: is_error ?? false,
    output: content,
  }));

const user = z
  .object({
    message: z.object({
      content: z.array(z.union([toolResult, z.unknown().transform(() => null)])),
    }),
    parent_tool_use_id: parent,
  })
  .transform(({ message, parent_tool_use_id }): AgentEvent => {
    const results = message.content.filter((one) => one !== null);
    if (parent_tool_use_id || results.length === 0) return { kind: "other" };
    return { kind: "tool-results", results };
  });

const usage = z
  .object({
    input_tokens: maybeNumber,
    output_tokens: maybeNumber,
    cache_read_input_tokens: maybeNumber,
    cache_creation_input_tokens: maybeNumber,
    output_tokens_details: z
      .object({ thinking_tokens: maybeNumber })
      .nullish()
      .catch(null)
      .transform(orNull),
  })
  .nullish()
  .catch(null)
  .transform(orNull);

const denials = z
  .array(z.object({ tool_use_id: z.string() }).transform((denial) => denial.tool_use_id))
  .catch([]);

const result = z
  .object({
    subtype: maybeText,
    is_error: z.boolean().catch(false),
    result: maybeText,
    errors: z.array(z.string()).catch([]),
    session_id: maybeText,
    stop_reason: maybeText,
    terminal_reason: maybeText,
    api_error_status: maybeNumber,
    num_turns: maybeNumber,
    total_cost_usd: maybeNumber,
    usage,
    permission_denials: denials,
    local_command: maybeText,
    origin: z.object({ kind: z.string() }).nullish().catch(null),
  })
  .transform((found): ResultEvent => ({
    kind: "result",
    subtype: found.subtype,
    isError: found.is_error,
    text: found.result,
    errors: found.errors,
    sessionId: found.session_id,
    stopReason: found.stop_reason,
    terminalReason: found.terminal_reason,
    apiErrorStatus: found.api_error_status,
    turns: found.num_turns,
    totalCostUsd: found.total_cost_usd,
    usage: found.usage,
    deniedToolUseIds: found.permission_denials,
    localCommand: found.local_command,
    isAnswer: found.origin?.kind !== "task-notification",
  }));

const system = z
  .object({
    subtype: z.string(),
    session_id: maybeText,
    claude_code_version: maybeText,
    tool_use_id: maybeText,
  })
  .transform(({ subtype, session_id, claude_code_version, tool_use_id }): AgentEvent => {
    if (subtype === "init") {
      return { kind: "init", sessionId: session_id, version: claude_code_version };
    }
    const isDenial = subtype === "permission_denied" && tool_use_id !== null;
    return isDenial ? { kind: "permission-denied", toolUseId: tool_use_id } : { kind: "other" };
  });

const controlResponse = z
  .object({ response: z.object({ request_id: z.string() }) })
  .transform(({ response }): AgentEvent => ({
    kind: "control-response",
    requestId: response.request_id,
  }));

const reset = z.object({}).transform((): AgentEvent => ({ kind: "conversation-reset" }));

// A Map, because an object would find "constructor" too.
const readers = new Map<string, z.ZodType<AgentEvent>>([
  ["system", system],
  ["assistant", assistant],
  ["user", user],
  ["result", result],
  ["control_response", controlResponse],
  ["conversation_reset", reset],
]);
