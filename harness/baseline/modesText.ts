import { channelLines } from "./frozenStructure.ts";
import type { FrozenMode } from "./schema.ts";

const modesShown = 4;
const stepsShown = 8;

/** `55 % of 20 sessions: Read, Edit, Bash; 45 %: Grep, Write`, in the first channel that tells the modes apart. */
export function modesText(modes: readonly FrozenMode[]): string {
  const total = modes.reduce((sum, { sessions }) => sum + sessions, 0);
  const shown = modes.slice(0, modesShown);
  const channel = (["tools", "targets", "files", "answer", "ending"] as const).find(
    (one) =>
      new Set(shown.map(({ structure }) => channelLines(structure, one).join("\n"))).size > 1,
  );
  const texts = shown.map(({ share, structure, hash }, index) => {
    const lines = channel === undefined ? [] : channelLines(structure, channel);
    const of = index === 0 ? ` of ${total} sessions` : "";
    const what = channel === undefined ? `structure ${hash.slice(0, 8)}` : listOf(lines);
    return `${Math.round(share * 100)} %${of}: ${what}`;
  });
  const more = modes.length - shown.length;
  return [...texts, ...(more > 0 ? [`${more} more`] : [])].join("; ");
}

function listOf(lines: readonly string[]): string {
  if (lines.length === 0) return "nothing";
  const rest = lines.length > stepsShown ? `, ${lines.length - stepsShown} more` : "";
  return lines.slice(0, stepsShown).join(", ") + rest;
}
