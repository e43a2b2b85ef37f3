import { channelDistance, type StructuredReplay } from "../../divergence/divergence.ts";
import { channels, type Channel } from "../../record/record.ts";
import { structureHash, type Structure } from "../../structure/structure.ts";
import { groupBy, meanOf } from "../estimates.ts";
import type { ChannelSimilarity } from "./types.ts";

/** Replays of a prompt that are compared with each other; two trees may take 40 ms. */
const mostCompared = 30;
const mostTrees = 12;

/**
 * How alike two replays of a prompt are in every channel, gating or not: 1 minus the mean distance over all pairs of replays
 * of a prompt (a U-statistic), mean over the prompts. `tools` against `targets` is what the literature calls sequence similarity and
 * argument consistency.
 * @param prompts replays of each prompt, spread over its sessions
 */
export function channelSimilarity(
  prompts: readonly (readonly StructuredReplay[])[],
): readonly ChannelSimilarity[] {
  return channels.map((channel) => {
    const most = channel === "code" ? mostTrees : mostCompared;
    const each = prompts.flatMap((replays) => {
      const structures = spread(replays, most).map(({ structure }) => structure);
      return similarityAmong(structures, channel) ?? [];
    });
    return { channel, similarity: meanOf(each), prompts: each.length };
  });
}

/** As many of the items as asked for, evenly from the whole list. */
export function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, index) =>
    Math.floor((index * items.length) / most),
  ).flatMap((at) => items.slice(at, at + 1));
}

/** Null without a pair, or where the channel is empty in all of them: nothing was done alike. */
function similarityAmong(structures: readonly Structure[], channel: Channel): number | null {
  if (structures.length < 2 || structures.every((one) => isEmpty(one[channel]))) return null;
  const kinds = [...groupBy(structures, (one) => structureHash(one, [channel])).values()];
  let sum = 0;
  for (const [index, [a, ...moreOfA]] of kinds.entries()) {
    for (const [b, ...moreOfB] of kinds.slice(0, index)) {
      if (a === undefined || b === undefined) continue;
      sum += (1 + moreOfA.length) * (1 + moreOfB.length) * channelDistance(channel, a, b);
    }
  }
  return 1 - sum / ((structures.length * (structures.length - 1)) / 2);
}

function isEmpty(value: Structure[Channel]): boolean {
  return Array.isArray(value) && value.length === 0;
}
