import type { LabelledTree } from "../edits/edits.ts";
import type { FileChange } from "../record/record.ts";
import type { Transcript } from "../transcript/transcript.ts";

/** Languages whose source is compared as syntax trees; everything else is compared by tokens. */
export type Language =
  | "typescript"
  | "tsx"
  | "javascript"
  | "python"
  | "go"
  | "rust"
  | "java"
  | "c"
  | "cpp"
  | "csharp"
  | "ruby"
  | "php"
  | "shell"
  | "css"
  | "json"
  | "yaml"
  | "html"
  | "sql";

/**
 * A syntax tree reduced to what counts as structure; two sources of equal structure give equal trees. A label is the node's kind, its keywords and
 * operators and, for literals and free names, their short text.
 */
export type SyntaxNode = LabelledTree;

/** Reads source into a tree, or null when it does not parse. Handed in, because grammars live on the disk. */
export type ParseSource = (language: Language, source: string) => SyntaxNode | null;

export type StructureInput = {
  readonly transcript: Transcript;
  readonly changes: readonly FileChange[];
  /** absolute folder in which the agent worked; inferred from the calls when it is not given */
  readonly workspace?: string;
};

/** The canonical value of every channel of one replay. Plain JSON: it can be stored, hashed and shown. */
export type Structure = {
  /** kind of the ending; a truncation says where: `truncated:max-tokens` */
  readonly ending: string;
  /** one token per call in order of issue; calls of one step are sorted, since their order means nothing */
  readonly tools: readonly string[];
  /** what each call was aimed at, in the order of `tools` */
  readonly targets: readonly Target[];
  /** sorted by path */
  readonly files: readonly ChangedFile[];
  /** sorted by path */
  readonly code: readonly CodeUnit[];
  /** the blocks of the final text in order: `h2`, `p`, `ul` and `ol` per item, `ul/ul`, `quote`, `table:3`, `code:ts`, `json:{a:number}` */
  readonly answer: readonly string[];
  readonly effort: Effort;
};

export type Target = {
  /** the call's token in `tools` */
  readonly call: string;
  /** path relative to the workspace, `<outside>/name` for other paths, or `#` and a digest of the arguments */
  readonly target: string;
};

export type ChangedFile = { readonly path: string; readonly kind: FileChange["kind"] };

/** The content of one changed file, in the finest form that can be had. */
export type CodeUnit = {
  readonly path: string;
  /** equal content, equal hash */ readonly hash: string;
} & (
  | {
      readonly form: "tree";
      /** nodes */
      readonly size: number;
      /** nodes edited since the text before the replay; all of them where nothing was there, or it is not known */
      readonly edited: number;
      readonly tree: SyntaxNode;
    }
  | {
      readonly form: "tokens";
      readonly why: "no-grammar" | "does-not-parse";
      /** tokens edited, likewise */
      readonly edited: number;
      readonly tokens: readonly string[];
    }
  /** not text, or too large: only the hash tells */
  | { readonly form: "opaque" }
);

/** How much work the agent put in. What was not reported, or cannot be asked, is null. */
export type Effort = {
  readonly thinkingSteps: number;
  /** null unless the vendor reported them for every turn */
  readonly thinkingTokens: number | null;
  /** messages of the agent: each group of calls came in one, and so did a closing text */
  readonly turns: number;
  /** things the agent did: thoughts, texts and groups of calls */
  readonly steps: number;
  readonly calls: number;
  /** in all texts of the agent, thinking excluded */
  readonly words: number;
  /** words before and between groups of calls, per group; the answer does not count; null without calls */
  readonly wordsBetweenCalls: number | null;
  /** share of the input tokens that the vendor's cache had, [0, 1]; null unless reported for every turn */
  readonly cacheRatio: number | null;
  /** calls that changed a file: edits and writes that were neither refused nor failed */
  readonly edits: number;
  /** files read per edit; null when nothing was edited */
  readonly readsPerEdit: number | null;
  /** of the edits, those of files that existed and that the agent had neither read nor written before */
  readonly editsWithoutRead: number;
  /** calls equal in all telling arguments to an earlier one, with no edit in between */
  readonly repeatedCalls: number;
  /** whether tests were run after the last edit; null when nothing was edited */
  readonly testsAfterLastEdit: boolean | null;
};
