import { z } from "zod";
import type { Usage } from "../transcript/transcript.ts";
import type { LogEvent } from "./conversation.ts";
import { flag, list, maybeNumber, maybeText } from "./fields.ts";

/** The content of a message in the shape of the Anthropic API, which session files and stream-json share. */
export const messageContent = z
  .union([z.string().transform((text): unknown[] => [{ type: "text", text }]), list])
  .catch([]);

const block = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("thinking"), thinking: z.string() }),
  z.object({
    type: z.literal("tool_use"),
    id: z.string(),
    name: z.string(),
    input: z.record(z.string(), z.unknown()).catch({}),
  }),
  z.object({
    type: z.literal("tool_result"),
    tool_use_id: z.string(),
    is_error: flag,
    content: z.unknown().optional().transform(resultText),
  }),
]);

/** The agent's words and calls of one message; blocks of other kinds are counted. */
export function agentEvents(
  messageId: string,
  content: readonly unknown[],
  other: (kind: string) => void,
): LogEvent[] {
  return content.flatMap((raw): LogEvent[] => {
    const { data } = block.safeParse(raw);
    if (data === undefined) other(blockKind(raw));
    if (data?.type === "text") return [{ kind: "text", text: data.text }];
    if (data?.type === "thinking") return [{ kind: "thinking", text: data.thinking }];
    if (data?.type !== "tool_use") return [];
    const { id, name, input } = data;
    return [{ kind: "call", messageId, id, name, input }];
  });
}

function blockKind(raw: unknown): string {
  const { data } = z.object({ type: z.string() }).safeParse(raw);
  return `block/${data?.type ?? "unknown"}`;
}

/** Cuts what a tool printed to what is kept of it. */
export type KeepOutput = (output: string) => string;

/** Of an output that is longer no more than its beginning is kept. */
const mostOfOutput = 256 * 1024;
/** Characters of a conversation's outputs that are kept whole; a session file is mostly outputs, and may be larger than the memory. */
const mostOfConversation = 64 * 1024 * 1024;
/** Kept of each output beyond: enough to see a refusal in it. */
const fewOfOutput = 300;

/** Bounds what a conversation's outputs take. @param other counts those that were cut */
export function createKeepOutput(other: (kind: string) => void): KeepOutput {
  let kept = 0;
  return (output) => {
    const most = kept < mostOfConversation ? mostOfOutput : fewOfOutput;
    if (output.length <= most) {
      kept += output.length;
      return output;
    }
    other("(output cut short)");
    kept += most;
    // A slice alone would keep the whole text in memory.
    return Buffer.from(output.slice(0, most)).toString();
  };
}

/** The results of calls in a user's message. */
export function resultEvents(content: readonly unknown[], keep: KeepOutput): LogEvent[] {
  return content.flatMap((raw): LogEvent[] => {
    const { data } = block.safeParse(raw);
    if (data?.type !== "tool_result") return [];
    const output = keep(data.content);
    const failure = deniedPattern.test(output) ? "denied" : "failed";
    const kind = data.is_error ? failure : "ok";
    return [{ kind: "result", callId: data.tool_use_id, outcome: { kind, output } }];
  });
}

// Neither format has a field for it in all versions; these sentences are from 1.0 to 2.1.
const deniedPattern =
  /^(The user doesn't want to (proceed with this tool use|take this action)|Permission to use .{1,200} has been denied|Claude requested permissions to )/;

/** The words of a user's message, without its tool results. */
export function userText(content: readonly unknown[]): string {
  const texts = content.flatMap((raw) => {
    const { data } = block.safeParse(raw);
    return data?.type === "text" ? [data.text] : [];
  });
  return texts.join("\n");
}

function resultText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  const parts = content.map((part: unknown) => {
    const { data } = outputPart.safeParse(part);
    return data?.text ?? `[${data?.type ?? "unknown"}]`;
  });
  return parts.join("\n");
}

const outputPart = z.object({ type: z.string(), text: maybeText });

/** Token counts as the API tells them. */
export const apiUsage = z
  .object({
    input_tokens: maybeNumber,
    output_tokens: maybeNumber,
    cache_read_input_tokens: maybeNumber,
    cache_creation_input_tokens: maybeNumber,
    output_tokens_details: z.object({ thinking_tokens: maybeNumber }).nullish().catch(null),
  })
  .nullish()
  .catch(null)
  .transform((usage): Usage | null =>
    usage
      ? {
          inputTokens: usage.input_tokens,
          outputTokens: usage.output_tokens,
          cacheReadTokens: usage.cache_read_input_tokens,
          cacheCreationTokens: usage.cache_creation_input_tokens,
          thinkingTokens: usage.output_tokens_details?.thinking_tokens ?? null,
          costUsd: null,
        }
      : null,
  );

/** What the model's own reason to stop says about the ending; null when it says nothing special. */
export function stopEnding(stopReason: string | null): LogEvent[] {
  if (stopReason === "refusal") return [{ kind: "ending", ending: { kind: "refused" } }];
  if (stopReason === "max_tokens") {
    return [{ kind: "ending", ending: { kind: "truncated", at: "max-tokens" } }];
  }
  if (stopReason === "model_context_window_exceeded") {
    return [{ kind: "ending", ending: { kind: "truncated", at: "context-window" } }];
  }
  return [];
}
