import { sha256 } from "../base/base.ts";

/** The text of a system prompt, given as one text or as blocks. */
export type SystemPrompt = string | readonly { readonly text: string }[];

/**
 * 16 hexadecimal digits that are equal for system prompts that differ only in what may differ between two equal
 * sessions: the billing line, today's date, the working directory, HOME, TMPDIR and random ids.
 */
export function systemHash(system: SystemPrompt): string {
  const raw = typeof system === "string" ? system : system.map((block) => block.text).join("\0");
  const known = hashes.get(raw);
  if (known !== undefined) return known;
  const hash = sha256(normaliseSystem(system)).slice(0, 16);
  if (hashes.size >= mostRemembered) hashes.clear();
  hashes.set(raw, hash);
  return hash;
}

/** A session sends the same 30 KB with every request: normalising them each time was a tenth of the proxy's CPU. */
const hashes = new Map<string, string>();
const mostRemembered = 64;

/** The system prompt with placeholders for what `systemHash` must not see. */
export function normaliseSystem(system: SystemPrompt): string {
  const blocks = typeof system === "string" ? [system] : system.map((block) => block.text);
  const text = blocks.filter((block) => !block.startsWith(billingLine)).join("\n\n");
  return placeholders.reduce(
    (normalised, [pattern, replacement]) => normalised.replace(pattern, replacement),
    withoutWorkingDirectory(text),
  );
}

/** Its suffix is a hash of the user's first message. */
const billingLine = "x-anthropic-billing-header:";

/**
 * In this order: the later patterns expect what the earlier ones leave. A path is looked for only where one can begin,
 * so that the time stays linear in the length of a prompt.
 */
const placeholders: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/(today'?s date(?: is)?:? +)[^\n]*/gi, "$1<date>"],
  [/\.claude\/projects\/[^/\s]+/g, ".claude/projects/<working directory>"],
  [/(?<![^\s"'`(=:])\/[^\s"'`()<>]*?\/\.claude\//g, "<home>/.claude/"],
  [/(?<![^\s"'`(=:])\/[^\s"'`()<>]*?\/claude-\d+\/[^\s"'`()<>]*/g, "<temporary folder>"],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, "<id>"],
];

/** Prompts name the working directory once and then use it; every use is replaced. */
function withoutWorkingDirectory(text: string): string {
  const named = /working directory:\s*(\/[^\s"'`<]+)/i.exec(text)?.[1];
  return named === undefined ? text : text.replaceAll(named, "<working directory>");
}
