import type { ReplayRecord, SessionRecord } from "../record/record.ts";
import type { StrategyResult, Verdict } from "./types.ts";

type FeatureParity = StrategyResult["featureParity"];

/** What the wire showed of a strategy's client. */
export type ClientFeatures = {
  /** prefixed by their kind: `beta:…`, `tool:…`, `body:…` */
  readonly features: ReadonlySet<string>;
  readonly versions: ReadonlySet<string>;
};

/** The union over a strategy's usable replays; null when the wire saw none of them. */
export function clientFeatures(
  replays: readonly ReplayRecord[],
  sessions: readonly SessionRecord[],
): ClientFeatures | null {
  const wires = replays.flatMap(({ wire }) => (wire === null ? [] : [wire]));
  if (wires.length === 0) return null;
  const seen = wires.flatMap((wire) => (wire.clientVersion === null ? [] : [wire.clientVersion]));
  const own = new Set(replays.map(({ session }) => session));
  const told = sessions.flatMap(({ id, cliVersion }) =>
    own.has(id) && cliVersion !== null ? [cliVersion] : [],
  );
  return {
    features: new Set(
      wires.flatMap((wire) => [
        ...wire.betas.map((beta) => `beta:${beta}`),
        ...wire.tools.map((tool) => `tool:${tool}`),
        ...wire.bodyFeatures.map((feature) => `body:${feature}`),
      ]),
    ),
    versions: new Set(seen.length > 0 ? seen : told),
  };
}

/**
 * Which of the baseline's betas, tools and request features a strategy keeps, as a word: `Controlled` when its client is
 * another version than the baseline's, else `Reduced` when it lost anything, else `Full`.
 */
export function featureParity(
  features: ClientFeatures | null,
  baseline: ClientFeatures | null,
  claimed: string | null,
): FeatureParity {
  if (features === null || baseline === null) {
    return {
      label: null,
      claimed,
      verdict: claimed === null ? "no-claim" : "inconclusive",
      lost: [],
      added: [],
      note: "no usable replay of this strategy or of the baseline was seen on the wire",
    };
  }
  const lost = [...baseline.features.difference(features.features)].sort();
  const added = [...features.features.difference(baseline.features)].sort();
  const isOtherVersion =
    features.versions.size > 0 && !features.versions.isSubsetOf(baseline.versions);
  const label = isOtherVersion ? "Controlled" : lost.length > 0 ? "Reduced" : "Full";
  return {
    label,
    claimed,
    verdict: parityVerdict(label, claimed),
    lost,
    added,
    note: parityNote({ lost, added, versions: isOtherVersion ? features.versions : null }),
  };
}

function parityVerdict(label: string, claimed: string | null): Verdict {
  if (claimed === null) return "no-claim";
  const words = ["full", "reduced", "controlled"].filter((word) =>
    claimed.toLowerCase().includes(word),
  );
  if (words.length === 0) return "inconclusive";
  return words.includes(label.toLowerCase()) ? "supported" : "refuted";
}

/** More would make the line unreadable; `lost` and `added` have all of them. */
const featuresShown = 3;

function parityNote(changes: {
  readonly lost: readonly string[];
  readonly added: readonly string[];
  readonly versions: ReadonlySet<string> | null;
}): string {
  const { lost, added, versions } = changes;
  const list = (features: readonly string[]) =>
    features.length <= featuresShown
      ? features.join(", ")
      : `${features.slice(0, featuresShown).join(", ")} and ${features.length - featuresShown} more`;
  return [
    ...(versions === null ? [] : [`client version ${[...versions].sort().join(", ")}`]),
    ...(lost.length === 0 ? [] : [`lost ${list(lost)}`]),
    ...(added.length === 0 ? [] : [`added ${list(added)}`]),
  ].join("; ");
}
