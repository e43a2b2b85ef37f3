import type { CanonicalCall } from "./calls.ts";

/** Which tools were used in which order; arguments are dropped, but for the programs of a shell command. */
export function toolsChannel(calls: readonly CanonicalCall[]): readonly string[] {
  return calls.map((call) => call.token);
}
