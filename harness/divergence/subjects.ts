import type { Channel } from "../record/record.ts";
import { identityOf, structureHash, type Structure } from "../structure/structure.ts";
import { channelDistance } from "./channelDistance.ts";
import { codeDistanceAtLeast, codeDistanceAtMost } from "./codeDistance.ts";
import type { Bounds } from "./medoid.ts";
import type { StructuredReplay, Thresholds } from "./types.ts";

/** What all structures have in common that are equal in the gating channels. */
export type Subject = {
  /** of the first replay that showed it; what does not gate may differ in others */
  readonly structure: Structure;
  /** over all gating channels */
  readonly hash: string;
  /** cheap channels first, so that what costs much is asked last */
  readonly byChannel: ReadonlyMap<Channel, string>;
};

export type SubjectReplay = StructuredReplay & { readonly subject: Subject };

/** Hashes a structure once, in all gating channels. */
export function subjectOf(structure: Structure, gate: readonly Channel[]): Subject {
  const byCost = gate.toSorted((a, b) => Number(a === "code") - Number(b === "code"));
  const byChannel = new Map(
    byCost.map((channel) => [channel, structureHash(structure, [channel])]),
  );
  return { structure, hash: structureHash(structure, gate), byChannel };
}

/** The replays of one prompt with their subjects: one subject for equal structures, however many replays show it. */
export function withSubjects(replays: readonly StructuredReplay[]): SubjectReplay[] {
  const byText = new Map<string, Subject>();
  const byHash = new Map<string, Subject>();
  return replays.map((replay) => {
    const { structure, gate } = replay;
    // Far cheaper than hashing, and equal texts are equal structures.
    const text = JSON.stringify(gate.map((channel) => [channel, identityOf(structure, channel)]));
    const known = byText.get(text);
    if (known !== undefined) return { ...replay, subject: known };
    const hashed = subjectOf(structure, gate);
    const subject = byHash.get(hashed.hash) ?? hashed;
    byText.set(text, subject);
    byHash.set(hashed.hash, subject);
    return { ...replay, subject };
  });
}

/** Distances that are computed once per pair of distinct values, however many replays show them. */
export type Distances = {
  readonly between: (channel: Channel, a: Subject, b: Subject) => number;
  /** what `between` cannot fall below, without comparing trees; for cheap channels the distance itself */
  readonly atLeast: (channel: Channel, a: Subject, b: Subject) => number;
  /** what `between` cannot exceed, likewise */
  readonly atMost: (channel: Channel, a: Subject, b: Subject) => number;
  /** largest distance in units of its threshold: above 1 means apart */
  readonly severity: (threshold: Thresholds, a: Subject, b: Subject) => number;
  /** hold `severity`, without comparing trees */
  readonly severityBounds: (threshold: Thresholds, a: Subject, b: Subject) => Bounds;
  /** whether `severity` is at most 1, mostly without comparing trees */
  readonly areNear: (threshold: Thresholds, a: Subject, b: Subject) => boolean;
};

/** An empty memory of distances; keep one for as long as the same replays are compared. */
export function rememberedDistances(): Distances {
  const idOf = numbered();
  const between = rememberedPairs(idOf, channelDistance);
  const onlyCode =
    (bound: typeof codeDistanceAtMost): typeof channelDistance =>
    (_channel, a, b) =>
      bound(a.code, b.code);
  const codeAtLeast = rememberedPairs(idOf, onlyCode(codeDistanceAtLeast));
  const codeAtMost = rememberedPairs(idOf, onlyCode(codeDistanceAtMost));
  const atLeast: Distances["between"] = (channel, a, b) =>
    (channel === "code" ? codeAtLeast : between)(channel, a, b);
  const atMost: Distances["between"] = (channel, a, b) =>
    (channel === "code" ? codeAtMost : between)(channel, a, b);
  return {
    between,
    atLeast,
    atMost,
    severity: (threshold, a, b) => {
      let largest = 0;
      for (const channel of differing(a, b)) {
        const unit = threshold[channel] ?? 1;
        // What cheap channels have decided needs no comparison of trees.
        if (largest === 0 || atMost(channel, a, b) / unit > largest)
          largest = Math.max(largest, between(channel, a, b) / unit);
      }
      return largest;
    },
    severityBounds: (threshold, a, b) => {
      let [low, high] = [0, 0];
      for (const channel of differing(a, b)) {
        const unit = threshold[channel] ?? 1;
        low = Math.max(low, atLeast(channel, a, b) / unit);
        high = Math.max(high, atMost(channel, a, b) / unit);
      }
      return { low, high };
    },
    areNear: (threshold, a, b) => {
      for (const channel of differing(a, b)) {
        const unit = threshold[channel] ?? 1;
        if (atLeast(channel, a, b) / unit > 1) return false;
        if (atMost(channel, a, b) / unit > 1 && between(channel, a, b) / unit > 1) return false;
      }
      return true;
    },
  };
}

function differing(a: Subject, b: Subject): Iterable<Channel> {
  return a.hash === b.hash ? [] : a.byChannel.keys();
}

/** About 100 MB. Beyond it all are forgotten and computed again as they are asked for. */
const mostRemembered = 1_000_000;

/** Distances by `compute`, once for each pair of distinct values. */
function rememberedPairs(
  idOf: (hash: string) => number,
  compute: typeof channelDistance,
): Distances["between"] {
  const known = new Map<number, number>();
  return (channel, a, b) => {
    const [left, right] = [a.byChannel.get(channel) ?? "", b.byChannel.get(channel) ?? ""];
    if (left === right) return 0;
    // The hash covers the channel's name, so that values of two channels never share an id.
    const key = pairOf(idOf(left), idOf(right));
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = compute(channel, a.structure, b.structure);
    if (known.size >= mostRemembered) known.clear();
    known.set(key, value);
    return value;
  };
}

function numbered(): (hash: string) => number {
  const ids = new Map<string, number>();
  return (hash) => {
    const id = ids.get(hash) ?? ids.size;
    ids.set(hash, id);
    return id;
  };
}

/** One whole number below 2^53 for an unordered pair of ids below 2^26. */
function pairOf(a: number, b: number): number {
  return Math.min(a, b) * 2 ** 26 + Math.max(a, b);
}
