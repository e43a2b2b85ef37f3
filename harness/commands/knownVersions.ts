import { registryVersions, sdkRevisions } from "../agents/agents.ts";
import { UserError } from "../base/base.ts";
import type { AgentKind } from "../record/record.ts";

/**
 * All versions that exist of an agent, in ascending order.
 * @throws UserError when the registry cannot be asked
 */
export async function knownVersions(kind: AgentKind): Promise<readonly string[]> {
  switch (kind) {
    case "claude-code":
      return registryVersions(process.env);
    case "sdk":
      return sdkRevisions;
  }
}

/**
 * The versions from one to another, both included, in the direction asked for.
 * @param known in ascending order
 * @throws UserError when one of the two is not among them
 */
export function versionsFrom(
  known: readonly string[],
  from: string,
  to: string,
): readonly string[] {
  const [first, last] = [from, to].map((version) => {
    const index = known.indexOf(version);
    if (index !== -1) return index;
    throw new UserError(`There is no version ${version}.`, {
      advice: `Known are ${known[0] ?? "none"} to ${known.at(-1) ?? "none"}, with gaps.`,
    });
  });
  if (first === undefined || last === undefined) return [];
  return first <= last ? known.slice(first, last + 1) : known.slice(last, first + 1).toReversed();
}

/** At most `limit` of the items, 2 or more, as evenly spread as can be, with the first and the last. */
export function spread<T>(items: readonly T[], limit: number): readonly T[] {
  if (items.length <= limit) return items;
  return Array.from({ length: limit }, (_, place) => {
    const index = Math.round((place * (items.length - 1)) / (limit - 1));
    return items.slice(index, index + 1);
  }).flat();
}
