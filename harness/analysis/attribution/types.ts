import type { PartChange } from "../parity/types.ts";

/** Whether divergence goes with what the client sent. */
export type Attribution = {
  /**
   * `vendor`: diverging and conforming replays sent the same · `client`: divergence goes with parts that the client sent ·
   * `both`: it does, and it sticks to lanes that sent the usual parts, too · `undecided`: too little data, or an
   * association that may be chance or consequence · `unknown`: the requests were not recorded
   */
  readonly verdict: "vendor" | "client" | "both" | "undecided" | "unknown";
  /** the verdict in a sentence */
  readonly text: string;
  /** replays of lanes whose requests are known */
  readonly diverged: number;
  readonly conforming: number;
  /** the independent units */
  readonly lanes: number;
  /** parts that all replays of one prompt and strategy sent alike */
  readonly equalParts: number;
  /** parts that differed between replays of one prompt and strategy, the most telling first */
  readonly parts: readonly PartAssociation[];
};

/** Parts that differed in the same replays, and so cannot be told apart. */
export type PartAssociation = {
  readonly parts: readonly string[];
  /**
   * `opening`: in the conversation's first request, before anything was answered · `later`: only in the conversation as a
   * whole, where a difference may be a consequence of the divergence
   */
  readonly stage: "opening" | "later";
  readonly side: "client" | "vendor";
  /** replays that sent another value than most replays of their prompt and strategy */
  readonly unusual: {
    readonly diverged: number;
    readonly conforming: number;
  };
  /** lanes with at least one such replay */
  readonly lanes: number;
  /** null when the data cannot tell, e.g. when every lane has it in all or none and there is a single one */
  readonly p: number | null;
  /** Holm over all parts of the table */
  readonly pAdjusted: number | null;
  /** usual and unusual value of each part; `(not sent)` where it was left out */
  readonly changes: readonly PartChange[];
};
