import type { ReplayRecord } from "../record/record.ts";
import type { Structure } from "../structure/structure.ts";

export type CheckId =
  | "complete"
  | "terminates"
  | "ending"
  | "tools-required"
  | "tools-forbidden"
  | "tools-max"
  | "read-before-edit"
  | "thinking-tokens"
  | "changed"
  | "parses"
  | "answer-schema"
  | "command";

/** What one check says of one replay. */
export type Judgement = {
  /** null: it cannot be known; the evidence says why */
  readonly passed: boolean | null;
  /** what was seen, in words */
  readonly evidence: string;
};

/** A check that a prompt asks for, ready to be applied to its replays. */
export type Check = {
  readonly id: CheckId;
  /** what is checked, in words: `at most 20 tool calls` */
  readonly words: string;
};

/** One check of one replay. */
export type CheckResult = Judgement & { readonly id: CheckId };

/** The checks of one prompt. */
export type Validator = {
  readonly checks: readonly Check[];
  /** Judges a replay that is not missing data, given its structure; one result for each of `checks`, in their order. */
  readonly judge: (replay: ReplayRecord, structure: Structure) => readonly CheckResult[];
};
