import { parseJson } from "./parseJson.ts";
import { readMessages } from "./readMessages.ts";
import type { ObservedRequest } from "./types.ts";

/** What the user said in a request, message by message, without what the client says in the user's name. */
export function saidIn({ body }: Pick<ObservedRequest, "body">): readonly string[] {
  return (body?.messages ?? [])
    .map((message) => readMessages([parseJson(message)]).prompt)
    .filter((words) => words !== "");
}
