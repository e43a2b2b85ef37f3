import type { CanonicalCall } from "./calls.ts";
import type { Target } from "./types.ts";

/** What each call was aimed at. Apart from `tools`, because order predicts success and most argument variance is benign. */
export function targetsChannel(calls: readonly CanonicalCall[]): readonly Target[] {
  return calls.map((call) => ({ call: call.token, target: call.target }));
}
