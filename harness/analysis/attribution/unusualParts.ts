import type { ReplayRecord, SessionRecord } from "../../record/record.ts";
import { groupBy } from "../estimates.ts";
import type { ClientIndex } from "../parity/clientParts.ts";
import type { PartAssociation } from "./types.ts";

/** A scored lane replay with all that is known of its requests. */
export type SentReplay = {
  readonly strategy: string;
  readonly promptId: string;
  readonly lane: string;
  readonly wave: number;
  readonly diverged: boolean;
  readonly parts: ReadonlyMap<string, string>;
};

/** A part that differs between replays of one prompt and strategy. */
export type VaryingPart = {
  readonly part: string;
  /** one entry per replay: 1 where it sent another value than most of its prompt and strategy */
  readonly unusual: Uint8Array;
  /** the most frequent usual and unusual value */
  readonly before: string;
  readonly after: string;
};

/** Conversations whose client was not the same in all requests, or not that of the others. */
export const laterClients = "client over the conversation";
export const notSent = "(not sent)";

/** What a replay sent; null when its requests were not recorded. */
export function sentParts(
  replay: ReplayRecord,
  { byHash }: ClientIndex,
  session: SessionRecord | undefined,
): ReadonlyMap<string, string> | null {
  const opening = byHash.get(replay.wire?.opening ?? "");
  if (replay.wire === null || opening === undefined) return null;
  const version = replay.wire.clientVersion ?? session?.cliVersion;
  return new Map([
    ...Object.entries(opening.parts),
    ...(version ? [[versionPart, version] as const] : []),
    ...(session?.programSha256 ? [["client.program", session.programSha256] as const] : []),
    [laterClients, replay.wire.clients.join(" ")] as const,
  ]);
}

/** The client's version, beside the parts of its requests. */
export const versionPart = "client.version";

export function stageOf(part: string): PartAssociation["stage"] {
  return part === laterClients ? "later" : "opening";
}

export function sideOf(part: string): PartAssociation["side"] {
  return part === "model.served" ? "vendor" : "client";
}

/** Splits the parts into those that are always equal under one prompt and strategy, and those that vary. */
export function findVaryingParts(replays: readonly SentReplay[]): {
  readonly equal: number;
  readonly varying: readonly VaryingPart[];
} {
  const names = [...new Set(replays.flatMap(({ parts }) => [...parts.keys()]))].sort();
  const cells = [
    ...groupBy([...replays.keys()], (index) => {
      const replay = replays[index];
      return `${replay?.strategy}/${replay?.promptId}`;
    }).values(),
  ];
  const varying = names.flatMap((part) => varyingPart(part, replays, cells) ?? []);
  return { equal: names.length - varying.length, varying };
}

function varyingPart(
  part: string,
  replays: readonly SentReplay[],
  cells: readonly (readonly number[])[],
): VaryingPart | null {
  const unusual = new Uint8Array(replays.length);
  const values = replays.map(({ parts }) => parts.get(part) ?? notSent);
  const usualValues: string[] = [];
  const unusualValues: string[] = [];
  for (const cell of cells) {
    const usual = mostFrequent(cell.map((index) => values[index] ?? notSent));
    const others = cell.filter((index) => values[index] !== usual);
    for (const index of others) {
      unusual[index] = 1;
      unusualValues.push(values[index] ?? notSent);
      usualValues.push(usual);
    }
  }
  if (unusualValues.length === 0) return null;
  return { part, unusual, before: mostFrequent(usualValues), after: mostFrequent(unusualValues) };
}

/** Ties go to the smallest. */
function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first?.[0] ?? "";
}
