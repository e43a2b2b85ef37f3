import { contradicted, contradictionsIn, shown, unless } from "./attestFindings.ts";
import type { Check } from "./attestTypes.ts";
import type { ObservedRequest } from "./types.ts";

/** Every request of the conversation asks for the model and is served it. Other requests may ask for others: that is told. */
export const checkModel: Check = ({ expected, seen, conversation }) => {
  // The client takes the suffix for a larger context off and sends a beta in its place.
  const model = expected.model.replace(/\[1m\]$/, "");
  const served = sortedSet(conversation.map(({ modelServed }) => modelServed));
  const wrong = [
    ...contradictionsIn(conversation, seen, (request) => wrongIn(request, model)),
    ...(served.length > 0 || conversation.length === 0
      ? []
      : [contradicted("no request got an answer that names its model")]),
  ];
  const others = sortedSet(seen.requests.map(({ modelAsked }) => modelAsked)).filter(
    (asked) => asked !== model,
  );
  return [
    ...unless(
      wrong,
      `the whole conversation asked for ${model} and was served ${served.join(", ")}`,
    ),
    ...(others.length === 0 ? [] : [shown(`beside it, ${others.join(", ")} was asked`)]),
  ];
};

function wrongIn(request: ObservedRequest, model: string): string | null {
  const { modelAsked, modelServed, status, failure } = request;
  if (modelAsked !== model) return `asked for model ${modelAsked ?? "unknown"}, not ${model}`;
  if (modelServed === null) {
    const isUnread = status === 200 && failure === null;
    return isUnread ? "got an answer that does not tell its model" : null;
  }
  return isModelOrSnapshot(modelServed, model) ? null : `got ${modelServed} for ${model}`;
}

/** Vendors answer an alias with the dated name behind it: `claude-sonnet-4-5` with `claude-sonnet-4-5-20250929`. */
function isModelOrSnapshot(served: string, asked: string): boolean {
  const family = asked.replace(/-(?:0|latest)$/, "");
  return (
    served === asked ||
    (served.startsWith(family) && /^[-@]\d{8}$/.test(served.slice(family.length)))
  );
}

function sortedSet(names: readonly (string | null)[]): readonly string[] {
  return [...new Set(names.filter((name) => name !== null))].sort();
}
