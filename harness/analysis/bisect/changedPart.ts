import { canonicalJson } from "../../base/base.ts";
import type { FingerprintParts } from "../../record/record.ts";
import { openingOf, problemOf } from "../probedRequests.ts";
import type { Criterion } from "./types.ts";

/**
 * The criterion "this part of the fingerprint is what it was": of the first request for a text prompt.
 * @param part a part such as `tools.Bash`, or the beginning of several such as `tools` or `body.thinking`
 */
export function partIsEqual(part: string): Criterion {
  return {
    name: `${part} as in the good version`,
    needs: [{ betas: "forwarded", steps: ["text"] }],
    goodValue: null,
    examine: ([record]) => {
      const problem = record === undefined ? "nothing was played" : problemOf(record);
      const opening = record && openingOf(record);
      if (opening === undefined || problem !== null) {
        return { kind: "unknown", why: `it does not answer a prompt (${problem})` };
      }
      const value = valueOf(opening.parts, part);
      return { kind: "seen", value, evidence: `${part} is ${value ?? "not there"}` };
    },
  };
}

function valueOf(parts: FingerprintParts, part: string): string | null {
  const single = parts[part];
  if (single !== undefined) return single;
  const inner = Object.entries(parts).filter(([name]) => name.startsWith(`${part}.`));
  return inner.length === 0 ? null : canonicalJson(Object.fromEntries(inner));
}
