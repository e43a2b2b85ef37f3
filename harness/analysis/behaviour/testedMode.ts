import type { BehaviourReplay, Factor } from "./types.ts";

/** A replay and the name of its mode. */
export type PlacedReplay = { readonly replay: BehaviourReplay; readonly mode: string };

/** The question whether a mode belongs to the levels of a factor. */
export type AskedMode = {
  readonly placed: readonly PlacedReplay[];
  readonly mode: string;
  readonly factor: Factor;
};

/** The question with what the test said. */
export type TestedMode = AskedMode & {
  readonly p: number | null;
  readonly n: number;
  /** why there is no p; "" when there is one */
  readonly why: string;
};
