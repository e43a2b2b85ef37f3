import type { Anthropic } from "@anthropic-ai/sdk/client";
import type { BetaRunnableTool } from "@anthropic-ai/sdk/lib/tools/BetaRunnableTool";
import type {
  BetaMessage,
  BetaMessageParam,
  BetaToolResultBlockParam,
} from "@anthropic-ai/sdk/resources/beta/messages/messages";
import {
  addUsage,
  apiErrorEvent,
  assistantEvent,
  type Event,
  noUsage,
  toolResultEvent,
  type TurnEnd,
  type TurnFacts,
} from "./events.ts";
import type { RequestFrame } from "./request.ts";
import { AnthropicError, APIError } from "./sdkModules.ts";

/** What a turn needs of its conversation and of the program around it. */
export type TurnContext = {
  readonly client: Anthropic;
  readonly sessionId: string;
  readonly frame: RequestFrame;
  readonly tools: readonly BetaRunnableTool[];
  /** grows by what this turn completed; a cut-off reply is not kept, because the API refuses tool calls without results */
  readonly history: BetaMessageParam[];
  readonly maxTurns: number;
  readonly signal: AbortSignal;
  readonly emit: (event: Event) => void;
};

/**
 * Plays one user message until the model hands the word back, announcing every block and tool result on the way.
 * API failures and interrupts are endings, not exceptions.
 */
export async function playTurn(prompt: string, context: TurnContext): Promise<TurnFacts> {
  const startedAt = performance.now();
  const progress = { usage: noUsage, requests: 0, runsTools: false };
  context.history.push({ role: "user", content: [{ type: "text", text: prompt }] });
  const end = await play(context, progress).catch((error: unknown) =>
    endOf(error, context, progress),
  );
  if (end.kind === "api-error") context.emit(apiErrorEvent(end.status, end.message));
  const { usage, requests } = progress;
  return { end, usage, requests, durationMs: Math.round(performance.now() - startedAt) };
}

type Progress = { usage: TurnFacts["usage"]; requests: number; runsTools: boolean };

async function play(context: TurnContext, progress: Progress): Promise<TurnEnd> {
  const { client, history, signal, emit } = context;
  const runner = client.beta.messages.toolRunner(
    {
      ...context.frame,
      messages: [...history],
      tools: [...context.tools],
      max_iterations: context.maxTurns,
      stream: true,
      // Message threads send only what is new; a recorder could then not see what the context holds.
      thread: false,
    },
    { signal, headers: { "x-claude-code-session-id": context.sessionId } },
  );
  let last: BetaMessage | null = null;
  for await (const stream of runner) {
    progress.requests++;
    stream.on("contentBlock", (block) => {
      if (stream.currentMessage) emit(assistantEvent(stream.currentMessage, block));
    });
    last = await stream.finalMessage();
    progress.usage = addUsage(progress.usage, last.usage);
    progress.runsTools = true;
    const results = last.stop_reason === "tool_use" ? await runner.generateToolResponse() : null;
    keep(history, last, results);
    for (const result of toolResultsOf(results)) emit(toolResultEvent(result));
    signal.throwIfAborted();
    progress.runsTools = false;
  }
  if (last?.stop_reason === "tool_use") return { kind: "turn-limit", maxTurns: context.maxTurns };
  return { kind: "answered", stopReason: last?.stop_reason ?? null, text: textOf(last) };
}

/** Adds a reply and its tool results; calls that were never run (a reply cut at max_tokens) are dropped. */
function keep(history: BetaMessageParam[], reply: BetaMessage, results: BetaMessageParam | null) {
  const content =
    results === null ? reply.content.filter((block) => block.type !== "tool_use") : reply.content;
  if (content.length > 0) history.push({ role: "assistant", content });
  if (results !== null) history.push(results);
}

function toolResultsOf(message: BetaMessageParam | null): readonly BetaToolResultBlockParam[] {
  if (!Array.isArray(message?.content)) return [];
  return message.content.flatMap((block) => (block.type === "tool_result" ? [block] : []));
}

function textOf(message: BetaMessage | null): string {
  const blocks = message?.content ?? [];
  return blocks.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n");
}

function endOf(error: unknown, context: TurnContext, progress: Progress): TurnEnd {
  if (context.signal.aborted) {
    return { kind: "interrupted", during: progress.runsTools ? "tools" : "streaming" };
  }
  if (!(error instanceof AnthropicError)) throw error;
  const status = error instanceof APIError ? (error.status ?? null) : null;
  return { kind: "api-error", status, message: error.message };
}
