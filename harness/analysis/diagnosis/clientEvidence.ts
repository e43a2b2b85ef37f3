import type { PartAssociation } from "../attribution/types.ts";
import { versionPart } from "../attribution/unusualParts.ts";
import type { Material } from "./material.ts";
import type { EvidenceId, Measurement } from "./types.ts";

type Kind = { readonly id: EvidenceId; readonly isIt: (part: string) => boolean };

const kinds: readonly Kind[] = [
  { id: "tied-to-betas", isIt: (part) => part.startsWith("betas.") },
  {
    id: "tied-to-prompt",
    isIt: (part) => /^(?:system|tools)\b/.test(part) || part === "messages.additions",
  },
  { id: "tied-to-version", isIt: (part) => part === versionPart || part === "client.program" },
];

const significance = 0.05;

/** Does divergence go with parts of the request of one kind? From the attribution, whose p-values are corrected there. */
export function clientEvidence({ attribution }: Material): readonly Measurement[] {
  return kinds.map(({ id, isIt }) => {
    const own = attribution.parts.filter(
      ({ parts, stage }) => stage === "opening" && parts.some(isIt),
    );
    const found = own.filter(({ pAdjusted }) => (pAdjusted ?? 1) <= significance);
    if (attribution.verdict === "unknown") return measurement(id, "the requests were not recorded");
    return {
      ...measurement(id, describe(own, found), attribution.lanes),
      basis: {
        kind: "interval",
        // What all replays sent alike cannot be what divergence goes with.
        finding: found.length > 0 ? "yes" : own.length === 0 ? "no" : "unclear",
      },
    };
  });
}

function measurement(id: EvidenceId, measured: string, n = 0): Measurement {
  return { id, measured, n, basis: { kind: "interval", finding: "unclear" } };
}

function describe(own: readonly PartAssociation[], found: readonly PartAssociation[]): string {
  if (own.length === 0) return "all replays of one prompt and strategy sent the same";
  const named = (found.length > 0 ? found : own).flatMap(({ parts }) => parts).slice(0, 3);
  return found.length > 0
    ? `divergence goes with ${named.join(", ")}`
    : `${named.join(", ")} varied, but divergence was not shown to go with it`;
}
