import { sha256 } from "../base/base.ts";
import { renderCall, type Toolset } from "./dialect.ts";
import { workingDirectoryOf, type MessagesRequest } from "./request.ts";
import type { ScriptStep } from "./script.ts";
import { usageOf, type Usage } from "./usage.ts";

export type ContentBlock =
  | { readonly type: "thinking"; readonly thinking: string; readonly signature: string }
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "tool_use";
      readonly id: string;
      readonly name: string;
      readonly input: Readonly<Record<string, unknown>>;
    };

/** An answer of the Messages API. */
export type Message = {
  readonly id: string;
  readonly type: "message";
  readonly role: "assistant";
  readonly model: string;
  readonly content: readonly ContentBlock[];
  readonly stop_reason: "end_turn" | "max_tokens" | "refusal" | "tool_use";
  readonly stop_sequence: null;
  readonly usage: Usage;
};

/**
 * A scripted step as the answer to a request, in the dialect of the client that asks.
 * @param key what the ids are made of: the same key gives the same ids, so that a retry gets the same bytes
 */
export function composeMessage(request: MessagesRequest, step: ScriptStep, key: string): Message {
  const toolset = {
    tools: new Set((request.tools ?? []).map((tool) => tool.name)),
    workingDirectory: workingDirectoryOf(request),
  };
  const calls = "calls" in step ? callBlocks(step, toolset, key) : [];
  const text = "calls" in step ? spokenWith(step, calls.length > 0) : step.answer;
  const isEnd = "answer" in step || calls.length === 0;
  return {
    id: `msg_${idOf(key)}`,
    type: "message",
    role: "assistant",
    model: request.model,
    content: [
      ...thinkingBlocks(request, step, key),
      ...(text === undefined ? [] : [{ type: "text", text } as const]),
      ...calls,
    ],
    stop_reason: isEnd ? ("answer" in step ? step.stop : "end_turn") : "tool_use",
    stop_sequence: null,
    usage: usageOf(request, step),
  };
}

type CallingStep = Extract<ScriptStep, { calls: unknown }>;

function spokenWith(step: CallingStep, canCall: boolean): string | undefined {
  return canCall ? step.say : "I have no tool that I could do this with.";
}

function callBlocks(step: CallingStep, toolset: Toolset, key: string): readonly ContentBlock[] {
  return step.calls
    .map((action) => renderCall(action, toolset))
    .filter((call) => call !== null)
    .map((call, i) => ({ type: "tool_use", id: `toolu_${idOf(`${key}/${i}`)}`, ...call }));
}

/** A model thinks aloud only where the request allows it. */
function thinkingBlocks(
  request: MessagesRequest,
  step: ScriptStep,
  key: string,
): readonly ContentBlock[] {
  const isAllowed = request.thinking !== undefined && request.thinking.type !== "disabled";
  if (step.think === undefined || !isAllowed) return [];
  return [{ type: "thinking", thinking: step.think, signature: sha256(`signature ${key}`) }];
}

function idOf(key: string): string {
  return `sim${sha256(key).slice(0, 21)}`;
}
