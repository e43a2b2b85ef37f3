import type { ObservedRequest } from "../wire/wire.ts";
import type { PlayedStep } from "./playProbe.ts";
import { readRawRequest, textsOf } from "./rawRequest.ts";

/**
 * The requests of a step that ask for an answer to its prompt. Others come beside it: warm-ups, titles, token counts;
 * those have no tools, or say something that the user did not.
 */
export function conversationOf({ prompt, observed }: PlayedStep): readonly ObservedRequest[] {
  if (prompt === null) return [];
  return observed.filter(({ method, path, tools, raw }) => {
    if (method !== "POST" || path !== "/v1/messages" || tools.length === 0) return false;
    return readRawRequest(raw).messages.some(
      ({ role, content }) =>
        role === "user" && textsOf(content).some((text) => text.includes(prompt)),
    );
  });
}
