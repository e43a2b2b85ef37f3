/** What a strategy's client sent, part by part, beside what the baseline's sent. */
export type ParityDetail = {
  /**
   * `fingerprints`: the whole request is known · `summaries`: only the names of betas, tools and body features, and a hash
   * of the system prompt, as in runs recorded before there were fingerprints
   */
  readonly source: "fingerprints" | "summaries";
  /** usable replays that were seen on the wire */
  readonly replays: number;
  readonly baselineReplays: number;
  /** parts that both send with at least one value in common */
  readonly kept: number;
  readonly lost: readonly PartPresence[];
  readonly added: readonly PartPresence[];
  /** parts that both send, with no value in common */
  readonly changed: readonly PartChange[];
  /** parts that both send, but one of them in some of its replays only */
  readonly sometimes: readonly PartPresence[];
  /** parts whose value differs within the replays of the strategy or of the baseline; a difference in them means nothing */
  readonly varying: readonly string[];
};

/** In how many replays a part was sent. */
export type PartPresence = {
  /** `betas.…`, `tools.Bash`, `body.thinking.type`, `system` */
  readonly part: string;
  /** its most frequent value, or hash */
  readonly value: string;
  readonly replays: number;
  readonly baselineReplays: number;
};

export type PartChange = {
  readonly part: string;
  /** the most frequent values, or hashes */
  readonly before: string;
  readonly after: string;
  /** null when the part is no text, or when the run recorded no difference between these two */
  readonly text: TextChange | null;
};

export type TextChange = {
  readonly linesAdded: number;
  readonly linesRemoved: number;
  /** unified, without context */
  readonly diff: string;
};
