import { counted } from "../base/base.ts";
import { toolOf, type Seen } from "./seen.ts";
import type { Judgement } from "./types.ts";

/** A call counts when it was issued, whatever came of it: denied and failed calls show what the agent wanted. */
export function judgeRequired(seen: Seen, required: readonly string[]): Judgement {
  const called = calledTools(seen);
  const absent = required.filter((tool) => !called.has(tool.toLowerCase()));
  return absent.length === 0
    ? { passed: true, evidence: "all were called" }
    : { passed: false, evidence: `not called: ${absent.join(", ")}` };
}

/** As above: a forbidden call that was denied is still an attempt. */
export function judgeForbidden(seen: Seen, forbidden: readonly string[]): Judgement {
  const called = calledTools(seen);
  const present = forbidden.filter((tool) => called.has(tool.toLowerCase()));
  return present.length === 0
    ? { passed: true, evidence: "none was called" }
    : { passed: false, evidence: `called: ${present.join(", ")}` };
}

/** Counts every call, those of one message each by itself. */
export function judgeMost({ structure }: Seen, max: number): Judgement {
  const calls = structure.effort.calls;
  return { passed: calls <= max, evidence: counted(calls, "call") };
}

/** Lower-case names of all called tools: as the agent names them and as structure does, so that `Read` finds `view` too. */
function calledTools({ calls, structure }: Seen): ReadonlySet<string> {
  const given = calls.map(({ name }) => name);
  return new Set([...given, ...structure.tools.map(toolOf)].map((name) => name.toLowerCase()));
}
