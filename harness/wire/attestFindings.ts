import type { Finding, Sighting } from "./attestTypes.ts";
import type { ObservedRequest } from "./types.ts";

/** Evidence is stored with every replay: equal facts get equal words, so that thousands of them are small. */
export function shown(evidence: string): Finding {
  return { kind: "shown", evidence };
}

/** Reasons of one replay are joined by semicolons and taken apart again by who counts them. */
export function contradicted(reason: string): Finding {
  return { kind: "contradicted", reason: reason.replaceAll("; ", ", ") };
}

/** The contradictions, all of them; where there is none, the evidence. */
export function unless(
  contradictions: readonly Finding[],
  ...evidence: readonly string[]
): readonly Finding[] {
  return contradictions.length > 0 ? contradictions : evidence.map(shown);
}

/**
 * One contradiction for each thing that is wrong, with all the requests of which it is true.
 * @param wrong what a request did, as the end of a sentence that begins with it; null when nothing is wrong
 */
export function contradictionsIn(
  requests: readonly ObservedRequest[],
  seen: Sighting,
  wrong: (request: ObservedRequest) => string | null,
): readonly Finding[] {
  const guilty = new Map<string, ObservedRequest[]>();
  for (const request of requests) {
    const what = wrong(request);
    if (what !== null) guilty.set(what, [...(guilty.get(what) ?? []), request]);
  }
  return [...guilty].map(([what, found]) => contradicted(`${namesOf(found, seen)} ${what}`));
}

/** `request 3 of 7 (POST /v1/messages)`, `requests 1-4, 6 of 7 (POST /v1/messages)`: for people who look for them. */
export function namesOf(found: readonly ObservedRequest[], { requests }: Sighting): string {
  const places = found.map((request) => requests.indexOf(request) + 1);
  const what = new Set(found.map(({ method, path }) => `${method} ${path}`));
  const plural = found.length === 1 ? "" : "s";
  return `request${plural} ${rangesOf(places)} of ${requests.length} (${[...what].join(", ")})`;
}

/** `1-4, 6` of 1, 2, 3, 4, 6: ascending numbers. */
function rangesOf(numbers: readonly number[]): string {
  const starts = numbers.filter((number) => !numbers.includes(number - 1));
  const ends = numbers.filter((number) => !numbers.includes(number + 1));
  return starts
    .map((start, index) => (start === ends[index] ? `${start}` : `${start}-${ends[index]}`))
    .join(", ");
}
