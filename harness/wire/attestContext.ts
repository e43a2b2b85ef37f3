import { contradicted, contradictionsIn, namesOf, shown, unless } from "./attestFindings.ts";
import type { Check, Finding, Watched } from "./attestTypes.ts";
import { saidIn } from "./saidIn.ts";
import type { ObservedRequest } from "./types.ts";

/** The conversation must begin with this replay's own prompt and nothing else, or, where it is to go on, with more. */
export const checkContext: Check = (watched) => {
  const { expected, seen, earlier, conversation } = watched;
  const isFirst = !earlier.some(({ processId }) => processId === expected.processId);
  const refused = seen.clearFailure;
  if (refused !== null) return [contradicted(`/clear did not take effect: ${refused}`)];
  if (expected.emptyContext) {
    return unless(
      carriedOver(watched),
      isFirst
        ? "the context was empty: a process without earlier replays"
        : "the context was empty: the first request carried no earlier message",
    );
  }
  const [opening] = conversation;
  if (isFirst || opening === undefined) {
    return isFirst ? [shown("vacuous: there was no context yet that could have been kept")] : [];
  }
  return opening.assistantMessages > 0 || saidIn(opening).length > 1
    ? [shown("the context was kept: the first request carried earlier messages")]
    : [contradicted(`the context was not kept: ${namesOf([opening], seen)} carried none of it`)];
};

/** What the conversation carries that is not its own; the first request that does so is enough. */
function carriedOver({ expected, seen, earlier, conversation }: Watched): readonly Finding[] {
  const prompts = earlier.flatMap((replay) => replay.prompts ?? []);
  return contradictionsIn(conversation, seen, (request) => {
    const place = conversation.indexOf(request);
    // Measured on versions 1.0.128 to 2.1.328: one assistant message for each answer since the context was empty.
    const answers = request.assistantMessages - place;
    const said = place === 0 ? saidIn(request).length - 1 : 0;
    const carried = [
      ...(answers > 0 ? [`${answers} earlier assistant message(s)`] : []),
      ...(said > 0 ? [`${said} earlier user message(s)`] : []),
      ...(place === 0 && repeats(request, prompts, expected.prompt)
        ? ["the prompt of an earlier replay"]
        : []),
    ];
    return carried.length === 0 ? null : `carried ${carried.join(", ")}`;
  }).slice(0, 1);
}

/** Whether one of the prompts is there besides the replay's own; the same prompt may be played again: once is its own. */
function repeats(
  request: ObservedRequest,
  prompts: readonly string[],
  own: string | undefined,
): boolean {
  if (own === undefined) return false;
  const said = saidIn(request).join("\n");
  return prompts.map((p) => p.trim()).some((p) => count(said, p) > count(own, p));
}

function count(text: string, part: string): number {
  return part === "" ? 0 : text.split(part).length - 1;
}
