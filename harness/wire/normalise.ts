/*
 * Everything that two equal sessions may send differently, and that is therefore taken out before anything is compared:
 * what it is, where it appears, and why it differs. Nothing else is. Measured on versions 1.0.128 to 2.1.328.
 */

/** One thing that legitimately differs. Rules run in order: later ones expect what earlier ones leave. */
export type NormalisationRule = {
  readonly what: string;
  readonly where: string;
  readonly why: string;
  readonly pattern: RegExp;
  readonly replacement: string;
};

/**
 * A path is looked for only where one can begin, and goes no further than where the next one can, so that the time stays linear
 * in the length of a text.
 */
export const normalisationRules: readonly NormalisationRule[] = [
  {
    what: "billing line",
    where: "a block of its own at the head of the system prompt, from 2.1.50 on",
    why: "its suffix is a hash of the user's first message",
    pattern: /^x-anthropic-billing-header:[^\n]*\n*/gm,
    replacement: "",
  },
  {
    what: "today's date",
    where: "system prompt or a reminder",
    why: "it changes at midnight, local time",
    // Up to the end of the sentence: what follows in the same line counts.
    pattern: /(today'?s date(?: is)?(?: now)?:? +)[^\n<.]*/gi,
    replacement: "$1<date>",
  },
  {
    what: "state of the git repository",
    where: "system prompt or a reminder, when the working directory is a repository",
    why: "branch, status and the latest commits are the workspace's, and commits carry times",
    pattern:
      /^(?:gitStatus:|Current branch:|Main branch[^\n]*:|Git user:|Status:$|Recent commits:$)[^\n]*(?:\n(?!\n|<)[^\n]*)*/gim,
    replacement: "<git status>",
  },
  {
    what: "operating system",
    where: "environment block",
    why: "the kernel's version is the machine's",
    pattern: /^([ -]*OS Version: *)[^\n]*/gim,
    replacement: "$1<system>",
  },
  {
    what: "tokens left",
    where: "a reminder at the start and after each tool result, from 2.1.300 on",
    why: "the usage that the server reported is fed back into the prompt",
    pattern: /<total_tokens>[^<]*<\/total_tokens>/g,
    replacement: "<total_tokens/>",
  },
  {
    what: "folder of the project's memory",
    where: "system prompt, 2.1.104 and later",
    why: "its name is made of the working directory",
    pattern: /\.claude\/projects\/[^/\s]+/g,
    replacement: ".claude/projects/<working directory>",
  },
  {
    what: "configuration folder",
    where: "system prompt, tool descriptions, reminders",
    why: "every lane has a HOME of its own",
    pattern: /(?<![^\s"'`(=:])\/[^\s"'`()<>=:]*?\/\.claude\//g,
    replacement: "<home>/.claude/",
  },
  {
    what: "temporary folder",
    where: "tool descriptions, background tasks",
    why: "every lane has a TMPDIR of its own",
    pattern: /(?<![^\s"'`(=:])\/[^\s"'`()<>=:]*?\/claude-\d+\/[^\s"'`()<>]*/g,
    replacement: "<temporary folder>",
  },
  {
    what: "file of a long tool result",
    where: "tool results that were too long for the conversation",
    why: "its name is random",
    pattern: /tool-results\/[A-Za-z0-9_-]+\.txt/g,
    replacement: "tool-results/<file>",
  },
  {
    what: "duration of a sub-agent",
    where: "its tool result",
    why: "it is a time",
    pattern: /\bduration_ms: *\d+/g,
    replacement: "duration_ms: <time>",
  },
  {
    what: "ids of the vendor, of requests and of background tasks",
    where: "anywhere in text",
    why: "they are made anew each time; words such as task_description have no digit",
    pattern: /\b(?:toolu|msg|req|srvtoolu|task|bash|shell)_(?=[A-Za-z]*\d)[A-Za-z0-9]{8,}\b/g,
    replacement: "<id>",
  },
  {
    what: "ids of sessions and devices",
    where: "anywhere in text",
    why: "they are made anew for each session",
    pattern: /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi,
    replacement: "<id>",
  },
];

/*
 * Beside these: the working directory is replaced wherever it is used, under the name that the prompt itself gives it
 * (`workingDirectoryIn`); header x-claude-code-session-id and `metadata` are no part of a fingerprint; betas and tools are
 * sets; results of parallel calls arrive in the order in which they were ready, so that a message's blocks of one type count, not their order.
 */

/** The working directory that a prompt names in a line of its own; null when it names none. */
export function workingDirectoryIn(text: string): string | null {
  return /^[^\n:]{0,40}working directory:[ \t]*(\/[^\n<]*)/im.exec(text)?.[1]?.trimEnd() ?? null;
}

/** A text in which a folder has no name of its own. */
export function withoutPlace(text: string, folder: string): string {
  return text.replaceAll(folder, "<working directory>");
}

/** A text with placeholders for all that may differ between two equal sessions. */
export function normaliseText(text: string, workingDirectory: string | null): string {
  const placed = workingDirectory === null ? text : withoutPlace(text, workingDirectory);
  return normalisationRules.reduce(
    (current, { pattern, replacement }) => current.replace(pattern, replacement),
    placed,
  );
}
