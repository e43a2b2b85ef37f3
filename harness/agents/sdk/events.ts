import { randomUUID } from "node:crypto";
import type {
  BetaContentBlock,
  BetaMessage,
  BetaToolResultBlockParam,
  BetaUsage,
} from "@anthropic-ai/sdk/resources/beta/messages/messages";

/** One line of stdout. The shapes are those of Claude Code's stream-json; fields that would say nothing are left out. */
export type Event = { readonly type: string; readonly [field: string]: unknown };

/** Token counts of a turn, summed over its requests. */
export type TurnUsage = {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_creation_input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly output_tokens_details: { readonly thinking_tokens: number };
};

export const noUsage: TurnUsage = {
  input_tokens: 0,
  output_tokens: 0,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens_details: { thinking_tokens: 0 },
};

/** The sum of a turn's usage so far and that of one more response. */
export function addUsage(sum: TurnUsage, more: BetaUsage): TurnUsage {
  const thinking = more.output_tokens_details?.thinking_tokens ?? 0;
  return {
    input_tokens: sum.input_tokens + more.input_tokens,
    output_tokens: sum.output_tokens + more.output_tokens,
    cache_creation_input_tokens:
      sum.cache_creation_input_tokens + (more.cache_creation_input_tokens ?? 0),
    cache_read_input_tokens: sum.cache_read_input_tokens + (more.cache_read_input_tokens ?? 0),
    output_tokens_details: {
      thinking_tokens: sum.output_tokens_details.thinking_tokens + thinking,
    },
  };
}

/** How a turn ended. */
export type TurnEnd =
  | { readonly kind: "answered"; readonly stopReason: string | null; readonly text: string }
  | { readonly kind: "turn-limit"; readonly maxTurns: number }
  | { readonly kind: "api-error"; readonly status: number | null; readonly message: string }
  | { readonly kind: "interrupted"; readonly during: "streaming" | "tools" };

export type TurnFacts = {
  readonly end: TurnEnd;
  readonly usage: TurnUsage;
  /** API requests made, not counting retries of the same one */
  readonly requests: number;
  readonly durationMs: number;
};

/** One content block of a reply. As with Claude Code, its usage is that of the stream's beginning: count tokens in `result`. */
export function assistantEvent(message: BetaMessage, block: BetaContentBlock): Event {
  return {
    type: "assistant",
    message: {
      id: message.id,
      type: "message",
      role: "assistant",
      model: message.model,
      content: [block],
      stop_reason: null,
      usage: message.usage,
    },
    parent_tool_use_id: null,
  };
}

/** What the user sees of a failed request, said by nobody. */
export function apiErrorEvent(status: number | null, message: string): Event {
  return {
    type: "assistant",
    message: {
      id: randomUUID(),
      type: "message",
      role: "assistant",
      model: "<synthetic>",
      content: [{ type: "text", text: `API Error: ${message}` }],
      stop_reason: "stop_sequence",
      usage: noUsage,
    },
    parent_tool_use_id: null,
    is_api_error_message: true,
    api_error_status: status,
  };
}

/** One tool result. */
export function toolResultEvent(result: BetaToolResultBlockParam): Event {
  return {
    type: "user",
    message: { role: "user", content: [result] },
    parent_tool_use_id: null,
  };
}

/** The line that closes a turn. `num_turns` counts API requests; the cost is not known here. */
export function resultEvent({ end, usage, requests, durationMs }: TurnFacts): Event {
  return {
    type: "result",
    ...endFields(end),
    num_turns: requests,
    duration_ms: durationMs,
    total_cost_usd: null,
    usage,
    permission_denials: [],
  };
}

function endFields(end: TurnEnd): Readonly<Record<string, unknown>> {
  switch (end.kind) {
    case "answered":
      return {
        subtype: "success",
        is_error: false,
        api_error_status: null,
        stop_reason: end.stopReason,
        terminal_reason: "completed",
        result: end.text,
      };
    case "turn-limit":
      return {
        subtype: "error_max_turns",
        is_error: true,
        stop_reason: "tool_use",
        terminal_reason: "max_turns",
        errors: [`Reached maximum number of turns (${end.maxTurns})`],
      };
    case "api-error":
      return {
        subtype: "success",
        is_error: true,
        api_error_status: end.status,
        stop_reason: "stop_sequence",
        terminal_reason: "api_error",
        result: `API Error: ${end.message}`,
      };
    case "interrupted":
      return {
        subtype: "error_during_execution",
        is_error: true,
        stop_reason: null,
        terminal_reason: `aborted_${end.during}`,
        errors: ["Request interrupted by user"],
      };
  }
}
