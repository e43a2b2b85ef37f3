import { z } from "zod";
import { parseJson } from "./parseJson.ts";
import type { RequestUsage } from "../record/record.ts";

/** What a vendor's answer tells about itself. */
export type Answer = {
  readonly modelServed: string | null;
  /** id of the message */
  readonly messageId: string | null;
  readonly stopReason: string | null;
  readonly usage: RequestUsage | null;
  /** an error that came inside a stream that had begun well */
  readonly error: string | null;
};

export type EventReader = {
  readonly write: (text: string) => void;
  readonly end: () => Answer;
};

/** An answer that is longer, or a line in it, is not an answer of this API: reading ends, passing on does not. */
const longestText = 32 * 1024 * 1024;

const countSchema = z.number().optional().catch(undefined);
const usageSchema = z.object({
  input_tokens: countSchema,
  output_tokens: countSchema,
  cache_read_input_tokens: countSchema,
  cache_creation_input_tokens: countSchema,
});
const textSchema = z.string().optional().catch(undefined);
const messageSchema = z.object({
  id: textSchema,
  model: textSchema,
  stop_reason: textSchema,
  usage: usageSchema.optional().catch(undefined),
});
const eventSchema = z.object({
  type: z.string().optional().catch(undefined),
  message: messageSchema.optional().catch(undefined),
  usage: usageSchema.optional().catch(undefined),
  delta: z.object({ stop_reason: textSchema }).optional().catch(undefined),
  error: z
    .object({ type: z.string().catch("error"), message: z.string().catch("") })
    .optional()
    .catch(undefined),
});
type SeenUsage = z.infer<typeof usageSchema>;

/** Reads model and usage from the text of an answer as it arrives. */
export function createEventReader(kind: "sse" | "json"): EventReader {
  return kind === "sse" ? createSseReader() : createJsonReader();
}

function createJsonReader(): EventReader {
  let parts: string[] | null = [];
  let length = 0;
  return {
    write: (text) => {
      length += text.length;
      if (length > longestText) parts = null;
      parts?.push(text);
    },
    end: () => {
      const message = messageSchema.safeParse(parseJson(parts?.join("") ?? "")).data;
      return {
        modelServed: message?.model ?? null,
        messageId: message?.id ?? null,
        stopReason: message?.stop_reason ?? null,
        usage: message?.usage === undefined ? null : completeUsage(message.usage),
        error: null,
      };
    },
  };
}

function createSseReader(): EventReader {
  let rest = "";
  let model: string | null = null;
  let messageId: string | null = null;
  let stopReason: string | null = null;
  let usage: SeenUsage | null = null;
  let error: string | null = null;

  const readLine = (line: string) => {
    // Most lines are pieces of text and tool input; only the few that can matter are parsed.
    if (!line.startsWith("data:") || !interesting.test(line)) return;
    const event = eventSchema.safeParse(parseJson(line.slice("data:".length))).data;
    if (event?.type === "message_start") {
      model = event.message?.model ?? model;
      messageId = event.message?.id ?? messageId;
    }
    stopReason = event?.delta?.stop_reason ?? stopReason;
    if (event?.type === "error") error = `${event.error?.type}: ${event.error?.message}`;
    const seen = event?.type === "message_start" ? event.message?.usage : event?.usage;
    if (seen !== undefined) usage = mergeUsage(usage, seen);
  };

  return {
    write: (text) => {
      // A long line arrives in many pieces: it is put together once, not searched again with every piece.
      if (!text.includes("\n") && rest.length < longestText) {
        rest += text;
        return;
      }
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      if (rest.length > longestText) rest = "";
      lines.forEach(readLine);
    },
    end: () => {
      readLine(rest);
      return {
        modelServed: model,
        messageId,
        stopReason,
        usage: usage === null ? null : completeUsage(usage),
        error,
      };
    },
  };
}

const interesting = /"(?:message_start|message_delta|error)"/;

/** Later events repeat the counts that changed; those they leave out stand. */
function mergeUsage(before: SeenUsage | null, seen: SeenUsage): SeenUsage {
  const told = Object.entries(seen).filter(([, count]) => count !== undefined);
  return { ...before, ...Object.fromEntries(told) };
}

function completeUsage(seen: SeenUsage): RequestUsage {
  return {
    inputTokens: seen.input_tokens ?? 0,
    outputTokens: seen.output_tokens ?? 0,
    cacheReadTokens: seen.cache_read_input_tokens ?? 0,
    cacheCreationTokens: seen.cache_creation_input_tokens ?? 0,
  };
}
