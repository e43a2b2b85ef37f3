import { counted } from "../base/base.ts";
import type { Expectations } from "../record/record.ts";
import type { Seen } from "./seen.ts";
import type { Judgement } from "./types.ts";

/** Without an edit nothing was edited unread: the check passes. Whether files had to change is said by `changed`. */
export function judgeReadBeforeEdit({ structure }: Seen): Judgement {
  const { edits, editsWithoutRead } = structure.effort;
  if (editsWithoutRead === 0)
    return { passed: true, evidence: `${counted(edits, "edit")}, none unread` };
  const changing = structure.targets.filter(({ call }) => /^(?:Notebook)?Edit|^Write/.test(call));
  const files = [...new Set(changing.map(({ target }) => target))].join(", ");
  const evidence = `${editsWithoutRead} of ${counted(edits, "edit")} without reading first; edited: ${files}`;
  return { passed: false, evidence };
}

/** Thinking that was reported for some turns only can show that there was enough, or too much, never that there was too little. */
export function judgeThinking({ replay }: Seen, { min = 0, max }: ThinkingBounds): Judgement {
  const counts = replay.transcript.turns.map(({ usage }) => usage.thinkingTokens);
  const known = counts.filter((count) => count !== null);
  const sum = known.reduce((total, count) => total + count, 0);
  const evidence = `${sum} thinking tokens`;
  if (max !== undefined && sum > max) return { passed: false, evidence };
  const isWhole = known.length === counts.length && counts.length > 0;
  if (isWhole) return { passed: sum >= min, evidence };
  if (sum >= min && max === undefined) return { passed: true, evidence };
  return { passed: null, evidence: "the vendor did not report thinking tokens of every turn" };
}

type ThinkingBounds = NonNullable<Expectations["thinkingTokens"]>;
