import type { Language } from "../../structure/structure.ts";

/** What a change is, and how it is made in the source: text that occurs once or more, all of it replaced. */
export type Edit = readonly [what: string, from: string, to: string];

/** A source and what may and may not be done to it without changing its structure. */
export type Laws = {
  readonly language: Language;
  readonly source: string;
  /** names that the source gives, separated by spaces */ readonly own: string;
  /** a comment that ends with its line */ readonly comment: string;
  /** edits that say the same */ readonly same: readonly Edit[];
  /** edits that say something else */ readonly different: readonly Edit[];
};
