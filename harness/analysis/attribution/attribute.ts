import { seededRandom } from "../../base/base.ts";
import type { RunRecords } from "../../record/record.ts";
import { stickinessTest } from "../../statistics/statistics.ts";
import type { ClientIndex } from "../parity/clientParts.ts";
import type { ScoredReplay } from "../scoreRun.ts";
import { associateParts } from "./partAssociation.ts";
import type { Attribution, PartAssociation } from "./types.ts";
import { findVaryingParts, sentParts, type SentReplay, type VaryingPart } from "./unusualParts.ts";

/** Fewer replays on either side, or lanes that hold diverging ones, cannot tell what divergence goes with. */
const fewestReplays = 5;
const fewestLanes = 3;
const significance = 0.05;

/**
 * Client or vendor: did diverging and conforming replays of the same prompt and strategy send the same requests?
 * @param scored lane replays of all strategies
 */
export function attribute(
  records: RunRecords,
  clients: ClientIndex,
  scored: readonly ScoredReplay[],
): Attribution {
  const sessions = new Map(records.sessions.map((session) => [session.id, session]));
  const replays = scored.flatMap(({ replay, diverged }): SentReplay[] => {
    const parts = sentParts(replay, clients, sessions.get(replay.session));
    const { strategy, promptId, lane, wave } = replay;
    return parts === null ? [] : [{ strategy, promptId, lane, wave, diverged, parts }];
  });
  const { equal, varying } = findVaryingParts(replays);
  const parts = associateParts(replays, varying, {
    texts: records.texts,
    randomFor: (part) => seededRandom(records.run.seed, "attribution", part),
  });
  const diverging = replays.filter(({ diverged }) => diverged);
  const data: Data = {
    diverged: diverging.length,
    conforming: replays.length - diverging.length,
    divergingLanes: new Set(diverging.map(({ lane }) => lane)).size,
    stillSticks: () => sticksWithout(replays, varying, { parts, seed: records.run.seed }),
  };
  return {
    ...conclude(data, parts),
    diverged: data.diverged,
    conforming: data.conforming,
    lanes: new Set(replays.map(({ lane }) => lane)).size,
    equalParts: equal,
    parts,
  };
}

type Data = {
  readonly diverged: number;
  readonly conforming: number;
  readonly divergingLanes: number;
  /** whether divergence sticks to lanes among the replays that sent the usual */
  readonly stillSticks: () => boolean;
};

type Conclusion = Pick<Attribution, "verdict" | "text">;

function conclude(data: Data, parts: readonly PartAssociation[]): Conclusion {
  const { diverged, conforming, divergingLanes } = data;
  if (diverged + conforming === 0) {
    return {
      verdict: "unknown",
      text: "Whether client or vendor is behind it is unknown: the requests of the replays were not recorded.",
    };
  }
  const counts = `${diverged} diverging and ${conforming} conforming replays`;
  if (diverged < fewestReplays || conforming < fewestReplays || divergingLanes < fewestLanes) {
    return {
      verdict: "undecided",
      text: `Client or vendor cannot be told from ${counts} (${divergingLanes} lanes with diverging ones).`,
    };
  }
  const onClient = parts.filter(({ side }) => side === "client");
  const found = onClient.filter(isFound);
  const early = found.filter(({ stage }) => stage === "opening");
  if (early.length > 0) return clientText(early, data.stillSticks());
  const doubtful = onClient.filter(({ p }) => p !== null && p <= significance);
  if (doubtful.length > 0) return doubtText(doubtful);
  return { verdict: "vendor", text: vendorText(counts, parts) };
}

function isFound({ pAdjusted }: PartAssociation): boolean {
  return pAdjusted !== null && pAdjusted <= significance;
}

function clientText(found: readonly PartAssociation[], stillSticks: boolean): Conclusion {
  const names = namesOf(found);
  return stillSticks
    ? {
        verdict: "both",
        text: `Divergence goes with what the client sent (${names}), but it sticks to lanes that sent the usual, too: both the client and the vendor have a part in it.`,
      }
    : {
        verdict: "client",
        text: `The diverging replays sent other requests than the conforming ones (${names}): this points at the client.`,
      };
}

function doubtText(doubtful: readonly PartAssociation[]): Conclusion {
  const why = doubtful.some(
    ({ stage, pAdjusted }) => stage === "later" && (pAdjusted ?? 1) <= significance,
  )
    ? "it appears only after the first answer, so it may be a consequence"
    : "with as many parts as were looked at this may be chance";
  return {
    verdict: "undecided",
    text: `Client or vendor is undecided: divergence seems to go with ${namesOf(doubtful)}, but ${why}.`,
  };
}

function vendorText(counts: string, parts: readonly PartAssociation[]): string {
  const served = parts.filter((part) => part.side === "vendor" && isFound(part));
  const model = served.length > 0 ? " It goes with the model that was served." : "";
  const opening = parts.filter(({ side, stage }) => side === "client" && stage === "opening");
  if (opening.length === 0) {
    return `The diverging and the conforming replays sent the same requests (${counts}): this points at the vendor.${model}`;
  }
  return `The diverging and the conforming replays sent the same requests but for ${namesOf(opening)}, which did not go with divergence (${counts}): this points at the vendor.${model}`;
}

const namesShown = 3;

function namesOf(associations: readonly PartAssociation[]): string {
  const named = associations.map(({ parts, p }) => {
    const more = parts.length > namesShown ? ` and ${parts.length - namesShown} more` : "";
    const value = p === null ? "untestable" : p < 0.001 ? "p <0.001" : `p ${p.toFixed(3)}`;
    return `${parts.slice(0, namesShown).join(", ")}${more}: ${value}`;
  });
  const more = named.length > namesShown ? `; ${named.length - namesShown} more` : "";
  return named.slice(0, namesShown).join("; ") + more;
}

function sticksWithout(
  replays: readonly SentReplay[],
  varying: readonly VaryingPart[],
  { parts, seed }: { readonly parts: readonly PartAssociation[]; readonly seed: number },
): boolean {
  const found = new Set(parts.filter(isFound).flatMap((association) => association.parts));
  const named = varying.filter(({ part }) => found.has(part));
  const usual = replays.filter((_, index) => named.every(({ unusual }) => unusual[index] === 0));
  const { p } = stickinessTest(
    usual.map(({ strategy, wave, promptId, lane, diverged }) => ({
      cell: `${strategy}/${wave}/${promptId}`,
      unit: lane,
      diverged: diverged ? 1 : 0,
    })),
    seededRandom(seed, "attribution", "the rest"),
    1999,
  );
  return p !== null && p <= significance;
}
