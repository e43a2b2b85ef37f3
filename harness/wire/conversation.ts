import { saidIn } from "./saidIn.ts";
import type { ObservedRequest } from "./types.ts";

/**
 * The requests that carry the agent's conversation. Where it is known which answers the agent gave out as its own: those that
 * got them, and those that say the same, or the beginning of it, to no avail. Else: those with tools, or, for an agent that
 * has none, every request that asks for more than the single token of a probe.
 * @param answerIds ids of the answers that the agent reported; sub-agents and warm-ups have tools too, but not these
 */
export function conversationOf(
  requests: readonly ObservedRequest[],
  answerIds: readonly string[] = [],
): readonly ObservedRequest[] {
  const answers = requests.filter(
    (request) =>
      request.method === "POST" && request.path === "/v1/messages" && request.maxTokens !== 1,
  );
  const isReported = ({ messageId }: ObservedRequest) => answerIds.some((id) => id === messageId);
  const reported = answers.filter(isReported);
  const withTools = (reported.length > 0 ? reported : answers).some(hasTools);
  const isAlike = (request: ObservedRequest) => hasTools(request) || !withTools;
  if (reported.length === 0) return answers.filter(isAlike);
  return answers.filter(
    (request) =>
      isReported(request) || (isAlike(request) && reported.some((one) => begins(one, request))),
  );
}

function hasTools({ tools }: ObservedRequest): boolean {
  return tools.length > 0;
}

/** Whether a conversation began with what another request says: an answer that was empty, cut or refused is never reported. */
function begins(conversation: ObservedRequest, request: ObservedRequest): boolean {
  const whole = saidIn(conversation);
  return saidIn(request).every((words, index) => words === whole[index]);
}
