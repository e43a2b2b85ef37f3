import type { MessagesRequest } from "./request.ts";
import type { ScriptStep } from "./script.ts";

/** Token counts of one answer, as the Messages API reports them. */
export type Usage = {
  readonly input_tokens: number;
  readonly cache_creation_input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly output_tokens: number;
  readonly output_tokens_details: { readonly thinking_tokens: number };
};

const tokensPer = { prompt: 2_000, tool: 300, message: 350, call: 40 } as const;

/**
 * Counts that depend on numbers of things and on scripted sizes only. Real texts carry paths, dates and ids, and clients
 * feed counts back into the next request: counting texts would make equal replays differ.
 */
export function usageOf(
  request: Pick<MessagesRequest, "messages" | "tools">,
  step: ScriptStep,
): Usage {
  const before = request.messages.filter(({ role }) => role !== "system").length - 1;
  const cached = tokensPer.prompt + tokensPer.tool * (request.tools?.length ?? 0);
  const thinking = tokensOf(step.think ?? "");
  const spoken = "answer" in step ? tokensOf(step.answer) : tokensOf(step.say ?? "");
  const calls = "calls" in step ? step.calls : [];
  return {
    input_tokens: 10,
    cache_creation_input_tokens: before === 0 ? cached : tokensPer.message,
    cache_read_input_tokens: before === 0 ? 0 : cached + tokensPer.message * (before - 1),
    output_tokens:
      thinking +
      spoken +
      calls.length * tokensPer.call +
      calls.reduce((sum, call) => sum + tokensOf(JSON.stringify(call)), 0),
    output_tokens_details: { thinking_tokens: thinking },
  };
}

/** What `count_tokens` answers: all that a request would send. */
export function inputTokensOf(request: Pick<MessagesRequest, "messages" | "tools">): number {
  const { messages, tools } = request;
  return (
    tokensPer.prompt + tokensPer.tool * (tools?.length ?? 0) + tokensPer.message * messages.length
  );
}

/** The customary four characters per token. */
function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}
