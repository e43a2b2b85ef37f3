import type {
  Fingerprint,
  FingerprintParts,
  ReplayRecord,
  RunRecords,
  SessionRecord,
  WireSummary,
} from "../../record/record.ts";
import type { ParityDetail } from "./types.ts";

/** A client's part and how often it was sent, with which values. */
export type PartUsage = {
  readonly replays: number;
  /** replays per value */
  readonly values: ReadonlyMap<string, number>;
};

/** All that a strategy's client sent. */
export type ClientParts = {
  readonly source: ParityDetail["source"];
  /** replays behind the counts */
  readonly replays: number;
  readonly parts: ReadonlyMap<string, PartUsage>;
  readonly versions: ReadonlySet<string>;
};

/**
 * A run's fingerprints by their hash, and one for each client, whose fingerprints differ in `messages.…` and
 * `model.served` only; and its sessions, which know a version where the wire does not.
 */
export type ClientIndex = {
  readonly sessions: readonly SessionRecord[];
  readonly byHash: ReadonlyMap<string, Fingerprint>;
  readonly byClient: ReadonlyMap<string, Fingerprint>;
};

/** Makes the index of a run. */
export function indexClients(records: Pick<RunRecords, "fingerprints" | "sessions">): ClientIndex {
  const { fingerprints, sessions } = records;
  return {
    sessions,
    byHash: new Map(fingerprints.map((one) => [one.hash, one])),
    byClient: new Map(fingerprints.map((one) => [one.client, one])),
  };
}

/** Whether a part is the client's own: messages come from the conversation, the served model from the vendor. */
export function isClientPart(part: string): boolean {
  return !part.startsWith("messages.") && part !== "model.served";
}

/**
 * The parts sent over a strategy's replays; null when the wire saw none of them.
 * Fingerprints are used when every replay that was seen has them, else the poorer summaries: the two are never mixed.
 */
export function clientParts(
  replays: readonly ReplayRecord[],
  index: ClientIndex,
): ClientParts | null {
  const wires = replays.flatMap(({ wire }) => (wire === null ? [] : [wire]));
  if (wires.length === 0) return null;
  const known = wires.flatMap((wire) => fingerprintParts(wire, index) ?? []);
  const source = known.length === wires.length ? "fingerprints" : "summaries";
  return {
    source,
    replays: wires.length,
    parts: countParts(source === "fingerprints" ? known : wires.map(summaryParts)),
    versions: versionsOf(replays, wires, index.sessions),
  };
}

function versionsOf(
  replays: readonly ReplayRecord[],
  wires: readonly WireSummary[],
  sessions: readonly SessionRecord[],
): ReadonlySet<string> {
  const seen = wires.flatMap(({ clientVersion }) => clientVersion ?? []);
  if (seen.length > 0) return new Set(seen);
  const own = new Set(replays.map(({ session }) => session));
  return new Set(sessions.flatMap(({ id, cliVersion }) => (own.has(id) ? (cliVersion ?? []) : [])));
}

/** A replay's parts, each with all values it took during the conversation. */
type ReplayParts = ReadonlyMap<string, ReadonlySet<string>>;

function fingerprintParts(
  { opening, clients }: WireSummary,
  { byHash, byClient }: ClientIndex,
): ReplayParts | null {
  const found = [byHash.get(opening), ...clients.map((client) => byClient.get(client))].filter(
    (fingerprint) => fingerprint !== undefined,
  );
  return found.length === 0 ? null : mergeParts(found.map(({ parts }) => parts));
}

function summaryParts(wire: WireSummary): ReplayParts {
  const parts: Record<string, string> = {};
  for (const beta of wire.betas) parts[`betas.${beta}`] = "sent";
  for (const tool of wire.tools) parts[`tools.${tool}`] = "sent";
  for (const feature of wire.bodyFeatures) parts[`body.${feature}`] = "sent";
  return mergeParts([wire.systemHash === "" ? parts : { ...parts, system: wire.systemHash }]);
}

function mergeParts(all: readonly FingerprintParts[]): ReplayParts {
  const merged = new Map<string, Set<string>>();
  for (const [part, value] of all.flatMap((parts) => Object.entries(parts))) {
    if (!isClientPart(part)) continue;
    const values = merged.get(part) ?? new Set();
    merged.set(part, values.add(value));
  }
  return merged;
}

function countParts(replays: readonly ReplayParts[]): ReadonlyMap<string, PartUsage> {
  const counted = new Map<string, { replays: number; values: Map<string, number> }>();
  for (const [part, values] of replays.flatMap((parts) => [...parts])) {
    const usage = counted.get(part) ?? { replays: 0, values: new Map() };
    usage.replays++;
    for (const value of values) usage.values.set(value, (usage.values.get(value) ?? 0) + 1);
    counted.set(part, usage);
  }
  return counted;
}
