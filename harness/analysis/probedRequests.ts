import type { ProbedRequest, ProbeRecord, ProbeStep } from "../record/record.ts";
import type { BesideRequest, ClearBehaviour } from "./audit/types.ts";

/** Requests of a step that ask for the answer to its prompt, in order. */
export function conversationIn(record: ProbeRecord, id: ProbeStep["id"]): readonly ProbedRequest[] {
  return requestsIn(record, id).filter(({ isConversation }) => isConversation);
}

/** The first conversation request of a text prompt: what versions are compared by; undefined when none was sent. */
export function openingOf(record: ProbeRecord): ProbedRequest | undefined {
  return conversationIn(record, "text")[0];
}

/** Whether `/clear` empties the context, read from the request after it: the word of the client is not enough. */
export function clearOf(record: ProbeRecord): ClearBehaviour {
  const [after] = conversationIn(record, "after-clear");
  if (openingOf(record) === undefined || after === undefined) return "unknown";
  if (after.assistantMessages === 0) return "real";
  return stepOf(record, "clear")?.ending === "cleared" ? "fake" : "no-op";
}

/** Why a version cannot be looked at: how its text prompt ended; null when it was answered. */
export function problemOf(record: ProbeRecord): string | null {
  const ending = stepOf(record, "text")?.ending ?? "nothing was played";
  if (ending !== "completed") return ending;
  return openingOf(record) === undefined ? "it answered without asking its vendor" : null;
}

/** Requests that no prompt of the user explains: warm-ups, titles, probes, token counts. */
export function besideOf({ steps }: ProbeRecord): readonly BesideRequest[] {
  return steps.flatMap(({ id, requests }) => {
    const beside = requests.filter(({ isConversation }) => !isConversation);
    const kinds = Map.groupBy(beside, (one) => `${one.method} ${one.path} ${one.modelAsked ?? ""}`);
    return [...kinds.values()].flatMap((same): BesideRequest[] => {
      const [first] = same;
      if (first === undefined) return [];
      const request = `${first.method} ${first.path}`;
      return [{ step: id, request, model: first.modelAsked, count: same.length }];
    });
  });
}

/** Sorted union of the betas of all conversation requests. */
export function betasOf({ steps }: ProbeRecord): readonly string[] {
  const requests = steps.flatMap((step) => step.requests).filter((one) => one.isConversation);
  return [...new Set(requests.flatMap(({ betas }) => betas))].sort(byCode);
}

/** Order by code units, the same on every machine. */
export function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function requestsIn(record: ProbeRecord, id: ProbeStep["id"]): readonly ProbedRequest[] {
  return stepOf(record, id)?.requests ?? [];
}

function stepOf({ steps }: ProbeRecord, id: ProbeStep["id"]): ProbeStep | undefined {
  return steps.find((step) => step.id === id);
}
