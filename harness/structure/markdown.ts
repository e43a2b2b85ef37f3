import { Lexer, Tokenizer, type Token, type Tokens } from "marked";

/** Longer texts are no answers to be read: they count as one paragraph, and their code blocks as none. */
const longestText = 1_000_000;
/** Quotes and lists in each other; below this level a text is a paragraph. Also keeps hostile input off the stack. */
const deepestBlocks = 16;

/** The blocks of a Markdown text (CommonMark with the tables of GitHub); what stands inside a line is not read. */
export function blocksOf(markdown: string): readonly Token[] {
  if (markdown.length > longestText) {
    return [{ type: "paragraph", raw: markdown, text: markdown, tokens: [] }];
  }
  const lexer = new Lexer({ gfm: true, tokenizer: new ShallowTokenizer() });
  return lexer.blockTokens(markdown.replace(/\r\n?/g, "\n"), []);
}

/** Does not go deeper than `deepestBlocks`. A class, because marked is extended in no other way. */
class ShallowTokenizer extends Tokenizer {
  #depth = 0;

  override blockquote(source: string): Tokens.Blockquote | undefined {
    return this.#below(() => super.blockquote(source));
  }

  override list(source: string): Tokens.List | undefined {
    return this.#below(() => super.list(source));
  }

  #below<T>(read: () => T): T | undefined {
    if (this.#depth >= deepestBlocks) return undefined;
    this.#depth++;
    const block = read();
    this.#depth--;
    return block;
  }
}

/** A fenced code block of a text. */
export type Fence = {
  /** the first word after the fence in lower case, "" when there is none */
  readonly language: string;
  readonly source: string;
};

/** The fenced code blocks of a Markdown text in order, those in lists and quotes included. */
export function fencesOf(markdown: string): readonly Fence[] {
  return fencesIn(blocksOf(markdown));
}

function fencesIn(blocks: readonly Token[]): Fence[] {
  return blocks.flatMap((block) => fenceOf(block) ?? fencesIn(innerBlocksOf(block)));
}

/** Null for all other blocks, indented code included: it names no language and mostly is no code. */
export function fenceOf(block: Token): Fence | null {
  if (block.type !== "code") return null;
  const { codeBlockStyle, lang = "", text } = block as Tokens.Code;
  if (codeBlockStyle === "indented") return null;
  // `ts:src/a.ts` and `js {1,3}` name a file and lines beside the language.
  const language = /^[^\s,:{]*/.exec(lang)?.[0] ?? "";
  return { language: language.toLowerCase(), source: text };
}

/** The blocks in a quote, a list or an item of a list. */
export function innerBlocksOf(block: Token): readonly Token[] {
  if (block.type === "list") return (block as Tokens.List).items;
  return block.type === "blockquote" || block.type === "list_item" ? (block.tokens ?? []) : [];
}
