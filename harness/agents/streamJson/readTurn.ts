import {
  unknownUsage,
  type Ending,
  type Step,
  type ToolCall,
  type ToolOutcome,
  type Turn,
  type Usage,
} from "../../transcript/transcript.ts";
import { endingOf } from "./ending.ts";
import type { AgentEvent, AssistantEvent, ResultEvent, ToolResult } from "./events.ts";

/** What is known of a turn from outside its events. */
export type TurnContext = {
  readonly prompt: string;
  readonly wallMs: number;
  /** the session's cumulative cost before this turn; a turn's own cost is what was added */
  readonly costBeforeUsd: number;
};

/**
 * Turns the events of one turn into our shape.
 * @returns ending is null when no result is among the events: then the caller knows why
 */
export function readTurn(
  events: readonly AgentEvent[],
  context: TurnContext,
): { readonly turn: Turn; readonly ending: Ending | null } {
  const result = events.findLast((event) => event.kind === "result") ?? null;
  const messages = events.filter((event) => event.kind === "assistant");
  const steps = stepsOf(messages, outcomesOf(events));
  const failures = messages.flatMap(({ failure }) => (failure === null ? [] : [failure]));
  return {
    turn: {
      prompt: context.prompt,
      steps,
      usage: usageOf(result, context.costBeforeUsd),
      wallMs: context.wallMs,
    },
    ending: result && endingOf(result, { steps, failures }),
  };
}

/** The steps in the order of their first block; synthetic messages are the client's words and no steps. */
function stepsOf(
  messages: readonly AssistantEvent[],
  outcomeOf: (toolUseId: string) => ToolOutcome,
): Step[] {
  const steps: Step[] = [];
  // Calls of one API message run concurrently, also when text or a first result comes between their events.
  const callsOf = new Map<string, ToolCall[]>();
  for (const { messageId, block } of blocksOf(messages)) {
    if (block.kind !== "tool-use") {
      if (block.text !== "") steps.push(block);
      continue;
    }
    const { id, name, input } = block;
    const call = { id, name, input, outcome: outcomeOf(id) };
    const together = callsOf.get(messageId);
    together?.push(call);
    if (together !== undefined) continue;
    const calls = [call];
    callsOf.set(messageId, calls);
    steps.push({ kind: "calls", calls });
  }
  return steps;
}

function blocksOf(messages: readonly AssistantEvent[]) {
  return messages
    .filter(({ isSynthetic }) => !isSynthetic)
    .flatMap(({ messageId, blocks }) => blocks.map((block) => ({ messageId, block })));
}

function outcomesOf(events: readonly AgentEvent[]): (toolUseId: string) => ToolOutcome {
  const results = new Map<string, ToolResult>();
  const denied = new Set<string>();
  for (const event of events) {
    if (event.kind === "tool-results") {
      for (const result of event.results) results.set(result.toolUseId, result);
    }
    if (event.kind === "permission-denied") denied.add(event.toolUseId);
    if (event.kind === "result") for (const id of event.deniedToolUseIds) denied.add(id);
  }
  return (toolUseId) => {
    const result = results.get(toolUseId);
    if (result === undefined) return { kind: "open" };
    const { output } = result;
    if (denied.has(toolUseId)) return { kind: "denied", output };
    return result.isError ? { kind: "failed", output } : { kind: "ok", output };
  };
}

/** From the result only: assistant events carry the usage of the message's start. */
function usageOf(result: ResultEvent | null, costBeforeUsd: number): Usage {
  if (result === null) return unknownUsage;
  const { usage, totalCostUsd } = result;
  return {
    inputTokens: usage?.input_tokens ?? null,
    outputTokens: usage?.output_tokens ?? null,
    cacheReadTokens: usage?.cache_read_input_tokens ?? null,
    cacheCreationTokens: usage?.cache_creation_input_tokens ?? null,
    thinkingTokens: usage?.output_tokens_details?.thinking_tokens ?? null,
    costUsd: totalCostUsd === null ? null : Math.max(0, totalCostUsd - costBeforeUsd),
  };
}
