import type { ClientText } from "../record/record.ts";
import type { ClientParts } from "./parity/clientParts.ts";
import { compareParts } from "./parity/compareParts.ts";
import type { ParityDetail, PartChange, PartPresence } from "./parity/types.ts";
import type { StrategyResult, Verdict } from "./types.ts";

type FeatureParity = StrategyResult["featureParity"];

/** What was seen of two clients, null where nothing was, and how their requests compare. */
export type ClientPair = {
  readonly own: ClientParts | null;
  readonly baseline: ClientParts | null;
};

/** Part by part; null when one of the two was never seen, or when only one of them was recorded with fingerprints. */
export function parityDetail(
  { own, baseline }: ClientPair,
  texts: readonly ClientText[],
): ParityDetail | null {
  if (own === null || baseline === null || own.source !== baseline.source) return null;
  return compareParts(own, baseline, texts);
}

/**
 * Which of the baseline's betas, tools, prompts and request features a strategy keeps, as a word: `Controlled` when its
 * client is another version than the baseline's, else `Reduced` when it lost anything, else `Full`.
 */
export function featureParity(
  { own, baseline }: ClientPair,
  detail: ParityDetail | null,
  claimed: string | null,
): FeatureParity {
  if (own === null || baseline === null) {
    return unknown(
      claimed,
      "no usable replay of this strategy or of the baseline was seen on the wire",
    );
  }
  if (detail === null) {
    return unknown(claimed, "one of the two was recorded without fingerprints");
  }
  const isOtherVersion = own.versions.size > 0 && !own.versions.isSubsetOf(baseline.versions);
  const label = isOtherVersion ? "Controlled" : detail.lost.length > 0 ? "Reduced" : "Full";
  const names = (parts: readonly { readonly part: string }[]) => parts.map(({ part }) => part);
  return {
    label,
    claimed,
    verdict: parityVerdict(label, claimed),
    lost: names(detail.lost),
    added: names(detail.added),
    changed: names(detail.changed),
    note: parityNote(detail, isOtherVersion ? own.versions : null),
  };
}

function unknown(claimed: string | null, note: string): FeatureParity {
  const verdict = claimed === null ? "no-claim" : "inconclusive";
  return { label: null, claimed, verdict, lost: [], added: [], changed: [], note };
}

function parityVerdict(label: string, claimed: string | null): Verdict {
  if (claimed === null) return "no-claim";
  const words = ["full", "reduced", "controlled"].filter((word) =>
    claimed.toLowerCase().includes(word),
  );
  if (words.length === 0) return "inconclusive";
  return words.includes(label.toLowerCase()) ? "supported" : "refuted";
}

/** More would make the line unreadable; the detail has all of them. */
const partsShown = 3;

function parityNote(detail: ParityDetail, versions: ReadonlySet<string> | null): string {
  const list = (parts: readonly string[]) =>
    parts.length <= partsShown
      ? parts.join(", ")
      : `${parts.slice(0, partsShown).join(", ")} and ${parts.length - partsShown} more`;
  const named = (verb: string, parts: readonly string[]) =>
    parts.length === 0 ? [] : [`${verb} ${list(parts)}`];
  const { lost, added, changed } = detail;
  return [
    ...(versions === null ? [] : [`client version ${[...versions].sort().join(", ")}`]),
    ...named(
      "lost",
      lost.map((part) => inSome(part, part.baselineReplays, detail.baselineReplays)),
    ),
    ...named(
      "added",
      added.map((part) => inSome(part, part.replays, detail.replays)),
    ),
    ...named("changed", changed.map(changeText)),
  ].join("; ");
}

/** A part that only some replays sent must not pass for one that all of them did. */
function inSome({ part }: PartPresence, replays: number, of: number): string {
  return replays === of ? part : `${part} (in ${replays} of ${of} replays)`;
}

function changeText({ part, text }: PartChange): string {
  return text === null ? part : `${part} (+${text.linesAdded} -${text.linesRemoved} lines)`;
}
