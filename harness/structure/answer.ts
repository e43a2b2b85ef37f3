/**
 * The outline of a Markdown text: one token per heading, paragraph, list item, quote, table and code block. Wording,
 * length and emphasis are dropped: they vary in every replay and say nothing about what was done.
 */
export function answerChannel(markdown: string): readonly string[] {
  const blocks: string[] = [];
  let previous = "";
  for (const line of withoutCode(markdown).split("\n")) {
    const block = blockOf(line, previous);
    if (block !== "" && (block !== previous || isPerLine(block))) blocks.push(block);
    previous = block;
  }
  return blocks;
}

/** A fenced code block of a text. */
export type Fence = {
  /** the info string's first word in lower case, "" when there is none */ readonly language: string;
  readonly source: string;
};

// An unclosed fence runs to the end of the text, as in CommonMark.
const fence =
  /^ {0,3}(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n]*\n([\s\S]*?)(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))/gm;

/** The fenced code blocks of a Markdown text in order. */
export function fencesOf(markdown: string): readonly Fence[] {
  return [...markdown.matchAll(fence)].map((match) => ({
    language: (match[2] ?? "").toLowerCase(),
    source: match[3] ?? "",
  }));
}

/** Replaces each fenced block by one line that cannot be written otherwise. */
function withoutCode(markdown: string): string {
  return markdown.replace(
    fence,
    (_all, _ticks, language: string) => `\u0000${language.toLowerCase()}\n`,
  );
}

function blockOf(line: string, previous: string): string {
  if (line.startsWith("\u0000")) return line === "\u0000" ? "code" : `code:${line.slice(1)}`;
  if (line.trim() === "") return "";
  const heading = /^ {0,3}(#{1,6})\s/.exec(line);
  if (heading) return `h${heading[1]?.length ?? 1}`;
  if (/^\s*[-*+]\s/.test(line)) return "ul";
  if (/^\s*\d+[.)]\s/.test(line)) return "ol";
  if (/^\s*\|.*\|\s*$/.test(line)) return "table";
  if (/^ {0,3}>/.test(line)) return "quote";
  // A plain line under a list item or a quote belongs to it, but must not end it nor count twice.
  return previous === "ul" || previous === "ol" || previous.startsWith("in ") ? "" : "p";
}

function isPerLine(block: string): boolean {
  return block === "ul" || block === "ol" || block.startsWith("h") || block.startsWith("code");
}
