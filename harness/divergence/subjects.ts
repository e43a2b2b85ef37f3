import type { Channel } from "../record/record.ts";
import { structureHash, type Structure } from "../structure/structure.ts";
import { channelDistance } from "./channelDistance.ts";
import type { StructuredReplay, Thresholds } from "./types.ts";

/** A structure with the hashes by which it is recognised. */
export type Subject = {
  readonly structure: Structure;
  /** over all gating channels */
  readonly hash: string;
  readonly byChannel: ReadonlyMap<Channel, string>;
};

export type SubjectReplay = StructuredReplay & { readonly subject: Subject };

/** Hashes a structure once, in all gating channels. */
export function subjectOf(structure: Structure, gate: readonly Channel[]): Subject {
  const byChannel = new Map(gate.map((channel) => [channel, structureHash(structure, [channel])]));
  return { structure, hash: structureHash(structure, gate), byChannel };
}

/** Distances that are computed once per pair of distinct values, however many replays show them. */
export type Distances = {
  readonly between: (channel: Channel, a: Subject, b: Subject) => number;
  /** largest distance in units of its threshold: above 1 means apart */
  readonly severity: (threshold: Thresholds, a: Subject, b: Subject) => number;
};

/** An empty memory of distances; keep one for as long as the same replays are compared. */
export function rememberedDistances(): Distances {
  const known = new Map<string, number>();
  const between: Distances["between"] = (channel, a, b) => {
    const [left, right] = [a.byChannel.get(channel) ?? "", b.byChannel.get(channel) ?? ""];
    if (left === right) return 0;
    const key = left < right ? channel + left + right : channel + right + left;
    const distance = known.get(key) ?? channelDistance(channel, a.structure, b.structure);
    known.set(key, distance);
    return distance;
  };
  const severity: Distances["severity"] = (threshold, a, b) => {
    if (a.hash === b.hash) return 0;
    const channels = [...a.byChannel.keys()];
    return Math.max(
      0,
      ...channels.map((channel) => between(channel, a, b) / (threshold[channel] ?? 1)),
    );
  };
  return { between, severity };
}
