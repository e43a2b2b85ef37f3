import type { Random } from "../../base/base.ts";
import type { ReplayRecord, StrategyRecord } from "../../record/record.ts";
import type { Attribution } from "../attribution/types.ts";
import type { ChallengeOutcome } from "../challenges.ts";
import { groupBy } from "../estimates.ts";

/** A usable lane replay, reduced to what a diagnosis looks at. */
export type Observation = {
  readonly strategy: string;
  /** replays of one prompt and client configuration share their modes */
  readonly configuration: string;
  readonly lane: string;
  readonly session: string;
  readonly wave: number;
  readonly promptId: string;
  /** a replay that was set aside for want of a reference counts as diverging from the most frequent way */
  readonly diverged: boolean;
  /** which way it went about its prompt; 0 is the usual one */
  readonly mode: number;
  /** experiment time: since the run began, and since the session's previous replay */
  readonly startMs: number;
  readonly idleMs: number;
};

/** How a strategy differs from the others, as its requests show it. */
export type StrategyTraits = {
  readonly id: string;
  readonly oneReplayPerSession: boolean;
  /** several devices within one lane */
  readonly changesIdentity: boolean;
  /** sends fewer betas than another strategy of the same client version */
  readonly suppressesBetas: boolean;
  /** a client version that the baseline never showed */
  readonly otherVersion: boolean;
};

/** Everything that evidence is drawn from. */
export type Material = {
  /** in the order in which they were played within each session */
  readonly observations: readonly Observation[];
  readonly strategies: readonly StrategyTraits[];
  readonly baseline: string | null;
  readonly outcomes: readonly ChallengeOutcome[];
  readonly attribution: Attribution;
  /** confidence level in (0, 1) */
  readonly level: number;
  /** a generator of its own for each piece of evidence */
  readonly randomFor: (evidence: string) => Random;
};

/** What a lane replay contributes. */
export function observationOf(
  replay: ReplayRecord,
  { diverged, mode }: Pick<Observation, "diverged" | "mode">,
): Observation {
  const { strategy, clientConfiguration, lane, session, wave, promptId, time } = replay;
  return {
    strategy,
    configuration: clientConfiguration,
    lane,
    session,
    wave,
    promptId,
    diverged,
    mode,
    startMs: time.startMs,
    idleMs: time.idleMs,
  };
}

/**
 * Reads each strategy's traits from what its replays showed on the wire; without a wire only the names of the built-in
 * strategies tell.
 */
export function traitsOf(
  strategies: readonly StrategyRecord[],
  replays: readonly ReplayRecord[],
  baseline: string | null,
): readonly StrategyTraits[] {
  const of = groupBy(replays, ({ strategy }) => strategy);
  const seen = new Map(strategies.map(({ id }) => [id, seenOf(of.get(id) ?? [])]));
  const usual = seen.get(baseline ?? "")?.versions ?? "";
  return strategies.map(({ id, oneReplayPerSession }) => {
    const own = seen.get(id) ?? null;
    if (own === null) return traitsByName(id, oneReplayPerSession);
    const peers = [...seen.values()].filter((peer) => peer?.versions === own.versions);
    return {
      id,
      oneReplayPerSession,
      changesIdentity: own.changesIdentity,
      // A pinned version has betas of its own, so only strategies of one version can be compared.
      suppressesBetas: peers.some(
        (peer) =>
          peer !== null && own.betas.size < peer.betas.size && own.betas.isSubsetOf(peer.betas),
      ),
      otherVersion: own.versions !== usual,
    };
  });
}

function traitsByName(id: string, oneReplayPerSession: boolean): StrategyTraits {
  return {
    id,
    oneReplayPerSession,
    changesIdentity: id === "fresh-identity",
    suppressesBetas: id === "suppress-betas" || id === "eval",
    otherVersion: id === "pin-ttl" || id === "eval",
  };
}

type Seen = {
  readonly betas: ReadonlySet<string>;
  /** joined to one text, so that equal sets are equal */
  readonly versions: string;
  readonly changesIdentity: boolean;
};

function seenOf(replays: readonly ReplayRecord[]): Seen | null {
  const wires = replays.flatMap(({ wire }) => wire ?? []);
  if (wires.length === 0) return null;
  const lanes = [...groupBy(replays, ({ lane }) => lane).values()];
  return {
    betas: new Set(wires.flatMap(({ betas }) => betas)),
    versions: [...new Set(wires.flatMap(({ clientVersion }) => clientVersion ?? []))]
      .sort()
      .join(", "),
    changesIdentity: lanes.some((lane) => devicesOf(lane).size > 1),
  };
}

function devicesOf(replays: readonly ReplayRecord[]): ReadonlySet<string> {
  return new Set(replays.flatMap(({ wire }) => wire?.deviceId ?? []));
}
