import type { ClientText } from "../../record/record.ts";
import type { ClientParts, PartUsage } from "./clientParts.ts";
import { textChange } from "./textChange.ts";
import type { ParityDetail, PartPresence } from "./types.ts";

/**
 * What a strategy's client keeps, loses, adds and changes of the baseline's. A part counts as changed only when the two
 * have no value in common: what varies within a strategy's own replays is no difference between strategies.
 */
export function compareParts(
  own: ClientParts,
  baseline: ClientParts,
  texts: readonly ClientText[],
): ParityDetail {
  const names = [...new Set([...baseline.parts.keys(), ...own.parts.keys()])].sort();
  const pairs = names.map((part) => ({
    part,
    own: own.parts.get(part) ?? absent,
    before: baseline.parts.get(part) ?? absent,
  }));
  const both = pairs.filter((pair) => pair.own.replays > 0 && pair.before.replays > 0);
  const changed = both.filter((pair) => !hasCommonValue(pair.own, pair.before));
  return {
    source: own.source,
    replays: own.replays,
    baselineReplays: baseline.replays,
    kept: both.length - changed.length,
    lost: pairs.filter((pair) => pair.own.replays === 0).map(presence),
    added: pairs.filter((pair) => pair.before.replays === 0).map(presence),
    changed: changed.map((pair) => {
      const change = { before: usual(pair.before), after: usual(pair.own) };
      return { part: pair.part, ...change, text: textChange(pair.part, change, texts) };
    }),
    sometimes: both
      .filter((pair) => pair.own.replays < own.replays || pair.before.replays < baseline.replays)
      .map(presence),
    varying: both
      .filter((pair) => pair.own.values.size > 1 || pair.before.values.size > 1)
      .map(({ part }) => part),
  };
}

const absent: PartUsage = { replays: 0, values: new Map() };

type Pair = { readonly part: string; readonly own: PartUsage; readonly before: PartUsage };

function presence({ part, own, before }: Pair): PartPresence {
  return {
    part,
    value: usual(own.replays > 0 ? own : before),
    replays: own.replays,
    baselineReplays: before.replays,
  };
}

function hasCommonValue(a: PartUsage, b: PartUsage): boolean {
  return [...a.values.keys()].some((value) => b.values.has(value));
}

/** The most frequent value; ties go to the smallest. */
function usual({ values }: PartUsage): string {
  const [first] = [...values].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first?.[0] ?? "";
}
