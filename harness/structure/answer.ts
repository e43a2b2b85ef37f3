import type { Token, Tokens } from "marked";
import { jsonShape } from "./jsonShape.ts";
import { blocksOf, fenceOf, innerBlocksOf } from "./markdown.ts";

export { fencesOf } from "./markdown.ts";

/**
 * The outline of a Markdown text: one token per heading, paragraph, list item, quote, table and code block; blocks in an
 * item or a quote come after it with its token before theirs (`ul/ol`, `quote/code:ts`). An answer that is JSON is told by its
 * shape (`json:{a:number}`). Wording, length and emphasis are dropped: they vary in every replay and say nothing about what was done.
 */
export function answerChannel(markdown: string): readonly string[] {
  const shape = jsonShape(markdown);
  return shape === null ? outlineOf(blocksOf(markdown), "") : [`json:${shape}`];
}

function outlineOf(blocks: readonly Token[], prefix: string): string[] {
  return blocks.flatMap((block): string[] => {
    if (block.type === "list") {
      const name = `${prefix}${(block as Tokens.List).ordered ? "ol" : "ul"}`;
      return innerBlocksOf(block).flatMap((item) => container(name, item));
    }
    if (block.type === "blockquote") return container(`${prefix}quote`, block);
    const token = leafToken(block);
    return token === null ? [] : [`${prefix}${token}`];
  });
}

/** An item or a quote stands for its own first paragraph, whether or not blank lines make one of it. */
function container(name: string, block: Token): string[] {
  const inner = outlineOf(innerBlocksOf(block), `${name}/`);
  return inner[0] === `${name}/p` ? [name, ...inner.slice(1)] : [name, ...inner];
}

/** Null for what a reader does not see. */
function leafToken(block: Token): string | null {
  switch (block.type) {
    case "heading":
      return `h${(block as Tokens.Heading).depth}`;
    case "paragraph":
    case "text":
      return "p";
    case "table":
      return `table:${(block as Tokens.Table).header.length}`;
    case "code":
      return codeToken(block);
    case "hr":
      return "hr";
    case "html":
      return block.raw.trimStart().startsWith("<!--") ? null : "html";
    default:
      // Blank lines, definitions of links and the boxes of task lists.
      return null;
  }
}

/** Code in no language may be JSON, as agents often forget to say so. */
function codeToken(block: Token): string {
  const { language, source } = fenceOf(block) ?? { language: "", source: "" };
  const shape = language === "json" || language === "" ? jsonShape(source) : null;
  if (shape !== null) return `code:json:${shape}`;
  return language === "" ? "code" : `code:${language}`;
}
